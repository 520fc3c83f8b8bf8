import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lags } from './lags.ts';

describe('lags', () => {
  it('are told 5 % too long at most, and never too short', () => {
    const spans = fc.array(fc.integer({ min: 1, max: 86_400_000 }), { minLength: 1 });
    fc.assert(
      fc.property(spans, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, share) => {
        const lags = new Lags();
        for (const span of all) lags.add(span);
        const sorted = all.toSorted((a, b) => a - b);
        const truth = sorted[Math.ceil(share * all.length - 1e-9) - 1] ?? 0;
        // Half a millisecond is what a bucket's rounded edge may lack.
        expect(lags.quantile(share)).toBeGreaterThanOrEqual(truth - 0.5 - truth * 1e-9);
        expect(lags.quantile(share)).toBeLessThanOrEqual(truth * 1.05 + 0.5);
        expect(lags.longest).toBe(sorted.at(-1));
      }),
    );
  });

  it('are nothing where nothing came in', () => {
    expect(new Lags().quantile(0.95)).toBe(0);
  });
});
