import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * The collector and the agent, as they are run, killed by SIGKILL at random times while facts flow.
 * Every fact that was durable in the spool is owed: it must end in the history (or still wait), once.
 */
const LAUNCHER = new URL('../../cli/hatang.mjs', import.meta.url).pathname;
const TOKEN = 'admin-token-of-the-chaos-test';
const KILLS = Number(process.env['HATANG_KILLS'] ?? 10);
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
  it('brings every fact that was ever durable in the spool to the history, once', async () => {
    const owed = new Set<string>();
    for (let kill = 0; kill < KILLS; kill += 1) {
      await watch(owed, 5 + random() * 25);
      if (random() < 0.5) collector = await killed(collector, startCollector);
      else agent = await killed(agent, startAgent);
      for (const fact of spooled()) owed.add(fact);
    }
    await ready();
    await pause(6_000);
    agent.kill('SIGTERM');
    await ended(agent);
    const stored = [
      ...(await pointsOf('server', 'uptime_s')),
      ...(await pointsOf('uplink_ping', 'sent')),
    ];
    const held = new Set([...stored, ...spooled()]);
    expect(owed.size).toBeGreaterThan(KILLS);
    expect([...owed].filter((fact) => !held.has(fact))).toEqual([]);
    expect(new Set(stored).size).toBe(stored.length);
    expect(batchesTwice()).toBe(0);
  }, 180_000);
});

/** Looks into the spool every tenth of a second, while agent and collector run. */
async function watch(owed: Set<string>, looks: number): Promise<void> {
  for (let look = 0; look < looks; look += 1) {
    await pause(100);
    for (const fact of spooled()) owed.add(fact);
  }
}

async function killed(child: ChildProcess, startAgain: () => ChildProcess): Promise<ChildProcess> {
  child.kill('SIGKILL');
  await ended(child);
  return startAgain();
}

/** What the agent has promised to deliver: `measurement stamp` of each waiting fact that the oracle follows. */
function spooled(): string[] {
  const spool = new DatabaseSync(join(folder, 'agent', 'spool.db'), { timeout: 5_000 });
  try {
    // Before its first start the agent owes nothing.
    const made = spool.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'batch'").get();
    if (made === undefined) return [];
    return spool
      .prepare('SELECT payload FROM batch')
      .all()
      .flatMap(({ payload }) =>
        payload instanceof Uint8Array ? gunzipSync(payload).toString().split('\n') : [],
      )
      .filter((line) => /^(server|uplink_ping),/.test(line))
      .map((line) => `${line.split(',')[0]} ${line.split(' ').at(-1)}`);
  } finally {
    spool.close();
  }
}

function batchesTwice(): number {
  const store = new DatabaseSync(join(folder, 'collector', 'facts.db'), { readOnly: true });
  try {
    const twice = store.prepare('SELECT count(*) - count(DISTINCT id) AS n FROM batch').get();
    return Number(twice?.['n']);
  } finally {
    store.close();
  }
}

async function pointsOf(measurement: string, field: string): Promise<string[]> {
  const path = `/api/v1/history?school=thcs-a&measurement=${measurement}&field=${field}`;
  const answer = await fetch(url + path, { headers: { Authorization: `Bearer ${TOKEN}` } });
  const { series } = (await answer.json()) as { series: { points: { at: string }[] }[] };
  return series.flatMap(({ points }) => points.map(({ at }) => `${measurement} ${Date.parse(at)}`));
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
