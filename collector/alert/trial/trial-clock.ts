import type { Clock } from '../../../kit/clock.ts';
import { type EpochMs, type Ms, ms } from '../../../kit/units.ts';

/** A clock that shows the time of history; nobody sleeps by it. */
export class TrialClock implements Clock {
  readonly #start: EpochMs;
  #now: EpochMs;

  constructor(start: EpochMs) {
    this.#start = start;
    this.#now = start;
  }

  now(): EpochMs {
    return this.#now;
  }

  elapsed(): Ms {
    return ms(this.#now - this.#start);
  }

  sleep(): Promise<void> {
    return Promise.reject(new Error('nobody sleeps in a trial'));
  }

  /** Time goes on only. */
  goTo(at: EpochMs): void {
    if (at > this.#now) this.#now = at;
  }
}
