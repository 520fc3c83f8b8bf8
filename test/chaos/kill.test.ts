import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * The collector and the agent, as they are run, killed by SIGKILL at random times while facts flow.
 * What the agent's spool took in must be in the history, each fact once; the oracle reads both databases.
 */
const LAUNCHER = new URL('../../cli/hatang.mjs', import.meta.url).pathname;
const TOKEN = 'admin-token-of-the-chaos-test';
const KILLS = Number(process.env['HATANG_KILLS'] ?? 12);
const SEED = Number(process.env['HATANG_SEED'] ?? Date.now() % 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'hatang-chaos-'));
const random = mulberry(SEED);
let url: string;
let collector: ChildProcess;
let agent: ChildProcess;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  mkdirSync(join(folder, 'agent'), { mode: 0o700 });
  collector = startCollector();
  await ready();
  const { code } = await post<{ code: string }>('/api/v1/enrolment-codes', { school: 'thcs-a' });
  const place = ['--data', join(folder, 'agent'), '--agent', 'may-chu'];
  await ended(start(['agent', 'enroll', '--collector', url, '--code', code, ...place]));
  writeFileSync(
    join(folder, 'agent.yaml'),
    JSON.stringify({
      agent: 'may-chu',
      data: './agent',
      page: 'off',
      collector: { url },
      server: { id: 'may-chu', name: 'máy chủ', every: '1s' },
      uplink: {
        id: 'line',
        name: 'đường truyền',
        every: '1s',
        probes: 2,
        targets: [{ name: 'trung-tam', tcp: `127.0.0.1:${port}` }],
      },
    }),
  );
  agent = startAgent();
}, 60_000);

afterAll(async () => {
  for (const child of [agent, collector]) {
    child.kill('SIGKILL');
    await ended(child);
  }
  rmSync(folder, { recursive: true, force: true });
});

describe(`kill -9 of agent and collector (seed ${SEED}, ${KILLS} kills)`, () => {
  it('loses no acknowledged fact and stores none twice', async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      await pause(300 + random() * 1_500);
      if (random() < 0.5) {
        collector.kill('SIGKILL');
        await ended(collector);
        collector = startCollector();
      } else {
        agent.kill('SIGKILL');
        await ended(agent);
        agent = startAgent();
      }
    }
    await ready();
    await pause(6_000);
    agent.kill('SIGTERM');
    await ended(agent);
    const after = await sequences();
    expect(after.stored.length).toBeGreaterThan(5);
    expect(new Set(after.stored).size).toBe(after.stored.length);
    expect(gapsOf(after.stored, after.waiting)).toEqual([]);
    const points = await pointsOf('server', 'uptime_s');
    expect(points.length).toBeGreaterThan(5);
    expect(new Set(points).size).toBe(points.length);
  }, 180_000);
});

/** Batches the collector holds, and those the spool still keeps, as `spool.sequence`. */
async function sequences(): Promise<{ stored: string[]; waiting: string[] }> {
  const store = new DatabaseSync(join(folder, 'collector', 'hatang.db'), { readOnly: true });
  const spool = new DatabaseSync(join(folder, 'agent', 'spool.db'));
  try {
    const stored = store.prepare("SELECT id FROM batch WHERE agent = 'may-chu'").all();
    const waiting = spool.prepare('SELECT * FROM batch').all();
    return {
      stored: stored.map(({ id }) => String(id).split('.').slice(-2).join('.')),
      waiting: waiting.map((row) => String(row['sequence'] ?? row['seq'] ?? row['id'])),
    };
  } finally {
    store.close();
    spool.close();
  }
}

/** A sequence the spool once gave out that neither the collector nor the spool holds is a lost batch. */
function gapsOf(stored: readonly string[], waiting: readonly string[]): number[] {
  const bySpool = Map.groupBy(stored, (id) => id.split('.')[0]);
  return [...bySpool.values()].flatMap((ids) => {
    const held = new Set([...ids.map((id) => Number(id.split('.')[1])), ...waiting.map(Number)]);
    const last = Math.max(...held);
    const first = Math.min(...held);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at).filter(
      (n) => !held.has(n),
    );
  });
}

async function pointsOf(measurement: string, field: string): Promise<string[]> {
  const path = `/api/v1/history?school=thcs-a&measurement=${measurement}&field=${field}`;
  const answer = await fetch(url + path, { headers: { Authorization: `Bearer ${TOKEN}` } });
  const { series } = (await answer.json()) as { series: { points: { at: string }[] }[] };
  return series.flatMap(({ points }) => points.map(({ at }) => at));
}

async function post<Value>(path: string, body: object): Promise<Value> {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Value;
}

const startCollector = () =>
  start(['collector', '--data', join(folder, 'collector'), '--listen', new URL(url).host]);
const startAgent = () => start(['agent', 'run', '--config', join(folder, 'agent.yaml')]);

const start = (args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [LAUNCHER, ...args], {
    stdio: 'ignore',
    env: { ...process.env, HATANG_ADMIN_TOKEN: TOKEN },
  });

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

async function ready(): Promise<void> {
  for (let look = 0; look < 100; look += 1) {
    const fine = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (fine) return;
    await pause(200);
  }
  throw new Error('the collector did not become ready');
}

/** Real processes run beside this test: only the real clock says how long they had. */
const pause = (spanMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, spanMs));

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

/** A small generator with a seed that is printed, so that a run can be had again. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
