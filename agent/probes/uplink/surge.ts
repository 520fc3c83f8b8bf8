import { type Bps, bps, type Ms } from '../../../kit/units.ts';
import type { LineDirection } from './counts.ts';
import type { Rates } from './traffic.ts';

/** The test's own bytes since some beginning. */
export interface OwnBytes {
  readonly down: number;
  readonly up: number;
}

/**
 * kernel: frames, counted by the server's own port, so that a stalled stream and a full socket are told from others' traffic.
 * application: bytes handed to and taken from sockets, which run behind or ahead of the wire.
 */
export type OwnKind = 'kernel' | 'application';

/** One moment of a test. */
export interface Watched {
  readonly at: Ms;
  readonly carried: OwnBytes;
  readonly own: OwnBytes;
}

export interface SurgeRule {
  readonly kind: OwnKind;
  /** What others may use beside the test, bits a second: what they used before it, and a share of the line. */
  readonly limits: Rates;
}

/** Others came to need the line. */
export interface Surge {
  readonly direction: LineDirection;
  readonly othersBps: Bps;
}

/** A rate over less is mostly jitter; two such windows, one after the other, make a surge. */
const WINDOW_MS = 45;
/** The longest stall of a stream that only the application's bytes show, in time of the line's fullest rate so far. */
const STALL_MS = 250;
/** Headers, and half as many acknowledgements the other way as segments. */
const HEADERS = 1.06;
const ACKNOWLEDGED = 0.03;

/** Whether the newest of these moments proves a surge, by the two windows that end with it. */
export const surgeIn = (watched: readonly Watched[], rule: SurgeRule): Surge | undefined =>
  surgeOf('down', watched, rule) ?? surgeOf('up', watched, rule);

function surgeOf(
  direction: LineDirection,
  watched: readonly Watched[],
  { kind, limits }: SurgeRule,
): Surge | undefined {
  const moments = momentsOf(watched, direction, kind);
  // A count that did not move since says nothing new: the router refreshes its counters now and then.
  if (moments.at(-1)?.at !== watched.at(-1)?.at) return undefined;
  const last = windowBefore(moments, moments.length - 1);
  const earlier = last && windowBefore(moments, last.from);
  if (last === undefined || earlier === undefined) return undefined;
  const limit = limits[direction];
  if (Math.min(last.othersBps, earlier.othersBps) <= limit) return undefined;
  if (kind === 'application' && !isBeyondStalls(moments, limit)) return undefined;
  return { direction, othersBps: bps((last.othersBps + earlier.othersBps) / 2) };
}

interface Moment {
  readonly at: Ms;
  readonly carried: number;
  /** What was carried beyond the test's own. */
  readonly others: number;
}

function momentsOf(
  watched: readonly Watched[],
  direction: LineDirection,
  kind: OwnKind,
): readonly Moment[] {
  return watched
    .filter(({ carried }, place) => carried[direction] !== watched[place - 1]?.carried[direction])
    .map(({ at, carried, own }) => ({
      at,
      carried: carried[direction],
      others: carried[direction] - framesOf(own, direction, kind),
    }));
}

function framesOf(own: OwnBytes, direction: LineDirection, kind: OwnKind): number {
  if (kind === 'kernel') return own[direction];
  const back = direction === 'down' ? own.up : own.down;
  return own[direction] * HEADERS + back * ACKNOWLEDGED;
}

interface Window {
  /** Place of the moment it begins with. */
  readonly from: number;
  readonly othersBps: number;
}

/** The shortest window that ends with that moment; undefined where there is none yet. */
function windowBefore(moments: readonly Moment[], to: number): Window | undefined {
  const last = moments[to];
  if (last === undefined) return undefined;
  const from = moments.findLastIndex(({ at }) => last.at - at >= WINDOW_MS);
  const first = moments[from];
  if (first === undefined) return undefined;
  const othersBps = ((last.others - first.others) * 8_000) / (last.at - first.at);
  return { from, othersBps };
}

/** Bytes a stalled stream has not taken yet look like others' until they are taken at once. */
function isBeyondStalls(moments: readonly Moment[], limit: number): boolean {
  const last = moments.at(-1);
  const first = moments[0];
  if (last === undefined || first === undefined) return false;
  const grown = moments.map(({ at, others }) => others - ((at - first.at) * limit) / 8_000);
  const fullest = moments.reduce((most, { at, carried }, place) => {
    const before = moments[place - 1];
    return before === undefined || at - before.at < 1
      ? most
      : Math.max(most, (carried - before.carried) / (at - before.at));
  }, 0);
  return (grown.at(-1) ?? 0) - Math.min(...grown) > fullest * STALL_MS;
}
