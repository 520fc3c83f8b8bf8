import { fail, ok, type Result } from '../../../kit/result.ts';
import { type Bps, bps, type Ms, ms } from '../../../kit/units.ts';
import type { PortCount } from '../line-counters.ts';
import {
  brokenBetween,
  type CountsBroken,
  countedFrom,
  type Layer,
  type LineDirection,
  octetsOf,
  type Point,
} from './counts.ts';
import { slopeOf, steadyPart } from './steady.ts';

/**
 * Why there is no figure of the link's capacity; none of these is ever turned into a number.
 * missing: no router, no answer, no 64-bit counter. stale: counts that repeat while bytes flow, and too few refreshes.
 * wrapped, reset: counts that went back. too_short: too few readings. impossible: more than the port can carry.
 * bypassed: the port counted less than the test alone carried, as routers do that forward past their counters.
 */
export type CapacityProblem =
  | 'missing'
  | 'stale'
  | 'too_short'
  | 'impossible'
  | 'bypassed'
  | CountsBroken;

export interface Capacity {
  readonly rate: Bps;
  readonly layer: Layer;
}

/** The counts read while a direction was loaded, and how many readings came to nothing. */
export interface CountSeries {
  readonly counts: readonly PortCount[];
  readonly missed: number;
}

export interface Loaded {
  readonly direction: LineDirection;
  /** When the test's streams filled the line. */
  readonly from: Ms;
  readonly to: Ms;
  /** What the test itself got, at the IP layer. */
  readonly ownBps?: number | undefined;
}

const FEWEST_COUNTS = 4;
const SHORTEST_MS = 300;
/** One standard error; the figure then lies within 3 % nineteen times of twenty. */
const MOST_ERROR = 0.015;
/** Counters and clocks run a little apart. */
const OVER_SPEED = 1.05;
const UNDER_OWN = 0.9;
/** Counts of a router that refreshes at every question differ all but always. */
const FRESH_SHARE = 0.75;

/**
 * What the link carried while the test's own streams filled it: their bytes and everybody else's, by the router's counters,
 * over the steady part of the window.
 */
export function capacityOf(
  series: CountSeries,
  { direction, from, to, ownBps = 0 }: Loaded,
): Result<Capacity, CapacityProblem> {
  const usable = usableIn(series, { direction, from, to });
  if (!usable.ok) return usable;
  const { layer, bytesOf } = countedFrom(usable.value, direction);
  const { fresh, points } = pointsOf(usable.value, direction, bytesOf);
  const slope = slopeOf(steadyPart(points));
  if (slope === undefined || slope.error > MOST_ERROR) return fail(fresh ? 'too_short' : 'stale');
  const rate = slope.rate * 8_000;
  const most = usable.value.at(-1)?.speedBps ?? Number.POSITIVE_INFINITY;
  if (rate > most * OVER_SPEED) return fail('impossible');
  return rate < ownBps * UNDER_OWN ? fail('bypassed') : ok({ rate: bps(rate), layer });
}

/** The counts inside the window, where they are enough and belong together. */
function usableIn(
  { counts, missed }: CountSeries,
  { direction, from, to }: Omit<Loaded, 'ownBps'>,
): Result<readonly PortCount[], CapacityProblem> {
  const inside = counts.filter(({ takenAt }) => takenAt >= from && takenAt <= to);
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined || inside.length < FEWEST_COUNTS)
    return fail(missed > inside.length || counts.length === 0 ? 'missing' : 'too_short');
  const broken = brokenIn(inside, direction);
  if (broken !== undefined) return fail(broken);
  return last.takenAt - first.takenAt < SHORTEST_MS ? fail('too_short') : ok(inside);
}

function brokenIn(
  counts: readonly PortCount[],
  direction: LineDirection,
): CountsBroken | undefined {
  for (const [place, later] of counts.entries()) {
    const earlier = counts[place - 1];
    const broken = earlier && brokenBetween(earlier, later, direction);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

/** Each reading of a fresh counter; of one that is refreshed now and then, the moments at which it was. */
function pointsOf(
  counts: readonly PortCount[],
  direction: LineDirection,
  bytesOf: (count: PortCount) => number,
): { readonly fresh: boolean; readonly points: readonly Point[] } {
  const edges = edgesIn(counts, direction);
  const fresh = edges.length >= FRESH_SHARE * (counts.length - 1);
  const points = fresh
    ? counts.map((count) => ({ at: count.takenAt, off: count.took / 2, bytes: bytesOf(count) }))
    : edges.map(({ before, after }) => ({
        at: ms((before.takenAt + after.takenAt) / 2),
        off: (after.takenAt - before.takenAt) / 2,
        bytes: bytesOf(after),
      }));
  return { fresh, points };
}

interface Edge {
  readonly before: PortCount;
  readonly after: PortCount;
}

/** Pairs of readings between which the count moved. */
export const edgesIn = (counts: readonly PortCount[], direction: LineDirection): readonly Edge[] =>
  counts.flatMap((after, place) => {
    const before = counts[place - 1];
    return before === undefined || octetsOf(before, direction) === octetsOf(after, direction)
      ? []
      : [{ before, after }];
  });
