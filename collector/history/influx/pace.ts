import { type Ms, seconds } from '../../../kit/units.ts';
import type { WriteOutcome } from './write-outcome.ts';

/** What InfluxDB's documentation advises: 5,000 to 10,000 lines a request. */
const MOST_LINES = 5_000;
const FEWEST_LINES = 100;
const MORE_LINES = 250;
/** A request that takes longer keeps live lines waiting. */
const SLOW = seconds(4);

/** How many lines a request may have: fewer at once where the server is slow or busy, more by and by where it is not. */
export class Pace {
  #lines = MOST_LINES;

  get lines(): number {
    return this.#lines;
  }

  saw(kind: WriteOutcome['kind'], lines: number, took: Ms): void {
    const isTooMuch = kind === 'busy' || kind === 'too_large' || took > SLOW;
    if (isTooMuch) this.#lines = clamped(Math.min(this.#lines, Math.floor(lines / 2)));
    else if (kind === 'stored') this.#lines = clamped(this.#lines + MORE_LINES);
  }
}

const clamped = (lines: number): number => Math.min(MOST_LINES, Math.max(FEWEST_LINES, lines));
