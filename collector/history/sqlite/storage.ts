import { type EpochMs, epochMs } from '../../../kit/units.ts';
import { number, numberOrNone, type Sql } from '../../store/sql.ts';
import type { HistoryStorage, TierSize } from '../history.ts';
import { placeOf, startOf, TIERS, type Tier } from './tiers.ts';
import { turn } from './turns.ts';

export function storageOf(sql: Sql): HistoryStorage {
  const pageBytes = pragma(sql, 'page_size');
  return {
    tiers: TIERS.map((tier) => sizeOf(sql, tier)),
    fileBytes: pragma(sql, 'page_count') * pageBytes,
    freeBytes: pragma(sql, 'freelist_count') * pageBytes,
    shrinks: pragma(sql, 'auto_vacuum') === INCREMENTAL,
  };
}

/** Source: sqlite.org/pragma.html#pragma_auto_vacuum. */
const INCREMENTAL = 2;

const pragma = (
  sql: Sql,
  name: 'page_size' | 'page_count' | 'freelist_count' | 'auto_vacuum',
): number => number(sql.get(`PRAGMA ${name}`) ?? {}, name);

function sizeOf(sql: Sql, tier: Tier): TierSize {
  const place = placeOf(tier);
  const size = sql.get('SELECT blocks, bytes FROM history_size WHERE tier = ?', place);
  return {
    tier,
    rows: size === undefined ? 0 : number(size, 'blocks'),
    bytes: size === undefined ? 0 : number(size, 'bytes'),
    oldest: edgeOf(sql, tier, 'min'),
    newest: edgeOf(sql, tier, 'max'),
  };
}

/** The beginning of the oldest, or of the newest, day of which a tier has something. */
export function edgeOf(sql: Sql, tier: Tier, side: 'min' | 'max'): EpochMs | undefined {
  const row = sql.get(
    `SELECT ${side}(day) AS day FROM history_block WHERE tier = ?`,
    placeOf(tier),
  );
  const day = row === undefined ? undefined : numberOrNone(row, 'day');
  return day === undefined ? undefined : epochMs(startOf(day));
}

/** Pages given back at once: a few milliseconds. */
const PAGES_AT_ONCE = 200;
/** So much of a file stays free: what comes next would take it again. */
const FREE_SHARE = 0.05;

/** Gives free pages back to the disk, a few at a time, where the file was made for it. */
export async function shrink(sql: Sql, signal: AbortSignal): Promise<void> {
  if (pragma(sql, 'auto_vacuum') !== INCREMENTAL) return;
  while (!signal.aborted) {
    const free = pragma(sql, 'freelist_count');
    if (free - PAGES_AT_ONCE < pragma(sql, 'page_count') * FREE_SHARE) return;
    sql.all(`PRAGMA incremental_vacuum(${PAGES_AT_ONCE})`);
    await turn();
  }
}

/** Brings what is committed from the write-ahead log into the file, as far as nobody reads it. */
export function checkpoint(sql: Sql): void {
  sql.all('PRAGMA wal_checkpoint(PASSIVE)');
}
