/**
 * A collector with a city behind it, in a process of its own with its embedded history:
 *
 *   a  the readiness of all schools (page and JSON), first after a start and again, beside influxd's `last() GROUP BY`
 *      over as many series;
 *   b  seven days of one school at five-minute steps, over HTTP, to the last byte;
 *   c  a backlog of 24 hours of a part of the schools at once while live facts flow: lag, time to drain, loss.
 *
 * `npm run bench:city -- [--parts abc] [--schools 2300] [--scale 10 (c: a tenth of the schools)] [--days 7] [--hours 24]
 * [--profile DIR]`
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { timed } from './city/ask.ts';
import { fillSchool } from './city/fill-school.ts';
import { type Account, simulate } from './city/simulate.ts';
import { makeBatches, schoolId } from './ingest/batches.ts';
import { type BenchCollector, collector } from './ingest/collector.ts';
import { drive } from './ingest/drive.ts';
import { influxd } from './ingest/peers.ts';
import { watch } from './ingest/watch.ts';

const { values } = parseArgs({
  options: {
    parts: { type: 'string', default: 'abc' },
    schools: { type: 'string', default: '2300' },
    scale: { type: 'string', default: '10' },
    days: { type: 'string', default: '7' },
    hours: { type: 'string', default: '24' },
    profile: { type: 'string' },
  },
});
const schools = Number(values.schools);
const TIMES = 20;
const DAY_MS = 86_400_000;
const DEVICES = ['--cameras', '60', '--machines', '40'];

const parts: Readonly<Record<string, () => Promise<void>>> = {
  a: () => withCollector(schools, readiness),
  b: () => withCollector(1, sevenDays),
  c: () => withCollector(0, backlog),
};
const profiling =
  values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`];
let isLost = false;
for (const part of values.parts) await parts[part]?.();
if (isLost) process.exitCode = 1;

async function withCollector(
  enrolled: number,
  deed: (one: BenchCollector) => Promise<void>,
): Promise<void> {
  const one = await collector(enrolled, profiling);
  try {
    await deed(one);
  } finally {
    await one.stop();
  }
}

async function readiness(one: BenchCollector): Promise<void> {
  const minutes = ['--backlog', '5m', '--herd', '--backlog-rate', '1000', '--minutes', '60'];
  const filling = await simulate(one.url, ['--schools', String(schools), ...DEVICES, ...minutes]);
  keep('a, one round of the city', filling);
  for (const path of ['/api/v1/readiness', '/']) {
    await one.restart();
    say({
      part: 'a',
      path,
      schools,
      series: schools * 100,
      ...(await timed({ url: one.url + path, pid: one.pid, times: TIMES })),
    });
  }
  await lastOfInflux();
}

async function lastOfInflux(): Promise<void> {
  const server = await influxd();
  try {
    const shape = { schools, devices: 100, reports: 12, rounds: 1, everyMs: 300_000 };
    const batches = makeBatches({ ...shape, newestMs: Date.now() }, `${server.folder}/batches`);
    await drive(batches, server.target, 8);
    batches.close();
    const q = 'SELECT last(up) FROM machine GROUP BY school, device';
    const url = `${new URL(server.target.url).origin}/query?${new URLSearchParams({ db: 'bench', q })}`;
    say({
      part: 'a',
      peer: server.name,
      query: q,
      ...(await timed({ url, pid: server.pid, times: 2 })),
    });
  } finally {
    await server.stop();
  }
}

async function sevenDays(one: BenchCollector): Promise<void> {
  const days = Number(values.days);
  await fillSchool(one, days * DAY_MS);
  await one.settle();
  const now = Date.now();
  const span = { from: String(now - days * DAY_MS), to: String(now), step: '5m' };
  const asked = [
    { measurement: 'machine', field: 'cpu_load_ratio', device: 'pc-01' },
    { measurement: 'uplink_ping', field: 'latency_s' },
    { measurement: 'machine', field: 'cpu_load_ratio' },
    { measurement: 'camera_stream', field: 'fps' },
  ];
  for (const question of asked) {
    const query = new URLSearchParams({ school: schoolId(0), ...question, ...span });
    const url = `${one.url}/api/v1/history?${query}`;
    say({
      part: 'b',
      days,
      ...question,
      ...(await timed({ url, pid: one.pid, times: TIMES })),
    });
  }
}

async function backlog(one: BenchCollector): Promise<void> {
  const share = Math.max(1, Math.round(schools / Number(values.scale)));
  const watched = watch(one.pid);
  const outage = ['--backlog', `${values.hours}h`, '--minutes', '240', '--check', '10'];
  const account = await simulate(one.url, ['--schools', String(share), ...DEVICES, ...outage]);
  keep('c', account);
  const { rssPeakMib, cpuS } = watched();
  const { lines } = account.acknowledged;
  say({
    part: 'c',
    collector_rss_peak_mib: Math.round(rssPeakMib),
    collector_cpu_s: Math.round(cpuS),
    lines_per_cpu_s: Math.round(lines / cpuS),
  });
}

function keep(part: string, account: Account): void {
  if (Object.keys(account.failures).length > 0) isLost = true;
  say({ part, load_average: loadavg()[0], ...account });
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
