import type { Log } from '../../../kit/log.ts';
import { type EpochMs, hours } from '../../../kit/units.ts';
import type { Sql } from '../../store/sql.ts';
import { packAside } from '../packing-door.ts';
import { BlockWriter, type SeriesBytes } from './block.ts';
import {
  deleteBlocks,
  deleteRollups,
  hasTier,
  insertBlock,
  isOnlyRollups,
  openBlock,
  ROLLUP_TIERS,
  rawBlocks,
  type SchoolDay,
  type StoredBlock,
  unmergedDays,
} from './block-rows.ts';
import { BrokenBlock } from './byte-reader.ts';
import type { SeriesColumns } from './columns.ts';
import { merged } from './merge.ts';
import { rolledUp } from './rollup.ts';
import { startOf, TIERS, type Tier } from './tiers.ts';
import { Turns } from './turns.ts';

/** A day is made whole once it is over by this much; what comes later is taken in by the next compaction. */
const SETTLED_AFTER = hours(2);
/** Merged values before others get their turn: some milliseconds. */
const VALUES_A_TURN = 4_000;

export interface CompactionParts {
  readonly sql: Sql;
  readonly log: Pick<Log, 'warn'>;
}

/** How many rows were merged, and days that have a block nobody can read. */
export interface Compacted {
  readonly merged: number;
  readonly unreadable: number;
}

/**
 * Makes one row of the loose rows of a day that still runs, and of a day that is over one row and its rollups.
 * The merging stands between turns of others, the packing beside the thread; only its writing is a transaction.
 */
export async function compact(
  parts: CompactionParts,
  now: EpochMs,
  signal: AbortSignal,
): Promise<Compacted> {
  let [merged, unreadable] = [0, 0];
  for (const { school, day } of unmergedDays(parts.sql)) {
    if (signal.aborted) break;
    try {
      const isOver = startOf(day + 1) + SETTLED_AFTER <= now;
      merged += await compactDay(parts.sql, { school, day, isOver }, signal);
    } catch (error) {
      if (!(error instanceof BrokenBlock)) throw error;
      unreadable += 1;
      parts.log.warn({ school, day, problem: error.message }, 'history_block_unreadable');
    }
  }
  return { merged, unreadable };
}

async function compactDay(
  sql: Sql,
  { isOver, ...at }: SchoolDay & { readonly isOver: boolean },
  signal: AbortSignal,
): Promise<number> {
  const blocks = rawBlocks(sql, at, isOver ? 'all' : 'loose');
  if (isOnlyRollups(sql, at)) deleteBlocks(sql, blocks);
  else if (isOver) await makeWhole(sql, at, { blocks, signal });
  else if (blocks.length > 1) await makePart(sql, at, { blocks, signal });
  else return 0;
  return blocks.length;
}

interface Merging {
  readonly blocks: readonly StoredBlock[];
  readonly signal: AbortSignal;
}

async function makePart(sql: Sql, at: SchoolDay, merging: Merging): Promise<void> {
  const raw = new BlockWriter();
  await eachSeries(merging, (series) => raw.add(series));
  const payload = await packAside(raw.finish(), 'fast');
  if (merging.signal.aborted) return;
  sql.transaction(() => {
    deleteBlocks(sql, merging.blocks);
    insertBlock(sql, { ...at, tier: 'raw', level: 'part', facts: raw.points, payload });
  });
}

async function makeWhole(sql: Sql, at: SchoolDay, merging: Merging): Promise<void> {
  const writers = newWriters();
  await eachSeries(merging, (series) => {
    writers.raw.add(series);
    const rollups = rolledUp(series);
    for (const tier of ROLLUP_TIERS) writers[tier].add(rollups[tier]);
  });
  const tiers = TIERS.filter((tier) => tier !== 'five_minutes' || saves(writers));
  const packed = await Promise.all(tiers.map((tier) => packedTier(tier, writers[tier])));
  if (merging.signal.aborted) return;
  sql.transaction(() => {
    deleteBlocks(sql, merging.blocks);
    deleteRollups(sql, at);
    for (const one of packed) insertBlock(sql, { ...at, ...one, level: 'whole' });
  });
}

const newWriters = (): Readonly<Record<Tier, BlockWriter>> => ({
  raw: new BlockWriter(),
  five_minutes: new BlockWriter(),
  hour: new BlockWriter(),
  day: new BlockWriter(),
});

const packedTier = async (tier: Tier, writer: BlockWriter) => ({
  tier,
  facts: writer.points,
  payload: await packAside(writer.finish(), 'thorough'),
});

/** Steps nearly as many as the points answer no faster: they wait until the points are to be forgotten. */
const saves = ({ raw, five_minutes: fives }: Readonly<Record<Tier, BlockWriter>>): boolean =>
  fives.points <= raw.points / 2;

/** Forgets a day's points; its steps of five minutes, where they waited, take their place. */
export async function forgetPoints(
  sql: Sql,
  at: SchoolDay,
  merging: { readonly rollUp: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const blocks = rawBlocks(sql, at, 'all');
  const fives = new BlockWriter();
  if (merging.rollUp && !hasTier(sql, at, 'five_minutes') && !isOnlyRollups(sql, at))
    await eachSeries({ blocks, signal: merging.signal }, (series) =>
      fives.add(rolledUp(series).five_minutes),
    );
  const packed = await packedTier('five_minutes', fives);
  if (merging.signal.aborted) return;
  sql.transaction(() => {
    deleteBlocks(sql, blocks);
    if (packed.facts > 0) insertBlock(sql, { ...at, ...packed, level: 'whole' });
  });
}

/** Gives each series of some blocks as one, in order of their keys. */
async function eachSeries(
  { blocks, signal }: Merging,
  take: (series: SeriesColumns) => void,
): Promise<void> {
  const found = new Map<string, SeriesBytes[]>();
  const turns = new Turns(VALUES_A_TURN);
  for (const { payload } of blocks) {
    for (const one of openBlock(payload).series()) {
      const known = found.get(one.series);
      if (known === undefined) found.set(one.series, [one]);
      else known.push(one);
    }
    await turns.after(payload.length / 8);
  }
  for (const [, pieces] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (signal.aborted) return;
    const series = merged(pieces.map((piece) => piece.read()));
    take(series);
    await turns.after(series.stamps.length * (series.columns.length + 1));
  }
}
