import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hours, minutes, ms, seconds } from '../../kit/units.ts';
import { confirmAfter, dueAfter, firstDue, nextDue, phaseOf } from './cadence.ts';

const span = fc.integer({ min: 1, max: 86_400_000 }).map(ms);
const instant = fc.integer({ min: 0, max: 10 ** 12 }).map(ms);

describe('the cadence of a target', () => {
  it.each([
    [10, 3, 0, 3],
    [10, 3, 2, 3],
    [10, 3, 3, 13],
    [10, 3, 4, 13],
  ])('every %i s with phase %i s, after %i s: due at %i s', (every, phase, after, due) => {
    expect(nextDue(seconds(every), seconds(phase), seconds(after))).toBe(seconds(due));
  });

  it('is due later than now, and within one period', () => {
    fc.assert(
      fc.property(span, fc.string(), instant, (every, name, now) => {
        const due = nextDue(every, phaseOf(name, every), now);
        expect(due).toBeGreaterThan(now);
        expect(due - now).toBeLessThanOrEqual(every);
      }),
    );
  });

  it('keeps half a period from one look to the next, and never looks into the past', () => {
    fc.assert(
      fc.property(span, fc.string(), instant, span, (every, name, began, took) => {
        const due = dueAfter(every, phaseOf(name, every), { began, now: ms(began + took) });
        expect(due - began).toBeGreaterThanOrEqual(every / 2);
        expect(due).toBeGreaterThan(began + took);
      }),
    );
  });

  it('spreads a hundred targets over their period', () => {
    const names = Array.from({ length: 100 }, (_, at) => `may-chu/cam-${at}`);
    const perTenth = new Map<number, number>();
    for (const name of names) {
      const tenth = Math.floor(phaseOf(name, minutes(5)) / seconds(30));
      perTenth.set(tenth, (perTenth.get(tenth) ?? 0) + 1);
    }
    expect(perTenth.size).toBe(10);
    expect(Math.max(...perTenth.values())).toBeLessThan(30);
  });

  it.each([
    [1, 6],
    [40, 6],
    [100, 15],
    [500, 20],
  ])('spreads the first looks at %i targets over %i s', (targets, spread) => {
    const names = Array.from({ length: 500 }, (_, at) => `may-chu/cam-${at}`);
    const last = Math.max(...names.map((name) => firstDue(name, minutes(5), targets)));
    expect(last).toBeLessThan(seconds(spread));
    expect(last).toBeGreaterThan(seconds(spread) * 0.9);
    expect(firstDue('may-chu/cam-1', seconds(1), targets)).toBeLessThan(seconds(1));
  });

  it('spreads one target of 2,300 schools over its period of six hours', () => {
    const perTenMinutes = new Map<number, number>();
    for (let school = 0; school < 2_300; school += 1) {
      const phase = phaseOf(`thcs-${school}/may-chu/line:bandwidth`, hours(6));
      const slot = Math.floor(phase / minutes(10));
      perTenMinutes.set(slot, (perTenMinutes.get(slot) ?? 0) + 1);
    }
    // 64 in ten minutes if they were spread evenly.
    expect(perTenMinutes.size).toBe(36);
    expect(Math.max(...perTenMinutes.values())).toBeLessThan(100);
  });

  it('confirms after a third of the period, after 30 s at most', () => {
    expect(confirmAfter(seconds(15))).toBe(seconds(5));
    expect(confirmAfter(minutes(5))).toBe(seconds(30));
  });
});
