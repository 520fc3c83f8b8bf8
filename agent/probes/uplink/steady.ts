import type { Point } from './counts.ts';

/** Rates of shorter stretches are mostly the jitter of the readings. */
const STRETCH_MS = 200;
/** What lies further from the level of the later part is ramp, burst allowance or run-out, not the line's rate. */
const NEAR = 0.06;

/** The points from the end of the ramp on to where the load ends: where the line ran at one level. */
export function steadyPart(points: readonly Point[]): readonly Point[] {
  const stretches = stretchesOf(points);
  const later = stretches.slice(Math.floor(stretches.length / 3)).map(({ rate }) => rate);
  const level = medianOf(later);
  if (level === undefined) return points;
  const near = ({ rate }: Stretch): boolean => Math.abs(rate / level - 1) <= NEAR;
  const first = stretches.findIndex(near);
  const last = stretches.findLastIndex(near);
  const [start, end] = [stretches[first], stretches[last]];
  return start === undefined || end === undefined ? points : points.slice(start.from, end.to + 1);
}

/** Bytes a millisecond between two points, by their places in the row. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly rate: number;
}

function stretchesOf(points: readonly Point[]): readonly Stretch[] {
  return points.flatMap((start, from) => {
    const to = points.findIndex(({ at }, place) => place > from && at - start.at >= STRETCH_MS);
    const end = points[to];
    return end === undefined
      ? []
      : [{ from, to, rate: (end.bytes - start.bytes) / (end.at - start.at) }];
  });
}

function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export interface Slope {
  /** Bytes a millisecond. */
  readonly rate: number;
  /** One standard error, as a share of the rate. */
  readonly error: number;
}

/** Of a point whose moment is known to the millisecond. */
const LEAST_OFF_MS = 1;

/**
 * The straight line through the points, the surer ones counting more: two end points alone would hand every delay of theirs to
 * the rate. The error is the larger of what the moments' uncertainty explains and what the points' scatter shows.
 */
export function slopeOf(points: readonly Point[]): Slope | undefined {
  const weights = points.map(({ off }) => 1 / (LEAST_OFF_MS + off) ** 2);
  const sum = (value: (point: Point) => number): number =>
    points.reduce((total, point, place) => total + (weights[place] ?? 0) * value(point), 0);
  const total = sum(() => 1);
  const [meanAt, meanBytes] = [sum(({ at }) => at) / total, sum(({ bytes }) => bytes) / total];
  const spread = sum(({ at }) => (at - meanAt) ** 2);
  if (points.length < 2 || !(spread > 0)) return undefined;
  const rate = sum(({ at, bytes }) => (at - meanAt) * (bytes - meanBytes)) / spread;
  if (rate <= 0) return undefined;
  // As moments: how long before or after its place on the line each point stands.
  const scatter = sum(({ at, bytes }) => ((bytes - meanBytes) / rate - (at - meanAt)) ** 2);
  const freedom = points.length - 2;
  const seen = freedom === 0 ? 0 : (scatter / total) * (points.length / freedom);
  // Off by at most so much on each side, evenly: a third of its square is the variance.
  const known = sum(({ off }) => (LEAST_OFF_MS + off) ** 2) / total / 3;
  return { rate, error: Math.sqrt((Math.max(seen, known) * (total / points.length)) / spread) };
}
