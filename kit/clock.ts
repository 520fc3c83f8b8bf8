import { setTimeout as delay } from 'node:timers/promises';
import { type EpochMs, epochMs, type Ms, ms } from './units.ts';

/** Time as a part: wall clock for stamps, monotonic for spans, and a sleep that can be stopped. */
export interface Clock {
  /** Wall clock; may jump. */
  now(): EpochMs;
  /** Monotonic span since an arbitrary start; never jumps. */
  elapsed(): Ms;
  /** Resolves after `span`, or early and without error when `signal` aborts. */
  sleep(span: Ms, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => epochMs(Date.now()),
  elapsed: () => ms(performance.now()),
  async sleep(span, signal) {
    try {
      await delay(span, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};
