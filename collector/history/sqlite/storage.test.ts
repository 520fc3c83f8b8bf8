import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../kit/log.ts';
import { days, epochMs, hours } from '../../../kit/units.ts';
import type { Fact } from '../../../wire/fact.ts';
import { bySeries } from '../../../wire/series.ts';
import { type Database, openDatabase } from '../../store/database-door.ts';
import { factMigrations } from '../../store/fact-schema.ts';
import { number, type Sql } from '../../store/sql.ts';
import { SqliteHistoryWriter } from './sqlite-writer.ts';
import { storageOf } from './storage.ts';

const START = Date.parse('2026-11-23T00:00:00Z');
const live = new AbortController().signal;
const keep = { raw: days(40), five_minutes: days(40), hour: days(40), day: days(40) };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-history-'));
  return () => rmSync(folder, { recursive: true });
});

function open(file: string) {
  const sql = openDatabase(file, factMigrations);
  const end = new AbortController();
  const clock = { now: () => epochMs(START), sleep: async () => end.abort() };
  const writer = new SqliteHistoryWriter({ sql, clock, keep, log: silentLog });
  return { sql, writer, tendOnce: () => writer.tend(end.signal) };
}

const up = (span: number): Fact => ({
  measurement: 'camera',
  tags: { device: 'a' },
  fields: { up: true },
  at: epochMs(START + span),
});

/** Words that don't pack, so that a day takes some megabytes. */
function fill(writer: SqliteHistoryWriter, day: number): void {
  let state = day + 1;
  const noise = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state.toString(36);
  };
  const facts = Array.from({ length: 2_000 }, (_, at) => ({
    measurement: 'camera',
    tags: { device: 'a' },
    fields: { error: Array.from({ length: 100 }, noise).join('') },
    at: epochMs(START + day * days(1) + at * 1_000),
  }));
  writer.append('s', bySeries(facts));
}

const pages = (sql: Sql, name: 'page_count' | 'freelist_count' | 'auto_vacuum'): number =>
  number(sql.get(`PRAGMA ${name}`) ?? {}, name);

describe('the size of the embedded history', () => {
  it('is told by tier, with its oldest and newest day', async () => {
    const { sql, writer } = open(':memory:');
    expect(writer.storage().tiers).toMatchObject([
      { tier: 'raw', rows: 0, bytes: 0, oldest: undefined, newest: undefined },
      { tier: 'five_minutes' },
      { tier: 'hour' },
      { tier: 'day' },
    ]);
    writer.append('s', bySeries([up(0), up(1), up(2), up(days(2))]));
    await writer.compact(epochMs(START + days(1) + hours(2)), live);
    const { tiers, fileBytes } = writer.storage();
    expect(tiers.map(({ tier, rows }) => [tier, rows])).toEqual([
      ['raw', 2],
      ['five_minutes', 1],
      ['hour', 1],
      ['day', 1],
    ]);
    expect(tiers[0]).toMatchObject({ oldest: START, newest: START + days(2) });
    const bytes = sql.get('SELECT sum(length(payload)) AS bytes FROM history_block WHERE tier = 0');
    expect(tiers[0]?.bytes).toBe(bytes?.['bytes']);
    expect(fileBytes).toBeGreaterThan(0);
    writer.append('s', bySeries([up(days(41))]));
    await writer.prune(epochMs(START + days(41)), live);
    expect(writer.storage().tiers[0]).toMatchObject({ rows: 2, oldest: START + days(2) });
    sql.close();
  });

  it('shrinks by itself, in steps, once days are forgotten', async () => {
    const file = join(folder, 'facts.db');
    const history = open(file);
    for (const day of [0, 1, 2, 3]) fill(history.writer, day);
    history.writer.append('s', bySeries([up(days(42))]));
    await history.writer.prune(epochMs(START + days(42)), live);
    const full = pages(history.sql, 'page_count');
    const free = pages(history.sql, 'freelist_count');
    expect(free).toBeGreaterThan(full / 3);
    await history.tendOnce();
    expect(history.writer.storage().shrinks).toBe(true);
    expect(pages(history.sql, 'freelist_count')).toBeLessThan(400);
    expect(pages(history.sql, 'page_count')).toBeLessThan(full - free / 3);
    history.sql.close();
    expect(statSync(file).size).toBeLessThan((full - free / 3) * 4_096);
  });

  it('of a file that was made without it stays, and says so; its free pages are used again', async () => {
    const file = join(folder, 'old.db');
    const old = new DatabaseSync(file);
    old.exec('PRAGMA journal_mode = WAL; CREATE TABLE another (x)');
    old.close();
    const history = open(file);
    fill(history.writer, 0);
    fill(history.writer, 1);
    history.writer.append('s', bySeries([up(days(41))]));
    await history.writer.prune(epochMs(START + days(41)), live);
    const full = pages(history.sql, 'page_count');
    await history.tendOnce();
    expect(history.writer.health().storage).toMatchObject({
      shrinks: false,
      fileBytes: full * 4_096,
    });
    expect(history.writer.storage().freeBytes).toBeGreaterThan(0);
    fill(history.writer, 2);
    expect(pages(history.sql, 'page_count')).toBe(full);
    history.sql.close();
  });

  it('is told over a connection that only reads', () => {
    const file = join(folder, 'facts.db');
    const { sql, writer } = open(file);
    fill(writer, 0);
    const reading: Database = openDatabase(file, factMigrations);
    expect(storageOf(reading).tiers[0]?.rows).toBe(1);
    reading.close();
    sql.close();
  });
});
