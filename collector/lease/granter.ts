/**
 * Who may measure now. What always holds:
 * - the running leases are at most `slots`, and their rates add up to at most `capacity`;
 * - a holder has at most one lease and at most one place;
 * - only the first few in the queue may go, and one that comes back in time is overtaken by at most `slots` others: a large
 *   asker waits for room no longer than that.
 * Times are monotonic: a wall clock that jumps frees nothing and holds nothing.
 */
import { type Bps, type Ms, ms } from '../../kit/units.ts';
import type { LeaseLimits, Slot } from './limits.ts';
import { awaited, fastest, type Pace, paceAfter, retryOf } from './waiting.ts';

export interface Running {
  readonly holder: string;
  readonly rate: Bps;
  readonly endsAt: Ms;
}

export interface Place {
  readonly holder: string;
  /** From then on it holds up nobody, though it keeps its place. */
  readonly lateAt: Ms;
  /** From then on it has no place. */
  readonly goneAt: Ms;
  /** How many have overtaken it. */
  readonly passed: number;
}

export interface LeaseState {
  readonly running: readonly Running[];
  /** In the order of first asking. */
  readonly queue: readonly Place[];
  readonly pace?: Pace | undefined;
}

export const NO_LEASES: LeaseState = { running: [], queue: [] };

export type Decision =
  | { readonly kind: 'granted'; readonly endsAt: Ms }
  | { readonly kind: 'wait'; readonly retryAfter: Ms; readonly ahead: number }
  | { readonly kind: 'full' };

type Capacity = Pick<LeaseLimits, 'slots' | 'capacity' | 'mostWaiting'>;

/** The state without what has ended by now. */
export function settled(state: LeaseState, now: Ms): LeaseState {
  const running = state.running.filter(({ endsAt }) => endsAt > now);
  const queue = state.queue.filter(({ goneAt }) => goneAt > now);
  const same = running.length === state.running.length && queue.length === state.queue.length;
  return same ? state : { ...state, running, queue };
}

interface Asking {
  readonly holder: string;
  readonly slot: Pick<Slot, 'rate' | 'life'>;
}

/** The state is one that is settled at `now`. */
export function decide(
  state: LeaseState,
  { holder, slot }: Asking,
  { now, limits }: { readonly now: Ms; readonly limits: Capacity },
): { readonly state: LeaseState; readonly decision: Decision } {
  const { running, queue } = state;
  const own = running.find((lease) => lease.holder === holder);
  if (own !== undefined) {
    const retryAfter = ms(own.endsAt - now);
    return { state, decision: { kind: 'wait', retryAfter, ahead: queue.length } };
  }
  const known = queue.findIndex((place) => place.holder === holder);
  const at = known === -1 ? queue.length : known;
  const ahead = queue.slice(0, at);
  const behind = queue.slice(at + 1);
  if (hasTurn(ahead, now, limits.slots) && hasRoom(running, slot.rate, limits)) {
    const endsAt = ms(now + slot.life);
    return {
      state: {
        running: [...running, { holder, rate: slot.rate, endsAt }],
        queue: [...ahead.map(overtakenAt(now)), ...behind],
        pace: known === -1 ? state.pace : paceAfter(state.pace, now, limits.slots),
      },
      decision: { kind: 'granted', endsAt },
    };
  }
  if (known === -1 && queue.length >= limits.mostWaiting)
    return { state, decision: { kind: 'full' } };
  const punctual = ahead.filter(isPunctual(now)).length;
  const retryAfter = retryOf(punctual, state.pace?.step ?? fastest(limits.slots));
  const passed = queue[known]?.passed ?? 0;
  const place = { holder, passed, ...awaited(retryAfter, now) };
  return {
    state: { ...state, queue: [...ahead, place, ...behind] },
    decision: { kind: 'wait', retryAfter, ahead: at },
  };
}

export const released = (state: LeaseState, holder: string): LeaseState => ({
  ...state,
  running: state.running.filter((lease) => lease.holder !== holder),
});

export const left = (state: LeaseState, holder: string): LeaseState => ({
  ...state,
  queue: state.queue.filter((place) => place.holder !== holder),
});

const isPunctual =
  (now: Ms) =>
  ({ lateAt }: Place): boolean =>
    lateAt > now;

const overtakenAt = (now: Ms) => (place: Place) =>
  isPunctual(now)(place) ? { ...place, passed: place.passed + 1 } : place;

function hasTurn(ahead: readonly Place[], now: Ms, slots: number): boolean {
  const waited = ahead.filter(isPunctual(now));
  return waited.length < slots && waited.every(({ passed }) => passed < slots);
}

function hasRoom(running: readonly Running[], rate: Bps, limits: Capacity): boolean {
  const taken = running.reduce((sum, lease) => sum + lease.rate, 0);
  return running.length < limits.slots && taken + rate <= limits.capacity;
}
