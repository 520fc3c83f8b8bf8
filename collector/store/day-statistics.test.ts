import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { merge, quantile, type Sample, tally } from './day-statistics.ts';

const value = fc.oneof(
  fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  fc.integer({ min: -1_000, max: 1_000 }),
  fc.constant(0),
);
const sample = fc.record({ value, at: fc.integer({ min: 0, max: 1e12 }).map(epochMs) });
const samples = fc.array(sample, { minLength: 1, maxLength: 200 });
const flags = (trues: number, falses: number): Sample[] => [
  ...Array.from({ length: trues }, () => ({ value: true, at: epochMs(1) })),
  ...Array.from({ length: falses }, () => ({ value: false, at: epochMs(1) })),
];

describe('statistics of a day', () => {
  it('have the extremes, the count and the last stamp exactly, and the mean but for rounding', () => {
    fc.assert(
      fc.property(samples, (all) => {
        const values = all.map((one) => Number(one.value));
        const kept = tally(all);
        expect(kept.count).toBe(values.length);
        expect(kept.min).toBe(Math.min(...values));
        expect(kept.max).toBe(Math.max(...values));
        expect(kept.lastAt).toBe(Math.max(...all.map(({ at }) => at)));
        expect(kept.sum).toBeCloseTo(
          values.reduce((a, b) => a + b, 0),
          3,
        );
      }),
    );
  });

  it('give quantiles within 2 % of the exact ones', () => {
    fc.assert(
      fc.property(samples, fc.constantFrom(0, 0.05, 0.5, 0.95, 1), (all, q) => {
        const { exact, neighbours } = exactQuantile(
          all.map((one) => Number(one.value)),
          q,
        );
        const bound = 0.02 * Math.max(...neighbours.map(Math.abs)) + 1e-12;
        expect(Math.abs((quantile(tally(all), q) ?? Number.NaN) - exact)).toBeLessThanOrEqual(
          bound,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('are the same whether counted at once or merged from parts in any order', () => {
    fc.assert(
      fc.property(samples, samples, (one, other) => {
        const { sum: sumAtOnce, ...atOnce } = tally([...one, ...other]);
        const { sum, ...merged } = merge(tally(other), tally(one));
        expect(merged).toEqual(atOnce);
        expect(sum).toBeCloseTo(sumAtOnce, 3);
      }),
    );
  });

  it('survive being kept as JSON', () => {
    fc.assert(
      fc.property(samples, (all) => {
        const { buckets } = tally(all);
        expect(JSON.parse(JSON.stringify(buckets))).toEqual(buckets);
      }),
    );
  });

  it('count flags by their share and know no quantile of them', () => {
    const kept = merge(tally(flags(3, 0)), tally(flags(0, 1)));
    expect(kept).toMatchObject({ count: 4, trues: 3, sum: 3, min: 0, max: 1, buckets: {} });
    expect(quantile(kept, 0.5)).toBeUndefined();
  });

  it('stay numbers where sums run over', () => {
    const huge = tally([1, 2, 3].map((at) => ({ value: Number.MAX_VALUE, at: epochMs(at) })));
    const opposite = tally([{ value: -Number.MAX_VALUE, at: epochMs(1) }]);
    expect(huge.sum).toBe(Number.MAX_VALUE);
    expect(Number.isFinite(merge(huge, opposite).sum)).toBe(true);
  });

  it('are small: a thousand rates of one line need few buckets', () => {
    const rates = Array.from({ length: 1_000 }, (_, at) => ({
      value: 180e6 + at * 40_000,
      at: epochMs(at),
    }));
    expect(Object.keys(tally(rates).buckets).length).toBeLessThan(15);
  });
});

function exactQuantile(values: readonly number[], q: number) {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (sorted.length - 1) * q;
  const [low = 0, high = 0] = [sorted[Math.floor(rank)], sorted[Math.ceil(rank)]];
  const share = rank - Math.floor(rank);
  return { exact: low * (1 - share) + high * share, neighbours: [low, high] };
}
