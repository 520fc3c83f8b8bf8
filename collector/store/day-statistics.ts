/**
 * What is kept of one field over one day: enough for min, max, mean, shares exactly and for quantiles
 * within 1 %. A value v > 0 falls in bucket ⌈log v / log γ⌉, whose middle is at most 1 % away from it:
 *
 *   … (γ^(i-1), γ^i] …     γ = (1 + 0.01) / (1 - 0.01), middle 2γ^i / (γ + 1)
 *
 * Buckets are named `p12`, `n12` (negative values) and `z` (zero). Two statistics merge by addition.
 * Source: Masson, Rim, Lee: DDSketch, VLDB 2019, §2.
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
  readonly buckets: Readonly<Record<string, number>>;
}

export interface Sample {
  readonly value: number | boolean;
  readonly at: EpochMs;
}

const ACCURACY = 0.01;
const GAMMA = (1 + ACCURACY) / (1 - ACCURACY);
const LOG_GAMMA = Math.log(GAMMA);

/** The statistic of at least one sample. */
export function tally(samples: readonly Sample[]): DayStatistic {
  const buckets: Record<string, number> = {};
  let [trues, sum, min, max, lastAt] = [0, 0, Infinity, -Infinity, -Infinity];
  for (const { value, at } of samples) {
    const amount = Number(value);
    if (value === true) trues += 1;
    if (typeof value === 'number') buckets[bucketOf(value)] = (buckets[bucketOf(value)] ?? 0) + 1;
    sum = finite(sum + amount);
    min = Math.min(min, amount);
    max = Math.max(max, amount);
    lastAt = Math.max(lastAt, at);
  }
  return { count: samples.length, trues, sum, min, max, lastAt, buckets };
}

export function merge(one: DayStatistic, other: DayStatistic): DayStatistic {
  const buckets: Record<string, number> = { ...one.buckets };
  for (const [bucket, count] of Object.entries(other.buckets))
    buckets[bucket] = (buckets[bucket] ?? 0) + count;
  return {
    count: one.count + other.count,
    trues: one.trues + other.trues,
    sum: finite(one.sum + other.sum),
    min: Math.min(one.min, other.min),
    max: Math.max(one.max, other.max),
    lastAt: Math.max(one.lastAt, other.lastAt),
    buckets,
  };
}

/** The value below which the share `q` lies, drawn straight between neighbours; undefined for flags. */
export function quantile({ buckets, min, max }: DayStatistic, q: number): number | undefined {
  const steps = Object.entries(buckets)
    .map(([bucket, count]) => ({ middle: middleOf(bucket), count }))
    .sort((a, b) => a.middle - b.middle);
  const total = steps.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return undefined;
  const valueAt = (rank: number): number => {
    let passed = 0;
    for (const { middle, count } of steps) {
      passed += count;
      if (rank < passed) return Math.min(max, Math.max(min, middle));
    }
    return max;
  };
  const rank = (total - 1) * q;
  const [low, high] = [valueAt(Math.floor(rank)), valueAt(Math.ceil(rank))];
  const share = rank - Math.floor(rank);
  return low * (1 - share) + high * share;
}

function bucketOf(value: number): string {
  if (value === 0) return 'z';
  return `${value > 0 ? 'p' : 'n'}${Math.ceil(Math.log(Math.abs(value)) / LOG_GAMMA)}`;
}

function middleOf(bucket: string): number {
  if (bucket === 'z') return 0;
  const size = (2 * Math.exp(Number(bucket.slice(1)) * LOG_GAMMA)) / (GAMMA + 1);
  return bucket.startsWith('n') ? -size : size;
}

/** A sum past the largest number would turn into one that no database holds. */
const finite = (sum: number): number =>
  Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, sum));
