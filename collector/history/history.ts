import { type Bytes, bytes, type EpochMs, type Ms } from '../../kit/units.ts';
import type { FieldValue, SeriesFacts } from '../../wire/fact.ts';

/**
 * What was measured when. Two adapters, one contract suite: embedded SQLite and InfluxDB. Each has two halves, because
 * one thread alone writes `facts.db` and another answers: they share the file, never a connection.
 */
export interface HistoryWriter {
  /**
   * Called inside the transaction that admits the batch, so that what is acknowledged is either
   * stored or durably waiting. The same (series, stamp) written again replaces, never doubles.
   */
  append(school: string, series: readonly SeriesFacts[]): void;
  /** Runs until the signal aborts, and lets batches in between: compaction, or draining to the database server. */
  tend(signal: AbortSignal): Promise<void>;
  /** Forgets what is past its retention, and lets batches in between. */
  prune(now: EpochMs, signal: AbortSignal): Promise<void>;
  health(): HistoryHealth;
}

export interface HistoryReader {
  query(query: HistoryQuery, signal: AbortSignal): Promise<readonly HistorySeries[]>;
}

export interface HistoryHealth {
  /** Of the embedded history: days of schools with a block that can't be read, as the last compaction found them. */
  readonly unreadableDays?: number;
  /** Of the embedded history: what it takes. */
  readonly storage?: HistoryStorage;
  /** Lines acknowledged and not yet written to a database server; 0 where there is none. */
  readonly waitingLines: number;
  /** What they take on disk. */
  readonly waitingSize: Bytes;
  /** When the oldest of them came in; undefined when none waits. */
  readonly oldest: EpochMs | undefined;
  /** No more may be acknowledged before some of it is written. */
  readonly full: boolean;
  readonly problem: HistoryProblem | undefined;
}

/** What keeps facts from a database server. No secret stands in `reason`. */
export interface HistoryProblem {
  /**
   * `waiting`: it does not answer, or is busy; what waits is written by itself later. `stopped`: a person must mend
   * something there. `dropping`: it says yes and keeps nothing of some lines.
   */
  readonly kind: 'waiting' | 'stopped' | 'dropping';
  readonly reason: string;
  readonly since: EpochMs;
}

/** Of a history that needs no database server. */
export const NOTHING_WAITS: HistoryHealth = {
  waitingLines: 0,
  waitingSize: bytes(0),
  oldest: undefined,
  full: false,
  problem: undefined,
};

/** Thrown by a query that the history's database can't answer: not now, or never. */
export class HistoryUnavailable extends Error {
  readonly kind: 'unreachable' | 'unreadable';

  constructor(kind: 'unreachable' | 'unreadable', message: string) {
    super(message);
    this.kind = kind;
  }
}

/** What one tier takes of the disk. */
export interface TierSize {
  /** `raw`, or the name of its steps. */
  readonly tier: string;
  readonly rows: number;
  readonly bytes: number;
  /** Beginnings of the oldest and the newest day of which something is kept. */
  readonly oldest: EpochMs | undefined;
  readonly newest: EpochMs | undefined;
}

export interface HistoryStorage {
  readonly tiers: readonly TierSize[];
  /** Of the database file, all that stands in it. */
  readonly fileBytes: number;
  /** Of it, free for what comes next. */
  readonly freeBytes: number;
  /** Whether free space goes back to the disk: not in a file made before it was set so, which only fills up again. */
  readonly shrinks: boolean;
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
  /** Stamps of its points, or beginnings of their steps; rising, ms since 1970. Two rows, as an answer may be long. */
  readonly at: ArrayLike<number>;
  readonly values: ArrayLike<FieldValue>;
}
