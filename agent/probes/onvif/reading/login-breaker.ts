import type { Clock } from '../../../../kit/clock.ts';
import { minutes } from '../../../../kit/units.ts';

const FAILURES_BEFORE_PAUSE = 3;
const PAUSE = minutes(30);

/**
 * Holds logins back once they keep failing: cameras lock an account for half an hour after a few
 * wrong tries, and then keep its owner out too.
 */
export class LoginBreaker {
  readonly #clock: Pick<Clock, 'elapsed'>;
  #failures = 0;
  #lastTry = 0;

  constructor(clock: Pick<Clock, 'elapsed'>) {
    this.#clock = clock;
  }

  mayLogIn(): boolean {
    return this.#failures < FAILURES_BEFORE_PAUSE || this.#clock.elapsed() - this.#lastTry >= PAUSE;
  }

  /** After a pass that was allowed to log in. A pass that never came to it says nothing. */
  record(login: 'ok' | 'failed' | 'untried'): void {
    if (login === 'ok') this.#failures = 0;
    if (login !== 'failed') return;
    this.#failures += 1;
    this.#lastTry = this.#clock.elapsed();
  }
}
