import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Started, startedCollector } from './started.ts';

/** A real collector, a real agent and a real far end, each a process or a server of its own, in real time. */

const CLI = fileURLToPath(new URL('../../cli/hatang.mjs', import.meta.url));

let collector: Started;
let folder: string;
let farEnd: FarEnd;
let agent: ChildProcess;

interface FarEnd {
  readonly child: ChildProcess;
  readonly port: number;
}

const hatang = (...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [CLI, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function startFarEnd(port: number): Promise<FarEnd> {
  const child = hatang('measure-server', '--listen', `127.0.0.1:${port}`);
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  while (!/:(\d+)\s/.test(said)) await once(child.stdout ?? child, 'data');
  return { child, port };
}

beforeAll(async () => {
  collector = await startedCollector();
  folder = mkdtempSync(join(tmpdir(), 'hatang-line-'));
  farEnd = await startFarEnd(await freePort());
  const config = join(folder, 'agent.yaml');
  const code = await collector.call('/api/v1/enrolment-codes', {
    json: { school: 'thcs-a', name: 'Trường THCS A' },
  });
  writeFileSync(
    config,
    [
      `collector: { url: "${collector.url}" }`,
      'page: off',
      'ship: { every: 200ms }',
      `uplink: { targets: [{ name: far, udp_echo: "127.0.0.1:${farEnd.port}" }], watch: { dns: off, gateway: "127.0.0.1:1" } }`,
    ].join('\n'),
  );
  const given = ['--code', ((await code.json()) as { code: string }).code, '--config', config];
  const [enrolled] = await once(hatang('agent', 'enroll', ...given), 'close');
  expect(enrolled).toBe(0);
  agent = hatang('agent', 'run', '--config', config);
}, 60_000);
afterAll(async () => {
  for (const child of [agent, farEnd.child])
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
  await collector.end();
  rmSync(folder, { recursive: true });
});

interface OutageJson {
  readonly subject: string;
  readonly kind: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly lengthS: number | null;
  readonly why: string;
}
const outages = async (): Promise<readonly OutageJson[]> => {
  const answer = await collector.call('/api/v1/schools/thcs-a');
  return ((await answer.json()) as { outages: OutageJson[] }).outages;
};
const lastSeen = async (): Promise<string | null> => {
  const answer = await collector.call('/api/v1/schools/thcs-a');
  return ((await answer.json()) as { lastSeen: string | null }).lastSeen;
};
const newest = async () => (await outages())[0];
const wait = (span: number) => new Promise((resolve) => setTimeout(resolve, span));

describe('a far end that stops and comes back, seen by a real agent', () => {
  it('is the line’s outage while it is silent and its own where it refuses, each to the second', async () => {
    await expect.poll(lastSeen, { timeout: 60_000 }).not.toBeNull();
    await wait(4_000);
    expect(await outages()).toEqual([]);
    farEnd.child.kill('SIGSTOP');
    const stopped = Date.now();
    await expect.poll(newest, { timeout: 20_000 }).toMatchObject({ kind: 'line', endedAt: null });
    await wait(3_000);
    farEnd.child.kill('SIGCONT');
    const back = Date.now();
    await expect.poll(newest, { timeout: 20_000 }).toMatchObject({ endedAt: expect.any(String) });
    const outage = await newest();
    // The second in which it stopped may have been answered before; what it then finds waiting it answers late, and an
    // answer within three seconds is one; the end is told in whole seconds.
    expect(Math.abs(Date.parse(outage?.startedAt ?? '') - stopped)).toBeLessThanOrEqual(1_100);
    expect(Math.abs(Date.parse(outage?.endedAt ?? '') - back)).toBeLessThanOrEqual(4_000);
    await whereItRefuses();
  }, 200_000);

  async function whereItRefuses(): Promise<void> {
    farEnd.child.kill('SIGKILL');
    const killed = Date.now();
    await once(farEnd.child, 'close');
    await expect
      .poll(newest, { timeout: 20_000 })
      .toMatchObject({ subject: 'target:far', kind: 'collector', endedAt: null, why: 'refused' });
    farEnd = await startFarEnd(farEnd.port);
    const back = Date.now();
    await expect.poll(newest, { timeout: 30_000 }).toMatchObject({ endedAt: expect.any(String) });
    const outage = await newest();
    expect(Math.abs(Date.parse(outage?.startedAt ?? '') - killed)).toBeLessThanOrEqual(1_100);
    expect(Math.abs(Date.parse(outage?.endedAt ?? '') - back)).toBeLessThanOrEqual(2_100);
    expect(await outages()).toHaveLength(2);
  }
});
