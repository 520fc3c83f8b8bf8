/**
 * Durable ingest beside the peers, in one run, with the same gzip batches and the same client: InfluxDB 1.6.7 (syncs before it
 * answers), VictoriaMetrics (does not) and our collector (does). First batches of 5,000 lines as a backlog has, then batches of
 * 100 lines as one round of a school's devices; 230,000 series over 2,300 schools, 3 fields a line. Each server is asked for its
 * points afterwards, brought to rest and weighed on the disk. `lines_per_cpu_s` counts the server's own processor time alone.
 * `npm run bench:ingest -- [--quick] [--schools N] [--only influxd,victoria,collector] [--connections N] [--profile DIR]
 * [--json]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Batches, makeBatches } from './ingest/batches.ts';
import { startChild } from './ingest/child.ts';
import { collector } from './ingest/collector.ts';
import { type Fed, feed, type Measured } from './ingest/measure.ts';
import { influxd, victoriaMetrics } from './ingest/peers.ts';
import type { Server } from './ingest/server.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    schools: { type: 'string' },
    only: { type: 'string', default: 'influxd,victoria,collector' },
    connections: { type: 'string', default: '8' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const QUICK_SCHOOLS = 230;
const CITY_SCHOOLS = 2_300;
const DEVICES = 100;
const EVERY_MS = 300_000;
/** Old enough that no store still waits for more of its hour. */
const BACKLOG_AGE_MS = 26 * 3_600_000;
const LIVE_CONNECTIONS = 32;
const schools = Number(values.schools ?? (values.quick ? QUICK_SCHOOLS : CITY_SCHOOLS));

const profiling =
  values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`];

interface Weighed extends Record<string, unknown> {
  readonly server: string;
  readonly points: number;
  readonly points_expected: number;
  readonly bytes: Readonly<Record<string, number>>;
  readonly bytes_a_line: number;
}

const folder = mkdtempSync(join(tmpdir(), 'hatang-ingest-'));
const measured: Measured[] = [];
const weighed: Weighed[] = [];
try {
  const fed = makeFed();
  say({ schools, series: schools * DEVICES, gzip_mb: fed.map(({ batches }) => mb(batches)) });
  await measureClient(fed);
  for (const [name, start] of Object.entries(starters()))
    if (values.only.includes(name)) await measureServer(await start(), fed);
  for (const { batches } of fed) batches.close();
  conclude();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function starters(): Readonly<Record<string, () => Promise<Server>>> {
  return { influxd, victoria: victoriaMetrics, collector: () => collector(schools, profiling) };
}

function makeFed(): readonly Fed[] {
  const now = Date.now();
  const of = { schools, devices: DEVICES, everyMs: EVERY_MS };
  const backlog = { ...of, reports: 50, rounds: 1, newestMs: now - BACKLOG_AGE_MS };
  const live = { ...of, reports: 1, rounds: 8, newestMs: now };
  return [
    {
      shape: 'backlog, 5,000 lines a batch',
      batches: makeBatches(backlog, join(folder, 'backlog')),
      connections: Number(values.connections),
    },
    {
      shape: 'live, 100 lines a batch',
      batches: makeBatches(live, join(folder, 'live')),
      connections: LIVE_CONNECTIONS,
    },
  ];
}

async function measureClient(fed: readonly Fed[]): Promise<void> {
  const program = fileURLToPath(new URL('ingest/null-server.ts', import.meta.url));
  const child = await startChild([program], { log: join(folder, 'null.log') });
  const server = {
    name: 'nobody: the client’s ceiling',
    pid: child.pid,
    target: { url: child.url, headersOf: () => ({}) },
  };
  for (const one of fed) keep(await feed(server, one));
  await child.stop();
}

async function measureServer(server: Server, fed: readonly Fed[]): Promise<void> {
  try {
    for (const one of fed) keep(await feed(server, one));
    const lines = fed.reduce((sum, { batches }) => sum + batches.lines, 0);
    const points = await server.points();
    const bytes = await server.settle();
    const found = {
      server: server.name,
      points,
      points_expected: lines,
      bytes,
      bytes_a_line: round((bytes['history'] ?? bytes['all'] ?? 0) / lines),
      bytes_a_line_in_all: round((bytes['all'] ?? 0) / lines),
    };
    weighed.push(found);
    say(found);
  } finally {
    await server.stop();
  }
}

/** Ratios against influxd, where both ran; exit 1 where a server lost points. */
function conclude(): void {
  for (const one of measured.filter(({ server }) => server === 'hatang collector')) {
    const peer = measured.find(
      (other) => other.server.startsWith('influxd') && other.shape === one.shape,
    );
    if (peer === undefined) continue;
    say({
      shape: one.shape,
      ratio_to_influxd: round(one.lines_per_s / peer.lines_per_s),
      ratio_to_influxd_by_cpu: round(one.lines_per_cpu_s / peer.lines_per_cpu_s),
    });
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ measured, weighed }, undefined, 2)}\n`);
  if (weighed.some((one) => one.points !== one.points_expected)) process.exitCode = 1;
}

function keep(one: Measured): void {
  measured.push(one);
  say(one);
}

/** To people as it comes; with --json to stderr, so that stdout is one document. */
function say(line: object): void {
  (values.json ? process.stderr : process.stdout).write(`${JSON.stringify(line)}\n`);
}

function mb({ gzipBytes }: Batches): number {
  return Math.round(gzipBytes / 1e6);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
