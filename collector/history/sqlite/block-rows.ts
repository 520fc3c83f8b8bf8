/** Rows of blocks: one for what came at once (`loose`), for some hours of a day (`part`), for all of a day (`whole`). */
import { blob, number, type Sql, text } from '../../store/sql.ts';
import { unpackBytes } from '../packing-door.ts';
import { BlockReader } from './block.ts';
import { BrokenBlock } from './byte-reader.ts';
import { placeOf, type Rollup, type Tier } from './tiers.ts';

/** What stands in a row of a higher level came before what stands in one of a lower. */
const LEVELS = { loose: 0, part: 1, whole: 2 } as const;
export type Level = keyof typeof LEVELS;

export interface SchoolDay {
  readonly school: string;
  /** Days since 1970, UTC. */
  readonly day: number;
}

export interface BlockRow extends SchoolDay {
  readonly tier: Tier;
  readonly level: Level;
  /** How many points, or steps, it holds. */
  readonly facts: number;
  readonly payload: Uint8Array;
}

export interface StoredBlock {
  readonly id: number;
  readonly payload: Uint8Array;
}

export function insertBlock(
  sql: Sql,
  { school, day, tier, level, facts, payload }: BlockRow,
): void {
  sql.run(
    'INSERT INTO history_block (school, day, tier, level, facts, payload) VALUES (?, ?, ?, ?, ?, ?)',
    school,
    day,
    placeOf(tier),
    LEVELS[level],
    facts,
    payload,
  );
}

/** Every school's days that have rows not merged yet, the oldest first. */
export function unmergedDays(sql: Sql): readonly (SchoolDay & { readonly rows: number })[] {
  return sql
    .all(
      `SELECT day, school, count(*) AS rows FROM history_block
       WHERE tier = 0 AND level IN (0, 1) GROUP BY day, school ORDER BY day, school`,
    )
    .map((row) => ({
      school: text(row, 'school'),
      day: number(row, 'day'),
      rows: number(row, 'rows'),
    }));
}

/** Points of a day in the order they came in: all of them, or only what is loose. */
export function rawBlocks(
  sql: Sql,
  { school, day }: SchoolDay,
  among: 'all' | 'loose',
): readonly StoredBlock[] {
  return sql
    .all(
      `SELECT id, payload FROM history_block WHERE school = ? AND day = ? AND tier = 0 AND level <= ?
       ORDER BY level DESC, id`,
      school,
      day,
      among === 'all' ? LEVELS.whole : LEVELS.loose,
    )
    .map((row) => ({ id: number(row, 'id'), payload: blob(row, 'payload') }));
}

/** Whether a day's points are past their retention, and only its rollups are left. */
export function isOnlyRollups(sql: Sql, { school, day }: SchoolDay): boolean {
  const row = sql.get(
    `SELECT count(*) FILTER (WHERE tier > 0) AS rollups, count(*) FILTER (WHERE level = 2 AND tier = 0) AS whole
     FROM history_block WHERE school = ? AND day = ?`,
    school,
    day,
  );
  return row !== undefined && number(row, 'rollups') > 0 && number(row, 'whole') === 0;
}

export const hasTier = (sql: Sql, { school, day }: SchoolDay, tier: Tier): boolean =>
  sql.get(
    'SELECT 1 FROM history_block WHERE school = ? AND day = ? AND tier = ? LIMIT 1',
    school,
    day,
    placeOf(tier),
  ) !== undefined;

/** Some schools' days before a day, of which a tier is kept. */
export function daysBefore(
  sql: Sql,
  { tier, day, most }: { readonly tier: Tier; readonly day: number; readonly most: number },
): readonly SchoolDay[] {
  return sql
    .all(
      'SELECT DISTINCT day, school FROM history_block WHERE tier = ? AND day < ? LIMIT ?',
      placeOf(tier),
      day,
      most,
    )
    .map((row) => ({ school: text(row, 'school'), day: number(row, 'day') }));
}

export function deleteRollups(sql: Sql, { school, day }: SchoolDay): void {
  sql.run('DELETE FROM history_block WHERE school = ? AND day = ? AND tier > 0', school, day);
}

export function deleteTier(sql: Sql, { school, day }: SchoolDay, tier: Tier): void {
  sql.run(
    'DELETE FROM history_block WHERE school = ? AND day = ? AND tier = ?',
    school,
    day,
    placeOf(tier),
  );
}

export function deleteBlocks(sql: Sql, blocks: readonly StoredBlock[]): void {
  for (const { id } of blocks) sql.run('DELETE FROM history_block WHERE id = ?', id);
}

/** Days of a school, from the one to the other, of which something is kept. */
export function keptDays(
  sql: Sql,
  asked: { readonly school: string; readonly first: number; readonly last: number },
): readonly number[] {
  return sql
    .all(
      'SELECT DISTINCT day FROM history_block WHERE school = ? AND day BETWEEN ? AND ? ORDER BY day',
      asked.school,
      asked.first,
      asked.last,
    )
    .map((row) => number(row, 'day'));
}

/** Places of tiers: `fit` has steps that end where the question does, `asked` is coarser and answers where that is gone. */
export interface Wanted extends SchoolDay {
  readonly fit: number;
  readonly asked: number;
}

/**
 * All blocks of the one tier that answers, in the order they came in. One statement, because the next may find the day
 * merged. Points that are not rolled up yet are read as points, unless the day's others are past their retention.
 */
export function blocksOf(
  sql: Sql,
  { school, day, fit, asked }: Wanted,
): { readonly tier: number; readonly payloads: readonly Uint8Array[] } {
  const rows = sql.all(
    `SELECT tier, payload FROM history_block WHERE school = ?1 AND day = ?2 AND tier = (
       SELECT CASE
         WHEN count(*) FILTER (WHERE tier = 0 AND level < 2) > 0 AND
           (count(*) FILTER (WHERE tier = 0 AND level = 2) > 0 OR max(tier) = 0) THEN 0
         ELSE coalesce(max(tier) FILTER (WHERE tier <= ?3), min(tier) FILTER (WHERE tier <= ?4))
       END FROM history_block WHERE school = ?1 AND day = ?2
     ) ORDER BY level DESC, id`,
    school,
    day,
    fit,
    asked,
  );
  const [first] = rows;
  return {
    tier: first === undefined ? 0 : number(first, 'tier'),
    payloads: rows.map((row) => blob(row, 'payload')),
  };
}

/** Throws a BrokenBlock where the bytes are not what was written. */
export function openBlock(payload: Uint8Array): BlockReader {
  try {
    return new BlockReader(unpackBytes(payload));
  } catch (cause) {
    if (cause instanceof BrokenBlock) throw cause;
    throw new BrokenBlock(`block of ${payload.length} bytes can't be unpacked`, { cause });
  }
}

export const ROLLUP_TIERS: readonly Rollup[] = ['five_minutes', 'hour', 'day'];
