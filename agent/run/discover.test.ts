import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../kit/log.ts';
import { ms } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { describeWithPeers } from '../../test/peers.ts';
import { startResponder } from '../../test/sim/discovery-responder.ts';
import { discover } from './discover.ts';
import type { Program } from './program.ts';

/** Runs the command with a clock that is moved on until it ends. */
async function run(...args: readonly string[]) {
  const clock = new ManualClock();
  const said = { out: '', err: '' };
  const program: Program = {
    surroundings: { env: {}, checkModes: true },
    say: (text) => {
      said.out += `${text}\n`;
    },
    complain: (text) => {
      said.err += `${text}\n`;
    },
    clock,
    random: () => 0,
    log: silentLog,
    rssBytes: () => 0,
    version: '0',
    standards: async () => [],
    stop: new AbortController().signal,
  };
  let over = false;
  const running = discover(args, program).finally(() => {
    over = true;
  });
  while (!over) await clock.advance(ms(200));
  return { code: await running, ...said };
}

/** Two cameras on loopback, one of them in a config together with one that is away. */
async function school(): Promise<string> {
  const answers = [
    {
      endpoint: 'urn:uuid:one',
      xaddrs: ['http://127.0.0.2:8899/x'],
      name: 'Cổng',
      hardware: 'IPC',
    },
  ];
  const one = await startResponder({ host: '127.0.0.2', port: 0, devices: () => answers });
  const bare = [{ endpoint: 'urn:uuid:one', xaddrs: [] }];
  const two = await startResponder({ host: '127.0.0.3', port: one.port, devices: () => bare });
  const folder = mkdtempSync(join(tmpdir(), 'discover-'));
  onTestFinished(async () => {
    await Promise.all([one.stop(), two.stop()]);
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, 'agent.yaml');
  writeFileSync(
    file,
    `collector: { url: http://127.0.0.1:9 }
subnets: [127.0.0.0/29]
discovery: { port: ${one.port}, multicast: false, interfaces: [127.0.0.1] }
cameras: { list: [{ id: gate, name: Cổng, address: 127.0.0.2 }] }
recorders: { list: [{ id: nvr, name: Đầu ghi, address: 127.0.0.6 }] }
`,
  );
  return file;
}

describe('hatang agent discover', () => {
  it('prints one document: who answered, as whom, and who of the config did not', async () => {
    const { code, out, err } = await run('--config', await school(), '--json');
    expect([code, err]).toEqual([0, '']);
    const { ms: took, ...document } = JSON.parse(out);
    expect(took).toBeGreaterThan(1_000);
    expect(document).toEqual({
      found: [
        {
          ...{ address: '127.0.0.2', port: 8899, endpoint: 'urn:uuid:one', name: 'Cổng' },
          ...{ hardware: 'IPC', types: ['NetworkVideoTransmitter', 'Device'], configured: 'gate' },
        },
        {
          ...{ address: '127.0.0.3', port: null, endpoint: 'urn:uuid:one', name: null },
          ...{ hardware: null, types: ['NetworkVideoTransmitter', 'Device'], configured: null },
        },
      ],
      unanswered: [{ id: 'nvr', name: 'Đầu ghi', address: '127.0.0.6' }],
      ...{ subnets: ['127.0.0.0/29'], from: ['127.0.0.1'], asked: 6, hosts: 6 },
    });
  });

  describeWithPeers(['ping'], 'with --hosts', () => {
    it('tells of every host that is there beside the cameras', async () => {
      const { code, out } = await run('--config', await school(), '--hosts', '--json');
      expect(code).toBe(0);
      const { found, found_hosts: hosts } = JSON.parse(out);
      expect(found).toHaveLength(2);
      const unknown = { mac: null, seen_by: 'ping', snmp: null, name: null, descr: null };
      expect(hosts).toContainEqual({ address: '127.0.0.2', ...unknown, configured: 'gate' });
      expect(hosts).toContainEqual({ address: '127.0.0.3', ...unknown, configured: null });
      expect(hosts).toHaveLength(5);
    });
  });

  it('shows people a table in both languages, and its progress beside it', async () => {
    const { code, out, err } = await run('--config', await school());
    expect(code).toBe(0);
    expect(err).toContain('Searching 127.0.0.0/29');
    expect(out).toMatch(/^Địa chỉ\/Address {2,}Tên\/Name/);
    expect(out).toMatch(/^127\.0\.0\.2:8899 +Cổng +IPC +gate$/m);
    expect(out).toMatch(/^127\.0\.0\.3 +– +– +chưa\/no$/m);
    expect(out).toContain('no answer: Đầu ghi (nvr, 127.0.0.6)');
  });

  it.each([
    [2, ['--subnets', '192.168.1'], '"192.168.1" không phải một mạng', 'is not a network'],
    [2, ['--subnets', '10.0.0.0/24,10.0.0.0/40'], '"10.0.0.0/40" không', 'is not a network'],
    [2, [], 'chưa biết dò mạng nào', 'no subnet to ask in'],
    [2, ['--subnets', ''], 'chưa biết dò mạng nào', 'no subnet to ask in'],
    [2, ['--config', 'nowhere.yaml'], '', 'nowhere.yaml'],
    [2, ['--colour'], '', "Unknown option '--colour'"],
    [
      3,
      ['--subnets', '10.0.0.0/24', '--interface', 'no-such'],
      'không có cổng mạng',
      'no interface',
    ],
  ])('ends with %s on %j', async (code, args, vi, en) => {
    const ended = await run(...args);
    expect(ended.code).toBe(code);
    expect(ended.out).toBe('');
    expect(ended.err).toContain(vi);
    expect(ended.err).toContain(en);
  });
});
