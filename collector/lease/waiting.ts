import { type Ms, ms, seconds } from '../../kit/units.ts';

/** How fast the queue moves: learnt from the leases given to those who waited. */
export interface Pace {
  readonly lastAt: Ms;
  /** From one such lease to the next. */
  readonly step: Ms;
}

/** No lease is handed back sooner: the fastest a queue can move. */
const SHORTEST_HOLD = seconds(2.5);
const SLOWEST_STEP = seconds(30);
const WEIGHT_OF_NEWS = 0.1;

export const fastest = (slots: number): Ms => ms(SHORTEST_HOLD / slots);

export function paceAfter(pace: Pace | undefined, now: Ms, slots: number): Pace {
  if (pace === undefined) return { lastAt: now, step: fastest(slots) };
  const news = Math.min(SLOWEST_STEP, now - pace.lastAt);
  return { lastAt: now, step: ms(pace.step + WEIGHT_OF_NEWS * (news - pace.step)) };
}

const SOONEST = seconds(1.5);
const SURELY = seconds(60);
const LATEST = seconds(300);
/** The golden ratio spreads neighbours evenly, whatever their number. */
const GOLDEN = 0.618_033_988_75;

/** When to ask again: half-way to the turn, soon near the front, and those far behind not all at one moment. */
export function retryOf(ahead: number, step: Ms): Ms {
  const halfway = (ahead * step) / 2;
  if (halfway <= SURELY) return ms(Math.max(SOONEST, halfway));
  return ms(SURELY + (Math.min(halfway, LATEST) - SURELY) * ((ahead * GOLDEN) % 1));
}

/** An asker waits somewhat longer than it was told, by its own chance. */
const LATE_AFTER = seconds(5);
const KEPT_FOR = seconds(60);

/** Until when one who was told to come back is waited for, and until when its place is kept. */
export function awaited(retryAfter: Ms, now: Ms): { readonly lateAt: Ms; readonly goneAt: Ms } {
  const lateAt = ms(now + retryAfter * 1.5 + LATE_AFTER);
  return { lateAt, goneAt: ms(lateAt + KEPT_FOR) };
}

/** Whoever waited may have been told five minutes, and could not ask while the process was away. */
export function awaitedAnew(now: Ms): { readonly lateAt: Ms; readonly goneAt: Ms } {
  return { lateAt: ms(now + seconds(30)), goneAt: ms(now + 2 * LATEST) };
}
