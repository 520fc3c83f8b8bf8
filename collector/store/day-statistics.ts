/**
 * What is kept of one field over one day: enough for min, max, mean, shares exactly and for quantiles
 * within 1 %. A value v > 0 falls in bucket ⌈log v / log γ⌉, whose middle is at most 1 % away from it:
 *
 *   … (γ^(i-1), γ^i] …     γ = (1 + 0.01) / (1 - 0.01), middle 2γ^i / (γ + 1)
 *
 * Buckets are numbered in the order of their values: 0 is zero, i + 40 001 a positive one, -(i + 40 001)
 * its mirror. Two statistics merge by addition. Source: Masson, Rim, Lee: DDSketch, VLDB 2019, §2.
 */
import type { EpochMs } from '../../kit/units.ts';

export interface DayStatistic {
  readonly count: number;
  /** Flags only. */
  readonly trues: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly lastAt: number;
  /** Empty for flags. */
  readonly buckets: ReadonlyMap<number, number>;
}

const ACCURACY = 0.01;
const GAMMA = (1 + ACCURACY) / (1 - ACCURACY);
const LOG_GAMMA = Math.log(GAMMA);
/** Past the index of the smallest number a float holds, so that every numbered bucket has the sign of its values. */
const OFFSET = 40_001;

/** A statistic that grows. */
export class Tally implements DayStatistic {
  count = 0;
  trues = 0;
  sum = 0;
  min = Infinity;
  max = -Infinity;
  lastAt = -Infinity;
  readonly buckets = new Map<number, number>();

  add(value: number | boolean, at: EpochMs): void {
    const amount = Number(value);
    this.count += 1;
    if (value === true) this.trues += 1;
    if (typeof value === 'number') addTo(this.buckets, bucketOf(value), 1);
    this.sum = finite(this.sum + amount);
    this.min = Math.min(this.min, amount);
    this.max = Math.max(this.max, amount);
    this.lastAt = Math.max(this.lastAt, at);
  }

  join(other: DayStatistic): void {
    for (const [bucket, count] of other.buckets) addTo(this.buckets, bucket, count);
    this.count += other.count;
    this.trues += other.trues;
    this.sum = finite(this.sum + other.sum);
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
    this.lastAt = Math.max(this.lastAt, other.lastAt);
  }
}

function addTo(buckets: Map<number, number>, bucket: number, count: number): void {
  buckets.set(bucket, (buckets.get(bucket) ?? 0) + count);
}

/** The value below which the share `q` lies, drawn straight between neighbours; undefined for flags. */
export function quantile({ buckets, min, max }: DayStatistic, q: number): number | undefined {
  const steps = [...buckets].sort(([a], [b]) => a - b);
  const total = steps.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return undefined;
  const valueAt = (rank: number): number => {
    let passed = 0;
    for (const [bucket, count] of steps) {
      passed += count;
      if (rank < passed) return Math.min(max, Math.max(min, middleOf(bucket)));
    }
    return max;
  };
  const rank = (total - 1) * q;
  const [low, high] = [valueAt(Math.floor(rank)), valueAt(Math.ceil(rank))];
  const share = rank - Math.floor(rank);
  return low * (1 - share) + high * share;
}

function bucketOf(value: number): number {
  if (value === 0) return 0;
  const index = Math.ceil(Math.log(Math.abs(value)) / LOG_GAMMA) + OFFSET;
  return value > 0 ? index : -index;
}

function middleOf(bucket: number): number {
  if (bucket === 0) return 0;
  const index = Math.abs(bucket) - OFFSET;
  return (Math.sign(bucket) * (2 * Math.exp(index * LOG_GAMMA))) / (GAMMA + 1);
}

/** The number of a bucket as it was named before: `p12`, `n12`, `z`. */
export function bucketNamed(name: string): number {
  if (name === 'z') return 0;
  const index = Number(name.slice(1)) + OFFSET;
  return name.startsWith('n') ? -index : index;
}

/** A sum past the largest number would turn into one that no database holds. */
const finite = (sum: number): number =>
  Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, sum));
