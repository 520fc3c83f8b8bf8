/**
 * The catch-up after an outage: an outbox on disk full of a fleet's batches, drained into a real influxd and a real
 * VictoriaMetrics while live facts keep coming in at the rate of 2,300 schools. Prints the lines/s of the catch-up beside
 * those of the same bodies sent without an outbox, and how long a live line took. `npm run bench:influx [LINES]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InfluxHistoryWriter } from '../../collector/history/influx/influx-writer.ts';
import { Outbox } from '../../collector/history/influx/outbox.ts';
import { influxServer } from '../../collector/history/influx/server-door.ts';
import { openDatabase } from '../../collector/store/database-door.ts';
import { factMigrations } from '../../collector/store/fact-schema.ts';
import { systemClock } from '../../kit/clock.ts';
import { silentLog } from '../../kit/log.ts';
import { bytes, epochMs, ms } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';
import { bySeries } from '../../wire/series.ts';
import { startInfluxd } from '../peers/influxd.ts';
import { startVictoriaMetrics } from '../peers/victoria-metrics.ts';

const LINES = Number(process.argv[2] ?? 1_000_000);
const SCHOOLS = 2_300;
const DEVICES = 100;
/** 2,300 schools × 100 devices every 5 min. */
const LIVE_A_SECOND = 767;
const LIVE_EVERY = ms(100);

const camera = (device: number, at: number): Fact => ({
  measurement: 'camera',
  tags: { device: `camera-${device}` },
  fields: { up: true, rtt_s: 0.004 + device / 1e5, clock_offset_s: (device % 7) / 10 },
  at: epochMs(at),
});
const batch = (at: number): readonly Fact[] =>
  Array.from({ length: DEVICES }, (_, device) => camera(device, at));

async function measure(name: string, url: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hatang-bench-'));
  const sql = openDatabase(join(folder, 'facts.db'), factMigrations);
  try {
    await catchUp(name, { url, sql });
  } finally {
    sql.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function catchUp(
  name: string,
  { url, sql }: { readonly url: string; readonly sql: ReturnType<typeof openDatabase> },
): Promise<void> {
  const now = Date.now();
  fill(new Outbox(sql), now);
  const raw = await sendRaw(url, new Outbox(sql));
  const lags: number[] = [];
  const server = influxServer({ url, database: 'hatang' });
  const parts = { sql, clock: systemClock, random: Math.random, log: silentLog, most: bytes(1e12) };
  const writer = new InfluxHistoryWriter({
    ...parts,
    server: {
      ...server,
      async write(lines, signal) {
        const outcome = await server.write(lines, signal);
        const live = lines.filter((line) => line.includes(',school=live'));
        if (outcome.kind === 'stored')
          lags.push(...live.map((line) => Date.now() - Number(line.slice(line.lastIndexOf(' ')))));
        return outcome;
      },
    },
  });
  const end = new AbortController();
  const started = performance.now();
  const tending = writer.tend(end.signal);
  for (let device = 0; (sql.get(BACKLOG)?.['n'] ?? 0) !== 0; ) {
    const live = Array.from({ length: (LIVE_A_SECOND * LIVE_EVERY) / 1_000 }, () => {
      device += 1;
      return camera(device % 10_000, Date.now());
    });
    writer.append('live', bySeries(live));
    await systemClock.sleep(LIVE_EVERY);
  }
  const took = (performance.now() - started) / 1_000;
  end.abort();
  await tending;
  const sorted = lags.toSorted((a, b) => a - b);
  const caughtUp = Math.round(LINES / took);
  process.stdout.write(
    `${name}: catch-up ${caughtUp} lines/s, the same bodies without an outbox ${raw} lines/s (ratio ${(caughtUp / raw).toFixed(2)}); ` +
      `${sorted.length} live lines meanwhile, lag median ${sorted[Math.floor(sorted.length / 2)]} ms, ` +
      `99 % ${sorted[Math.floor(sorted.length * 0.99)]} ms, longest ${sorted.at(-1)} ms (target 10,000)\n`,
  );
}

const BACKLOG = "SELECT count(*) AS n FROM influx_outbox WHERE school <> 'live'";

function fill(outbox: Outbox, now: number): void {
  const rows = LINES / DEVICES;
  for (let row = 0; row < rows; row += 1)
    outbox.add(
      `school-${row % SCHOOLS}`,
      batch(now - 86_400_000 + Math.floor(row / SCHOOLS) * 300_000),
      epochMs(now),
    );
}

/** The first fifth, as the drain would cut it, one request after the other; it is written again afterwards. */
async function sendRaw(url: string, outbox: Outbox): Promise<number> {
  const bodies: string[][] = [];
  for (let after = 0, lines = 0; lines < LINES / 5; ) {
    const shipment = outbox.peek({ after, mostLines: 5_000 });
    if (shipment === undefined) break;
    bodies.push(shipment.lines.map(({ line }) => line));
    after = shipment.lastRow;
    lines += shipment.lines.length;
  }
  const server = influxServer({ url, database: 'hatang' });
  const started = performance.now();
  for (const body of bodies) await server.write(body, new AbortController().signal);
  const took = (performance.now() - started) / 1_000;
  return Math.round(bodies.reduce((sum, body) => sum + body.length, 0) / took);
}

const influxd = await startInfluxd();
await influxd.createDatabase('hatang');
await measure('influxd 1.6.7', influxd.url);
await influxd.stop();
const vm = await startVictoriaMetrics();
await measure('victoria-metrics', vm.url);
await vm.stop();
