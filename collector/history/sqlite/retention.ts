import type { Log } from '../../../kit/log.ts';
import type { EpochMs, Ms } from '../../../kit/units.ts';
import type { Sql } from '../../store/sql.ts';
import { daysBefore, deleteTier, type SchoolDay } from './block-rows.ts';
import { BrokenBlock } from './byte-reader.ts';
import { forgetPoints } from './compaction.ts';
import { edgeOf } from './storage.ts';
import { DAY, dayOf, type Tier } from './tiers.ts';
import { turn } from './turns.ts';

/** How long each tier is kept. */
export type Keep = Readonly<Record<Tier, Ms>>;

export interface Retention {
  readonly sql: Sql;
  readonly keep: Keep;
  readonly log: Pick<Log, 'warn'>;
}

/** Days of schools whose names are held at once. */
const DAYS_AT_ONCE = 500;

/**
 * Forgets whole days past their tier's retention, a school at a time. Counted from the newest day of which something
 * came, where that is before now: a clock that jumps ahead forgets nothing.
 */
export async function forget(
  { sql, keep, log }: Retention,
  now: EpochMs,
  signal: AbortSignal,
): Promise<void> {
  const end = Math.min(now, (edgeOf(sql, 'raw', 'max') ?? now) + DAY);
  const first = (tier: Tier): number => dayOf(end - keep[tier]);
  const rollUp = keep.five_minutes > keep.raw;
  for await (const at of daysOf(sql, { tier: 'raw', first: first('raw') }, signal))
    try {
      await forgetPoints(sql, at, { rollUp, signal });
    } catch (error) {
      if (!(error instanceof BrokenBlock)) throw error;
      log.warn({ ...at, problem: error.message }, 'history_block_unreadable');
      await forgetPoints(sql, at, { rollUp: false, signal });
    }
  for (const tier of ['five_minutes', 'hour', 'day'] as const)
    for await (const at of daysOf(sql, { tier, first: first(tier) }, signal))
      deleteTier(sql, at, tier);
}

/** Days of schools before the first that is kept, until none is left; who takes one deletes it. */
async function* daysOf(
  sql: Sql,
  { tier, first }: { readonly tier: Tier; readonly first: number },
  signal: AbortSignal,
): AsyncGenerator<SchoolDay> {
  for (;;) {
    const some = daysBefore(sql, { tier, day: first, most: DAYS_AT_ONCE });
    for (const at of some) {
      await turn();
      if (signal.aborted) return;
      yield at;
    }
    if (some.length < DAYS_AT_ONCE) return;
  }
}
