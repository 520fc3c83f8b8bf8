import { describe, expect, it } from 'vitest';
import { type Ms, ms, seconds } from '../../kit/units.ts';
import { awaited, fastest, type Pace, paceAfter, retryOf } from './waiting.ts';

const SLOTS = 10;

/** The pace after leases to those who waited, so far apart. */
function paceOf(...steps: readonly number[]): Ms {
  let pace: Pace | undefined = paceAfter(undefined, ms(0), SLOTS);
  let now = 0;
  for (const step of steps) {
    now += step;
    pace = paceAfter(pace, ms(now), SLOTS);
  }
  return pace.step;
}

const round = (step: number): readonly number[] => Array.from({ length: SLOTS }, () => step);

describe('the pace of the queue', () => {
  it('begins as fast as it can be, and never is told to be faster', () => {
    expect(paceOf()).toBe(250);
    expect(paceOf(...round(1))).toBe(250);
  });

  it('learns a slower one round by round', () => {
    const rounds = (count: number) =>
      paceOf(...Array.from({ length: count }, () => round(4_800)).flat());
    expect(rounds(1)).toBeLessThan(600);
    expect(rounds(30)).toBeGreaterThan(4_500);
  });

  it('makes little of one long standstill, and believes a faster round at once', () => {
    const stood = [...round(500), 3_600_000, ...round(500).slice(1)];
    expect(paceOf(...stood)).toBeLessThanOrEqual(600);
    expect(paceOf(...stood, ...round(500))).toBeLessThanOrEqual(500);
  });
});

describe('the time to come back', () => {
  it('is half-way to the turn, soon near the front', () => {
    expect(retryOf(0, fastest(SLOTS))).toBe(1_500);
    expect(retryOf(40, seconds(1))).toBe(20_000);
  });

  it('is three minutes at most, and not the same for all who stand far behind', () => {
    const told = Array.from({ length: 1_000 }, (_, at) => retryOf(1_000 + at, seconds(5)));
    expect(Math.max(...told)).toBeLessThanOrEqual(180_000);
    expect(Math.min(...told)).toBeGreaterThanOrEqual(60_000);
    expect(new Set(told.map((span) => Math.floor(span / 1_000))).size).toBe(120);
  });

  it('leaves room for the chance of the asker, and the place a minute longer', () => {
    expect(awaited(seconds(10), ms(0))).toEqual({ lateAt: 20_000, goneAt: 80_000 });
  });
});
