import { days, type EpochMs, hours, type Ms, minutes, ms, seconds } from '../../../kit/units.ts';
import type { Outcome } from '../out-door.ts';

/** What comes of one try. `hook`: nobody there took anything, so the others wait as well. */
export type Verdict =
  | { readonly kind: 'sent' }
  | { readonly kind: 'failed'; readonly reason: string }
  | {
      readonly kind: 'again';
      readonly reason: string;
      readonly wait: Ms;
      readonly holds: 'call' | 'hook';
    };

export interface Tried {
  readonly attempts: number;
  readonly createdAt: EpochMs;
}

const GIVEN_UP_AFTER = days(3);
const FIRST_WAIT = seconds(5);
const LONGEST_WAIT = { call: hours(1), hook: minutes(5) };
const LONGEST_ASKED = days(1);
/** Worth another try although they begin with 4. Source: RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);
/** Said of the server, not of this call. */
const BUSY: ReadonlySet<number> = new Set([429, 503]);

/** Pure; `chance` is 0 to 1 and spreads returns, so that many don't come back together. */
export function verdictOf(outcome: Outcome, tried: Tried, now: EpochMs, chance: number): Verdict {
  if (outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300)
    return { kind: 'sent' };
  const reason = outcome.kind === 'answered' ? `answered ${outcome.status}` : outcome.reason;
  if (outcome.kind === 'answered' && outcome.status < 500 && !PASSING.has(outcome.status))
    return { kind: 'failed', reason };
  if (now - tried.createdAt >= GIVEN_UP_AFTER) return { kind: 'failed', reason };
  const asked = outcome.kind === 'answered' ? askedWait(outcome.retryAfter, now) : undefined;
  const isBusy = outcome.kind === 'unreached' || BUSY.has(outcome.status);
  const holds = isBusy ? 'hook' : 'call';
  const pause = backOff(tried.attempts, LONGEST_WAIT[holds], chance);
  return { kind: 'again', reason, wait: ms(Math.max(asked ?? 0, pause)), holds };
}

/** Doubles up to `most`, spread over its upper half. */
function backOff(attempts: number, most: Ms, chance: number): number {
  const full = Math.min(most, FIRST_WAIT * 2 ** Math.min(attempts - 1, 20));
  return full * (0.5 + chance / 2);
}

/** Retry-After: seconds, or a date; a day at most. Source: RFC 9110 §10.2.3. */
function askedWait(header: string | undefined, now: EpochMs): number | undefined {
  if (header === undefined) return undefined;
  const wait = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_ASKED);
}

/** Longer than any one try takes, so that no call is taken up twice at once. */
export const LEASE: Ms = minutes(2);
