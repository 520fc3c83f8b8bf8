import { type Ms, ms, seconds } from '../../kit/units.ts';

/** How fast the queue moves: learnt from the leases given to those who waited, one round of all slots at a time. */
export interface Pace {
  /** From one such lease to the next. */
  readonly step: Ms;
  readonly roundAt: Ms;
  readonly given: number;
}

/** No lease is handed back sooner: the fastest a queue can move. */
const SHORTEST_HOLD = seconds(2.5);
const NEWS = 0.2;

export const fastest = (slots: number): Ms => ms(SHORTEST_HOLD / slots);

/** A faster round is believed at once and a slower one little by little: who sleeps through the own turn holds up others. */
export function paceAfter(pace: Pace | undefined, now: Ms, slots: number): Pace {
  if (pace === undefined) return { step: fastest(slots), roundAt: now, given: 0 };
  const given = pace.given + 1;
  if (given < slots) return { ...pace, given };
  const round = (now - pace.roundAt) / given;
  const slower = Math.min(2 * pace.step, pace.step + NEWS * (round - pace.step));
  const step = ms(Math.max(fastest(slots), round < pace.step ? round : slower));
  return { step, roundAt: now, given: 0 };
}

const SOONEST = seconds(1.5);
const SURELY = seconds(60);
const LATEST = seconds(180);
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

/** Whoever waited may have been told three minutes, and could not ask while the process was away. */
export function awaitedAnew(now: Ms): { readonly lateAt: Ms; readonly goneAt: Ms } {
  return { lateAt: ms(now + seconds(30)), goneAt: ms(now + 2 * LATEST) };
}
