import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../kit/units.ts';
import { lossBounds } from '../../dial/rounds.ts';
import { LossOfDay } from './loss-day.ts';

const HOUR = 3_600_000;
const start = 1_795_000_000_000;

describe('how sure a loss is', () => {
  it.each([
    [0, 20, 0, 0.161],
    [1, 10, 0.018, 0.404],
    [7, 400, 0.0085, 0.0357],
    [20, 20, 0.839, 1],
  ])('%i lost of %i lies between %f and %f', (lost, sent, low, high) => {
    const bounds = lossBounds(sent, lost) ?? [];
    expect(bounds[0]).toBeCloseTo(low, 3);
    expect(bounds[1]).toBeCloseTo(high, 3);
  });

  it('always holds the share that was seen, and stays between 0 and 1', () => {
    fc.assert(
      fc.property(fc.nat(2_000), fc.nat(2_000), (one, other) => {
        const [lost, sent] = [Math.min(one, other), Math.max(one, other, 1)];
        const [low, high] = lossBounds(sent, lost) ?? [1, 0];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low - 1e-9).toBeLessThanOrEqual(lost / sent);
        expect(high + 1e-9).toBeGreaterThanOrEqual(lost / sent);
      }),
    );
  });

  it('is not told of no probes at all', () => {
    expect(lossBounds(0, 0)).toBeUndefined();
  });
});

describe('the loss of a day', () => {
  it('finds one in a thousand in many passes that each saw ten probes', () => {
    const day = new LossOfDay();
    for (let pass = 0; pass < 2_880; pass += 1)
      day.add(10, pass % 100 === 0 ? 1 : 0, epochMs(start + pass * 30_000));
    const sum = day.sum();
    expect(sum?.ratio).toBeCloseTo(0.001, 4);
    expect(sum?.low).toBeGreaterThan(0.0006);
    expect(sum?.high).toBeLessThan(0.0016);
  });

  it('forgets what is older than a day, and what a clock set back has left ahead', () => {
    const day = new LossOfDay();
    day.add(1_000, 500, epochMs(start));
    day.add(200, 0, epochMs(start + 25 * HOUR));
    expect(day.sum()).toMatchObject({ sent: 200, ratio: 0 });
    day.add(100, 1, epochMs(start));
    expect(day.sum()).toMatchObject({ sent: 100, ratio: 0.01 });
  });

  it('counts an outage as no loss, and says nothing from a few probes', () => {
    const day = new LossOfDay();
    day.add(90, 0, epochMs(start));
    day.add(1_000, 1_000, epochMs(start));
    expect(day.sum()).toBeUndefined();
    day.add(10, 1, epochMs(start));
    expect(day.sum()).toMatchObject({ sent: 100, ratio: 0.01 });
  });
});
