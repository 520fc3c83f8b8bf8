import type { Clock } from '../../../../kit/clock.ts';
import type { Log } from '../../../../kit/log.ts';
import { messageOf } from '../../../../kit/result.ts';
import type { EpochMs, Ms } from '../../../../kit/units.ts';
import { Looks } from './looks.ts';

export interface PollerParts<Value> {
  readonly look: (signal: AbortSignal) => Promise<Value | undefined>;
  readonly every: Ms;
  /** At least so long between two looks, however great the doubt. */
  readonly spacing: Ms;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly log: Log;
}

/** Asks now and then, one question at a time, and keeps the last answers. */
export class Poller<Value> {
  readonly looks = new Looks<Value>();
  readonly #parts: PollerParts<Value>;
  #startedAt: Ms | undefined;
  #running: Promise<void> | undefined;

  constructor(parts: PollerParts<Value>) {
    this.#parts = parts;
  }

  /** Asks if it is time to, or at once where there is doubt; waits for nothing. */
  ask(at: EpochMs, isDoubted: boolean, signal: AbortSignal): void {
    const { clock, every, spacing } = this.#parts;
    const since = this.#startedAt === undefined ? Infinity : clock.elapsed() - this.#startedAt;
    if (this.#running !== undefined || signal.aborted) return;
    if (since < (isDoubted ? spacing : every)) return;
    this.#startedAt = clock.elapsed();
    this.#running = this.#look(at, signal).finally(() => {
      this.#running = undefined;
    });
  }

  async ended(): Promise<void> {
    await this.#running;
  }

  async #look(at: EpochMs, signal: AbortSignal): Promise<void> {
    try {
      const value = await this.#parts.look(signal);
      if (value !== undefined && !signal.aborted) this.looks.add({ askedAt: at, value });
    } catch (error) {
      // One look less; the next comes soon.
      this.#parts.log.warn({ problem: messageOf(error) }, 'line watch');
    }
  }
}
