/**
 * `npm run bench:history -- [--schools N] [--days N]`: the embedded history alone. Prints what a line costs to append, what a
 * point takes on disk by kind of column and as a school sends them, and how long questions take.
 * Times are processor time, so that a busy machine tells much the same; targets are those of the collector's issue.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { HistoryQuery } from '../../collector/history/history.ts';
import { SqliteHistoryReader } from '../../collector/history/sqlite/sqlite-reader.ts';
import { SqliteHistoryWriter } from '../../collector/history/sqlite/sqlite-writer.ts';
import { type Database, openDatabase } from '../../collector/store/database-door.ts';
import { factMigrations } from '../../collector/store/fact-schema.ts';
import { systemClock } from '../../kit/clock.ts';
import { silentLog } from '../../kit/log.ts';
import { days, epochMs, hours, minutes } from '../../kit/units.ts';
import type { Fact, FieldValue } from '../../wire/fact.ts';
import { bySeries } from '../../wire/series.ts';
import { randomFrom } from '../fuzz/mutate.ts';

const { values: options } = parseArgs({
  options: {
    schools: { type: 'string', default: '8' },
    days: { type: 'string', default: '7' },
  },
});
const START = Date.parse('2026-11-02T00:00:00Z');
const DEVICES = 100;
const EVERY = minutes(5);
const ROUNDS_A_DAY = days(1) / EVERY;
const KEEP = { raw: days(90), five_minutes: days(400), hour: days(1_095), day: days(3_650) };
const live = new AbortController().signal;

const random = randomFrom(1);
const bell = (): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const digits = (value: number, count: number): number => Number(value.toFixed(count));
const oneOf = (words: readonly string[]): string =>
  words[Math.floor(random() * words.length)] ?? '';
const trouble = ['timeout', 'refused', 'unresolved'];
const latency = (device: number): number => 0.004 + device * 3e-4 + Math.abs(bell()) * 0.002;

type Column = (device: number, round: number) => FieldValue | undefined;
const columns = {
  'flag, mostly true': () => random() > 0.01,
  'latency to 10 µs': (device) => digits(latency(device), 5),
  'latency to 1 µs': (device) => digits(latency(device), 6),
  'ratio to 4 digits': () => digits(Math.min(1, Math.abs(bell()) * 0.1), 4),
  'rate, whole bit/s': () => Math.round(2e6 + bell() * 1e5),
  counter: (device, round) => round * 1_500 + device + Math.floor(random() * 20),
  'count that holds': () => 10,
  'word, a few': () => (random() < 0.97 ? 'live' : oneOf(trouble)),
  'word, seldom there': () => (random() < 0.02 ? oneOf(trouble) : undefined),
  'all digits of a double': () => Math.abs(bell()) * 0.01,
} as const satisfies Record<string, Column>;

const MIXED: Readonly<Record<string, Column>> = {
  up: columns['flag, mostly true'],
  latency_s: columns['latency to 10 µs'],
  jitter_s: columns['latency to 1 µs'],
  loss_ratio: columns['ratio to 4 digits'],
  frames: columns.counter,
  state: columns['word, a few'],
  error: columns['word, seldom there'],
};

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const busyMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** What each device tells of one round, a few milliseconds off its time. */
function round(fields: Readonly<Record<string, Column>>, at: number): readonly Fact[] {
  return Array.from({ length: DEVICES }, (_, device) => ({
    measurement: 'camera',
    tags: { device: `cam-${device}` },
    fields: Object.fromEntries(
      Object.entries(fields).flatMap(([field, column]) => {
        const value = column(device, at);
        return value === undefined ? [] : [[field, value] as const];
      }),
    ),
    at: epochMs(START + at * EVERY + device * 3_000 + Math.floor(random() * 8)),
  }));
}

interface Filled {
  readonly sql: Database;
  readonly writer: SqliteHistoryWriter;
  readonly points: number;
  readonly compactMs: number;
  readonly longestMs: number;
}

async function filled(
  file: string,
  fields: Readonly<Record<string, Column>>,
  size: { readonly schools: number; readonly days: number },
): Promise<Filled> {
  const sql = openDatabase(file, factMigrations);
  sql.script('PRAGMA synchronous = OFF');
  const writer = new SqliteHistoryWriter({ sql, clock: systemClock, keep: KEEP, log: silentLog });
  let [points, compactMs, longestMs] = [0, 0, 0];
  for (let at = 0; at < size.days * ROUNDS_A_DAY; at += 1) {
    for (let school = 0; school < size.schools; school += 1) {
      const facts = round(fields, at);
      points += facts.reduce((sum, one) => sum + Object.keys(one.fields).length, 0);
      writer.append(`truong-${school}`, bySeries(facts));
    }
    if ((at + 1) % (ROUNDS_A_DAY / 24) !== 0) continue;
    const before = busyMs();
    const watch = watchTurns();
    await writer.compact(epochMs(START + (at + 1) * EVERY + hours(2)), live);
    longestMs = Math.max(longestMs, await watch.stop());
    compactMs += busyMs() - before;
  }
  return { sql, writer, points, compactMs, longestMs };
}

