import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Discovery } from 'onvif';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startResponder } from './discovery-responder.ts';
import { runProgram } from './run-program.ts';

const IP = '/usr/sbin/ip';
const CLI = fileURLToPath(new URL('../../cli/hatang.mjs', import.meta.url));
const SIM = fileURLToPath(new URL('./discovery.ts', import.meta.url));

describe('the simulated answers', () => {
  it('are understood by npm onvif, over multicast', async () => {
    const xaddrs = ['http://127.0.0.1:8899/onvif/device_service'];
    const endpoint = 'urn:uuid:5f5a69c2-e0ae-504f-829b-00000000abcd';
    const responder = await startResponder({
      ...{ multicast: true, devices: () => [{ endpoint, xaddrs, name: 'Cổng' }] },
    });
    onTestFinished(() => responder.stop());
    const found = await new Promise((resolve) => {
      const heard: unknown[] = [];
      Discovery.on('error', () => undefined);
      Discovery.probe({ device: 'lo', timeout: 1_000, resolve: false }, (_, cams) => {
        heard.push(...(cams ?? []));
        resolve(heard);
      });
    });
    expect(found).toContainEqual(
      expect.objectContaining({
        probeMatches: expect.objectContaining({
          probeMatch: expect.objectContaining({
            XAddrs: xaddrs[0],
            endpointReference: { address: endpoint },
          }),
        }),
      }),
    );
  });
});

/** A machine with a cable to each of two others, which nothing else is on. */
const [A, B, C] = ['a', 'b', 'c'].map((name) => `hatang-${name}-${process.pid}`) as [
  string,
  string,
  string,
];

function ip(...args: readonly string[]): void {
  execFileSync(IP, args, { stdio: 'pipe' });
}

function mayMakeNetworks(): boolean {
  if (!existsSync(IP) || process.getuid?.() !== 0) return false;
  try {
    ip('netns', 'add', `${A}-try`);
    ip('netns', 'del', `${A}-try`);
    return true;
  } catch {
    // No right to: the suite is skipped by name.
    return false;
  }
}

/** From A, `subnet.1`, to another, `subnet.2`. */
function cable(name: string, subnet: string, to: string): void {
  ip('link', 'add', name, 'netns', A, 'type', 'veth', 'peer', 'name', name, 'netns', to);
  for (const [space, host] of [
    [A, 1],
    [to, 2],
  ] as const) {
    ip('-n', space, 'addr', 'add', `${subnet}.${host}/24`, 'dev', name);
    ip('-n', space, 'link', 'set', name, 'up');
  }
}

interface Seen {
  readonly found: readonly { address: string; name: string; configured: string | null }[];
  readonly unanswered: readonly { id: string }[];
  readonly from: readonly string[];
}

describe.skipIf(!mayMakeNetworks())('a search over real cables', () => {
  const devices: ChildProcess[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'hatang-discovery-'));
  const endpoint = 'urn:uuid:5f5a69c2-e0ae-504f-829b-00000000cccc';

  async function device(space: string, host: string, name: string): Promise<void> {
    const args = ['netns', 'exec', space, process.execPath, SIM, '--host', host, '--name', name];
    const child = spawn(IP, [...args, '--endpoint', endpoint], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    devices.push(child);
    await once(child.stdout, 'data');
  }

  async function search(...args: readonly string[]): Promise<Seen> {
    const run = ['netns', 'exec', A, process.execPath, CLI, 'agent', 'discover', '--json'];
    const { code, stdout, stderr } = await runProgram(IP, [...run, ...args]);
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as Seen;
  }
  const placesOf = ({ found }: Seen) => found.map(({ address, name }) => `${address} ${name}`);

  beforeAll(async () => {
    for (const space of [A, B, C]) ip('netns', 'add', space);
    cable('near', '10.99.1', B);
    cable('far', '10.99.2', C);
    ip('-n', B, 'addr', 'add', '10.99.1.3/24', 'dev', 'near');
    await device(B, '10.99.1.2', 'one');
    await device(B, '10.99.1.3', 'two');
    await device(C, '10.99.2.2', 'far');
  }, 30_000);

  afterAll(async () => {
    for (const child of devices) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    for (const space of [A, B, C]) ip('netns', 'del', space);
    rmSync(folder, { recursive: true });
  });

  it('by address finds two that share a UUID, and nothing outside the subnets', async () => {
    const seen = await search('--subnets', '10.99.1.0/24');
    expect(placesOf(seen)).toEqual(['10.99.1.2 one', '10.99.1.3 two']);
    expect(seen.from).toEqual(['10.99.1.1']);
  }, 30_000);

  it('by multicast alone finds them from each interface, and says who of the config is missing', async () => {
    const config = join(folder, 'agent.yaml');
    writeFileSync(
      config,
      `collector: { url: http://127.0.0.1:9 }
subnets: [10.99.1.0/24, 10.99.2.0/24]
discovery: { unicast: false }
cameras: { list: [{ id: cam-one, name: Cổng, address: 10.99.1.2 }, { id: cam-lost, name: Sân, address: 10.99.1.50 }] }
`,
    );
    const seen = await search('--config', config);
    expect(placesOf(seen)).toEqual(['10.99.1.2 one', '10.99.1.3 two', '10.99.2.2 far']);
    expect(seen.found.map(({ configured }) => configured)).toEqual(['cam-one', null, null]);
    expect(seen.unanswered.map(({ id }) => id)).toEqual(['cam-lost']);
    const far = await search('--config', config, '--interface', 'far');
    expect(placesOf(far)).toEqual(['10.99.2.2 far']);
  }, 30_000);
});
