import type { Sql } from '../../store/sql.ts';
import type { HistoryQuery, HistoryReader, HistorySeries } from '../history.ts';
import { blocksOf, keptDays, openBlock } from './block-rows.ts';
import { BrokenBlock } from './byte-reader.ts';
import type { SeriesColumns } from './columns.ts';
import { Found } from './found.ts';
import { merged } from './merge.ts';
import { coarsest, dayOf, startOf } from './tiers.ts';
import { Turns, turn } from './turns.ts';

/** Of one query, some 200 MB: one device's every ten seconds for half a year. */
const MOST_POINTS = 2_000_000;
/** Values decoded before others get their turn: some milliseconds. */
const VALUES_A_TURN = 40_000;

/** The reading half of the embedded history, beside the writer on a connection of its own. */
export class SqliteHistoryReader implements HistoryReader {
  readonly #sql: Sql;
  readonly #mostPoints: number;

  constructor(parts: { readonly sql: Sql; readonly mostPoints?: number }) {
    this.#sql = parts.sql;
    this.#mostPoints = parts.mostPoints ?? MOST_POINTS;
  }

  async query(query: HistoryQuery, signal: AbortSignal): Promise<readonly HistorySeries[]> {
    const found = new Found(query, this.#mostPoints);
    const turns = new Turns(VALUES_A_TURN);
    const { school } = query;
    await turn();
    for (const day of keptDays(this.#sql, {
      school,
      first: dayOf(query.from),
      last: dayOf(query.to - 1),
    })) {
      signal.throwIfAborted();
      const { tier, pieces } = this.#read(query, day, found);
      for (const some of pieces.values()) {
        const points = merged(some);
        found.add(points, tier);
        await turns.after(points.stamps.length);
      }
      await turns.after(TURN_OF_A_DAY);
    }
    return found.series();
  }

  #read(query: HistoryQuery, day: number, found: Found) {
    const { school, step, field } = query;
    const from = Math.max(query.from, startOf(day));
    const to = Math.min(query.to, startOf(day + 1));
    const asked = step === undefined ? 0 : coarsest([step]);
    const fit = step === undefined ? 0 : coarsest([step, from, to]);
    const { tier, payloads } = blocksOf(this.#sql, { school, day, fit, asked });
    const pieces = new Map<string, SeriesColumns[]>();
    try {
      for (const payload of payloads)
        for (const one of openBlock(payload).series())
          if (found.wants(one.series)) put(pieces, one.read(field));
    } catch (cause) {
      if (!(cause instanceof BrokenBlock)) throw cause;
      const date = new Date(startOf(day)).toISOString().slice(0, 10);
      throw new Error(`history of ${school} on ${date} can't be read: ${cause.message}`, { cause });
    }
    return { tier, pieces };
  }
}

/** What opening the blocks of a day costs, in values. */
const TURN_OF_A_DAY = 2_000;

function put(pieces: Map<string, SeriesColumns[]>, piece: SeriesColumns): void {
  if (piece.columns.length === 0) return;
  const known = pieces.get(piece.series);
  if (known === undefined) pieces.set(piece.series, [piece]);
  else known.push(piece);
}
