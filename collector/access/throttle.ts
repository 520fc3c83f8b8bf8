import { type EpochMs, epochMs, type Ms, minutes, ms, seconds } from '../../kit/units.ts';

/** Slows down guessing: after a few failures each further one doubles the wait, up to a quarter of an hour. */
export class Throttle {
  readonly #failures = new Map<string, { count: number; until: EpochMs }>();
  static readonly FREE = 5;
  static readonly MOST_KEYS = 10_000;

  /** How long this key must still wait; 0 when it may try. */
  wait(key: string, now: EpochMs): Ms {
    return ms(Math.max(0, (this.#failures.get(key)?.until ?? 0) - now));
  }

  failed(key: string, now: EpochMs): void {
    const count = (this.#failures.get(key)?.count ?? 0) + 1;
    const over = count - Throttle.FREE;
    const span = over < 0 ? 0 : Math.min(minutes(15), seconds(2) * 2 ** Math.min(over, 12));
    if (this.#failures.size >= Throttle.MOST_KEYS) this.#failures.clear();
    this.#failures.set(key, { count, until: epochMs(now + span) });
  }

  succeeded(key: string): void {
    this.#failures.delete(key);
  }
}
