import { type Ms, ms, seconds } from '../../kit/units.ts';
import type { Answered } from '../health/request-figures.ts';

export type Ended = Answered;

const READS = new Set(['GET', 'HEAD']);
/** Asked all day by machines, and told of by other means. */
const SILENT = new Set(['/healthz', '/readyz', '/metrics']);
const WRITE = '/api/v2/write';
/** Of the batches that went well, one in so many. */
const ONE_WRITE_IN = 100;

/** Changes and failures are; `written` counts the batches so far. */
export function worthALine({ method, route, status }: Ended, written: number): boolean {
  if (route !== undefined && SILENT.has(route)) return false;
  if (status !== undefined && status >= 400) return true;
  // A reader that turns away in the middle is no failure.
  if (READS.has(method)) return false;
  return route === WRITE && status !== undefined ? written % ONE_WRITE_IN === 1 : true;
}

const WINDOW = seconds(1);
const LINES_A_WINDOW = 20;

/** However many ask for what is not there, the log grows by so many lines a second; the rest are counted. */
export class LogBudget {
  #windowEnds: Ms = ms(-1);
  #lines = 0;
  #missed = 0;

  /** `missed`: of the window before, told once. */
  ask(now: Ms): { readonly mayLog: boolean; readonly missed: number } {
    let missed = 0;
    if (now >= this.#windowEnds) {
      missed = this.#missed;
      this.#windowEnds = ms(now + WINDOW);
      this.#lines = 0;
      this.#missed = 0;
    }
    const mayLog = this.#lines < LINES_A_WINDOW;
    if (mayLog) this.#lines += 1;
    else this.#missed += 1;
    return { mayLog, missed };
  }
}
