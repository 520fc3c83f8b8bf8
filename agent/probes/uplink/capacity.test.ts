import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ms } from '../../../kit/units.ts';
import type { PortCount } from '../line-counters.ts';
import { capacityOf } from './capacity.ts';

/** Whole frames of 1,514 bytes carry 1,500 of IP. */
const FRAME = 1_514;
const IP_SHARE = 1_500 / FRAME;

interface Line {
  /** Bits a second in frames, by the millisecond since the start of the window. */
  readonly rateAt?: (t: number) => number;
  /** How long after the true moment the router sees the question, and how long the answer takes. */
  readonly delays?: (nth: number) => readonly [number, number];
  /** The router renews its counters only so often. */
  readonly refresh?: number;
  readonly every?: number;
  readonly lasts?: number;
  readonly start?: bigint;
  readonly more?: Partial<PortCount>;
}

const MBIT = 1e6;

/** What a router would have answered while such a line was loaded, at a resolution of a millisecond. */
function series({
  rateAt = () => 100 * MBIT,
  delays = () => [0.3, 0.3],
  refresh = 0,
  every = 50,
  lasts = 1_000,
  start = 5_000_000_000_000n,
  more = {},
}: Line = {}): PortCount[] {
  const carried = [0];
  for (let t = 0; t < lasts + refresh + 200; t += 1)
    carried.push((carried[t] ?? 0) + rateAt(t) / 8_000);
  const counts: PortCount[] = [];
  for (let asked = 0, nth = 0; asked <= lasts; nth += 1) {
    const [there, back] = delays(nth);
    const seen = Math.round(asked + there);
    // The phase of the refreshes is of no interest, but must not fall on the questions.
    const shown = refresh === 0 ? seen : Math.floor((seen - 37) / refresh) * refresh + 37;
    const octets = Math.floor(carried[Math.max(0, shown)] ?? 0);
    const frames = BigInt(Math.floor(octets / FRAME));
    counts.push({
      inOctets: start + BigInt(octets),
      outOctets: 1_000n,
      inFrames: 10n + frames,
      outFrames: 10n,
      headerBytes: 14,
      discontinuity: 0,
      agentUptimeS: 900 + asked / 1_000,
      speedBps: 1e9,
      takenAt: ms(asked + (there + back) / 2),
      took: ms(there + back),
      ...more,
    });
    asked += Math.max(every, there + back);
  }
  return counts;
}

const judge = (counts: readonly PortCount[], { ownBps = 0, to = 60_000, missed = 0 } = {}) => {
  const loaded = { direction: 'down', from: ms(0), to: ms(to), ownBps } as const;
  const capacity = capacityOf({ counts, missed }, loaded);
  return capacity.ok ? capacity.value : capacity.problem;
};
const ratioOf = (counts: readonly PortCount[], truthBps: number): number => {
  const capacity = judge(counts);
  return typeof capacity === 'string' ? Number.NaN : capacity.rate / truthBps;
};

describe('the capacity of the link', () => {
  it('is the port’s rate without the frames’ headers, as the available rate is', () => {
    const capacity = judge(series());
    expect(capacity).toMatchObject({ layer: 'ip' });
    expect(ratioOf(series(), 100 * MBIT * IP_SHARE)).toBeCloseTo(1, 3);
  });

  it.each([
    ['counts no frames', { inFrames: undefined }],
    ['leaves its frames at nothing', { inFrames: 0n }],
    ['has a port of an unknown kind', { headerBytes: undefined }],
  ])('is said to be of frames where the router %s', (_, more) => {
    expect(judge(series({ more }))).toMatchObject({ layer: 'frame' });
    expect(ratioOf(series({ more }), 100 * MBIT)).toBeCloseTo(1, 3);
  });

  it('needs no frames where the port has no header, as PPP has none', () => {
    const more = { headerBytes: 0, inFrames: undefined };
    expect(judge(series({ more }))).toMatchObject({ layer: 'ip' });
  });

  it.each([
    ['a ramp of 300 ms', (t: number) => 100 * MBIT * Math.min(1, t / 300)],
    ['a burst allowance in the first 250 ms', (t: number) => (t < 250 ? 400 : 100) * MBIT],
    ['a load that ends before the window does', (t: number) => (t < 800 ? 100 : 5) * MBIT],
  ])('leaves out %s', (_, rateAt) => {
    const ratio = ratioOf(series({ rateAt }), 100 * MBIT * IP_SHARE);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.01);
  });

  it('is never off by more than 6 % whatever delays of up to 50 ms the answers have, or says nothing', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.double({ min: 0, max: 50, noNaN: true }),
            fc.double({ min: 0, max: 50, noNaN: true }),
          ),
          { minLength: 80, maxLength: 80 },
        ),
        fc.constantFrom(1_000, 1_500, 3_000),
        (delayed, lasts) => {
          const delays = (nth: number) => delayed[nth % delayed.length] ?? ([0, 0] as const);
          const ratio = ratioOf(series({ delays, lasts }), 100 * MBIT * IP_SHARE);
          expect(Number.isNaN(ratio) || Math.abs(ratio - 1) < 0.06).toBe(true);
        },
      ),
    );
  });

  it('costs less than 2 % where some answers are late by 50 ms', () => {
    let state = 1;
    const random = (): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const off = Array.from({ length: 200 }, () => {
      const delays = () => (random() < 0.3 ? ([0.3, 50] as const) : ([0.3, 0.3] as const));
      return Math.abs(ratioOf(series({ delays }), 100 * MBIT * IP_SHARE) - 1);
    });
    expect(Math.max(...off)).toBeLessThan(0.02);
  });

  it('is that of the port whatever share of it was the test’s own', () => {
    for (const share of [0.1, 0.4, 0.7, 1])
      expect(judge(series(), { ownBps: 95 * MBIT * share })).toMatchObject({ layer: 'ip' });
  });
});