/** The longest time others had to wait for their turn. */
function watchTurns(): { stop(): Promise<number> } {
  let [on, last, longest] = [true, busyMs(), 0];
  const watching = (async () => {
    while (on) {
      await new Promise((resolve) => setImmediate(resolve));
      const now = busyMs();
      [longest, last] = [Math.max(longest, now - last), now];
    }
  })();
  return {
    async stop() {
      on = false;
      await watching;
      return longest;
    },
  };
}

function sizes({ sql, writer, points }: Filled): string {
  const { tiers, fileBytes, freeBytes } = writer.storage();
  const each = (bytes: number): string => (bytes / points).toFixed(2);
  const index = number(sql, 'SELECT sum(length(payload)) AS bytes FROM history_block');
  return [
    `${each(fileBytes - freeBytes)} bytes a point in the file, ${each(index)} packed:`,
    tiers.map(({ tier, bytes }) => `${tier} ${each(bytes)}`).join(', '),
  ].join(' ');
}

const number = (sql: Database, query: string): number => Number(sql.get(query)?.['bytes'] ?? 0);

function appendCost(file: string): void {
  const sql = openDatabase(file, factMigrations);
  const writer = new SqliteHistoryWriter({ sql, clock: systemClock, keep: KEEP, log: silentLog });
  const { up, latency_s, frames } = MIXED;
  const fields = { ...(up && { up }), ...(latency_s && { latency_s }), ...(frames && { frames }) };
  const batch = bySeries(Array.from({ length: 50 }, (_, at) => round(fields, at)).flat());
  const times = Array.from({ length: 60 }, () => {
    const before = busyMs();
    sql.transaction(() => writer.append('truong', batch));
    return ((busyMs() - before) * 1_000) / (50 * DEVICES);
  });
  const [least, median] = quantiles(times);
  print(`append: ${median} µs a line (least ${least}), 3 fields, 5,000 lines a batch; target 1.5`);
  sql.close();
}

function quantiles(times: readonly number[]): readonly [string, string] {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2);
  return [at(0), at(0.5)];
}

async function questions({ sql }: Filled): Promise<void> {
  const reader = new SqliteHistoryReader({ sql });
  const week = { from: epochMs(START), to: epochMs(START + days(7)), step: EVERY };
  const asked: readonly (readonly [string, Partial<HistoryQuery>])[] = [
    ['100 devices, 7 days by 5 minutes; target 50 ms', {}],
    ['the same, from and to between steps', { from: epochMs(START + 1), to: epochMs(week.to - 1) }],
    ['the same by an hour', { step: hours(1) }],
    ['the same, every point', { step: undefined }],
    ['one device, 7 days by 5 minutes', { device: 'cam-3' }],
  ];
  for (const [name, more] of asked) {
    const times: number[] = [];
    let points = 0;
    for (let turn = 0; turn < 25; turn += 1) {
      const before = busyMs();
      const question = { school: 'truong-1', measurement: 'camera', field: 'latency_s' };
      const found = await reader.query({ ...question, device: undefined, ...week, ...more }, live);
      times.push(busyMs() - before);
      points = found.reduce((sum, { at }) => sum + at.length, 0);
    }
    const [least, median] = quantiles(times);
    print(`${name}: ${median} ms (least ${least}), ${points} points`);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'hatang-bench-'));
try {
  appendCost(join(folder, 'append.db'));
  const [schools, length] = [Number(options.schools), Number(options.days)];
  const mixed = await filled(join(folder, 'mixed.db'), MIXED, { schools, days: length });
  print(`as a school sends them, ${(mixed.points / 1e6).toFixed(1)} M points: ${sizes(mixed)}`);
  print(
    `compaction: ${(mixed.compactMs / schools / length).toFixed(0)} ms a school and day, nobody waited longer than ${mixed.longestMs.toFixed(0)} ms`,
  );
  await questions(mixed);
  mixed.sql.close();
  for (const [kind, column] of Object.entries(columns)) {
    const one = await filled(
      join(folder, `${kind.slice(0, 4)}${kind.length}.db`),
      { value: column },
      { schools: 1, days: 2 },
    );
    print(`${kind}, alone on its lines: ${sizes(one)}`);
    one.sql.close();
  }
} finally {
  rmSync(folder, { recursive: true });
}
