import type { EpochMs } from '../../kit/units.ts';
import type { Metric } from './metric.ts';

/** How one answer to a written batch counts. */
export interface BatchAnswer {
  readonly status: number;
  /** Lines stored, as the answer said; undefined where it did not. */
  readonly stored: number | undefined;
  readonly replayed: boolean;
}

const MINUTE_MS = 60_000;
const MINUTES_KEPT = 60;

const OUTCOMES = ['stored', 'partly', 'replayed', 'refused'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** Batches as they come in: totals since the start, and the last hour minute by minute. */
export class BatchFlow {
  readonly #minutes = new Map<number, number>();
  readonly #batches = new Map<Outcome, number>();
  #lines = 0;

  add(answer: BatchAnswer, now: EpochMs): void {
    const outcome = outcomeOf(answer);
    this.#batches.set(outcome, (this.#batches.get(outcome) ?? 0) + 1);
    if (outcome === 'refused') return;
    if (outcome === 'stored') this.#lines += answer.stored ?? 0;
    const minute = Math.floor(now / MINUTE_MS);
    this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + 1);
    for (const old of this.#minutes.keys())
      if (Math.abs(minute - old) > MINUTES_KEPT) this.#minutes.delete(old);
  }

  /** Batches taken in each of the last 60 whole minutes, oldest first; the running minute is not whole yet. */
  lastHour(now: EpochMs): readonly number[] {
    const running = Math.floor(now / MINUTE_MS);
    return Array.from(
      { length: MINUTES_KEPT },
      (_, at) => this.#minutes.get(running - MINUTES_KEPT + at) ?? 0,
    );
  }

  metrics(): readonly Metric[] {
    return [
      ...OUTCOMES.map(
        (outcome): Metric => ({
          name: 'hatang_batches_total',
          help: 'Batches answered: stored; partly (400, some lines refused); replayed (known, stored once); refused',
          type: 'counter',
          labels: { outcome },
          value: this.#batches.get(outcome) ?? 0,
        }),
      ),
      {
        name: 'hatang_lines_stored_total',
        help: 'Lines of batches that were stored whole',
        type: 'counter',
        value: this.#lines,
      },
    ];
  }
}

function outcomeOf({ status, replayed }: BatchAnswer): Outcome {
  if (status === 204) return replayed ? 'replayed' : 'stored';
  return status === 400 ? 'partly' : 'refused';
}
