import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EpochMs, epochMs } from '../../kit/units.ts';
import { type DayFields, packDay, unpackDay, unpackField } from './day-payload.ts';
import { type DayStatistic, quantile, Tally } from './day-statistics.ts';

interface Sample {
  readonly value: number | boolean;
  readonly at: EpochMs;
}

function tally(samples: readonly Sample[]): Tally {
  const counted = new Tally();
  for (const { value, at } of samples) counted.add(value, at);
  return counted;
}

function merge(...parts: readonly DayStatistic[]): Tally {
  const sum = new Tally();
  for (const part of parts) sum.join(part);
  return sum;
}

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

  it('come back from their packed form as they were, all together or one field alone', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    const flag = fc.record({
      value: fc.boolean(),
      at: fc.integer({ min: 0, max: 1e12 }).map(epochMs),
    });
    const counted = fc.oneof(samples, fc.array(flag, { minLength: 1, maxLength: 20 }));
    const day = fc.dictionary(name, fc.tuple(counted, fc.boolean()), { maxKeys: 6 });
    fc.assert(
      fc.property(day, (told) => {
        const fields: DayFields = new Map(
          Object.entries(told).map(([field, [all, inSchool]]) => [
            field,
            { all: tally(all), school: tally(inSchool ? all.slice(0, 1) : []) },
          ]),
        );
        const packed = packDay(fields);
        expect(unpackDay(packed)).toEqual(fields);
        for (const [field, { all, school }] of fields) {
          expect(unpackField(packed, { field, hours: 'all' })).toEqual(all);
          const expected = school.count === 0 ? undefined : school;
          expect(unpackField(packed, { field, hours: 'school' })).toEqual(expected);
        }
        expect(unpackField(packed, { field: 'no such field', hours: 'all' })).toBeUndefined();
      }),
    );
  });

  it('count flags by their share and know no quantile of them', () => {
    const kept = merge(tally(flags(3, 0)), tally(flags(0, 1)));
    expect(kept).toMatchObject({ count: 4, trues: 3, sum: 3, min: 0, max: 1 });
    expect(kept.buckets.size).toBe(0);
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
    expect(tally(rates).buckets.size).toBeLessThan(15);
  });
});

function exactQuantile(values: readonly number[], q: number) {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (sorted.length - 1) * q;
  const [low = 0, high = 0] = [sorted[Math.floor(rank)], sorted[Math.ceil(rank)]];
  const share = rank - Math.floor(rank);
  return { exact: low * (1 - share) + high * share, neighbours: [low, high] };
}