describe('a router that refreshes its counters now and then', () => {
  it.each([
    [1_000, 3_400],
    [3_000, 6_400],
  ])('every %i ms gives the rate between its refreshes in a window of %i ms', (refresh, lasts) => {
    const ratio = ratioOf(series({ refresh, lasts }), 100 * MBIT * IP_SHARE);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.03);
  });

  it.each([
    ['no refresh', 3_000, 20],
    ['one refresh', 3_000, 1_000],
    ['refreshes too close for how often they are looked at', 400, 1_000],
    ['a refresh at each end of a window that is looked at seldom', 1_000, 1_300],
  ])('is stale with %s', (_, refresh, lasts) => {
    const counts = series({ refresh, lasts: Math.max(lasts, 1_000), every: 100 });
    expect(judge(counts)).toBe('stale');
  });
});

describe('counters that say nothing', () => {
  const half = (change: (count: PortCount) => Partial<PortCount>, line: Line = {}): PortCount[] =>
    series(line).map((count, nth) => (nth < 10 ? count : { ...count, ...change(count) }));
  const back = (by: bigint) => (count: PortCount) => ({ inOctets: count.inOctets - by });

  it.each([
    ['a discontinuity', half(() => ({ discontinuity: 4_711 })), 'reset'],
    ['a router started anew', half(() => ({ agentUptimeS: 3 })), 'reset'],
    ['a count that went back', half(back(2_000_000n)), 'reset'],
    ['a count that began at 0', half(back(5_000_000_000_000n)), 'reset'],
    ['a 64-bit wrap', half(back(2n ** 64n), { start: 2n ** 64n - 6_000_000n }), 'wrapped'],
    ['32 bits inside 64', half(back(2n ** 32n), { start: 2n ** 32n - 6_000_000n }), 'wrapped'],
    ['more than the port can carry', series({ more: { speedBps: 90 * MBIT } }), 'impossible'],
    ['too few readings', series({ every: 400 }), 'too_short'],
    ['a window of 200 ms', series({ lasts: 200, every: 40 }), 'too_short'],
    ['no readings', [], 'missing'],
  ])('are told by their reason: %s', (_, counts, problem) => {
    expect(judge(counts)).toBe(problem);
  });

  it('are missing where most questions came to nothing', () => {
    expect(judge(series({ every: 400 }), { missed: 5 })).toBe('missing');
  });

  it('are bypassed where the test alone carried more than the port counted', () => {
    expect(judge(series(), { ownBps: 120 * MBIT })).toBe('bypassed');
  });

  it('may just reach the speed of the port', () => {
    expect(judge(series({ more: { speedBps: 100 * MBIT } }))).toMatchObject({ layer: 'ip' });
  });

  it('are not disturbed by an uptime that wraps after 497 days', () => {
    const wrapped = half(() => ({ agentUptimeS: 2 }), { more: { agentUptimeS: 42_949_670 } });
    expect(judge(wrapped)).toMatchObject({ layer: 'ip' });
  });

  it('harm nothing outside the window', () => {
    const counts = half(() => ({ discontinuity: 9 }), { lasts: 2_000 });
    expect(judge(counts.slice(0, 10), { to: 450 })).toMatchObject({ layer: 'ip' });
    expect(judge(counts, { to: 450 })).toMatchObject({ layer: 'ip' });
  });
});
