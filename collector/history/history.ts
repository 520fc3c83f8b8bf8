import type { EpochMs, Ms } from '../../kit/units.ts';
import type { Fact, FieldValue } from '../../wire/fact.ts';

/** What was measured when. Two adapters, one contract suite: embedded SQLite and InfluxDB. */
export interface History {
  /**
   * Called inside the transaction that admits the batch, so that what is acknowledged is either
   * stored or durably waiting. The same (series, stamp) written again replaces, never doubles.
   */
  append(school: string, facts: readonly Fact[]): void;
  query(query: HistoryQuery, signal: AbortSignal): Promise<readonly HistorySeries[]>;
}

/** Thrown by a query that would take more memory than one question may. */
export class TooManyPoints extends Error {
  constructor(most: number) {
    super(`more than ${most} points: ask for a shorter time, or for one device`);
  }
}

export interface HistoryQuery {
  readonly school: string;
  readonly measurement: string;
  readonly field: string;
  readonly device: string | undefined;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Numbers are averaged over this span, words and flags give their last; undefined gives every point. */
  readonly step: Ms | undefined;
}

export interface HistorySeries {
  readonly tags: Readonly<Record<string, string>>;
  readonly points: readonly { readonly at: EpochMs; readonly value: FieldValue }[];
}
