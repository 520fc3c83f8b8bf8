import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../kit/result.ts';
import { type Ms, ms } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { watchLine } from './line-watch.ts';
import type { OwnKind } from './surge.ts';
import type { Meter } from './traffic.ts';

const MBIT = 1e6;
const LIMITS = { down: 20 * MBIT, up: 10 * MBIT };

interface Line {
  readonly kind?: OwnKind;
  /** Bits a second of the test and of others, by the time since the start. */
  readonly test?: (t: number) => number;
  readonly others?: (t: number) => number;
  /** What the test's own counter shows of its bytes. */
  readonly shownOf?: (bytesAt: (t: number) => number, t: number) => number;
  readonly refresh?: number;
  /** How long after the question the router looks, in turn. */
  readonly delays?: readonly number[];
  readonly direction?: 'down' | 'up';
  readonly gapAt?: number;
  readonly lasts?: number;
}

/** Runs a watch over such a line on a moved clock; gives when it aborted. */
async function abortOf({
  kind = 'kernel',
  test = () => 80 * MBIT,
  others = () => 0,
  shownOf = (bytesAt, t) => bytesAt(t),
  refresh = 0,
  delays = [0],
  direction = 'down',
  gapAt,
  lasts = 3_000,
}: Line): Promise<{ at: Ms | undefined; othersBps: number | undefined; readings: number }> {
  const clock = new ManualClock();
  const sumOf = (rate: (t: number) => number) => {
    const sums = [0];
    for (let t = 0; t <= lasts + 500; t += 1) sums.push((sums[t] ?? 0) + rate(t) / 8_000);
    return (t: number): number => sums[Math.max(0, Math.floor(t))] ?? 0;
  };
  const [own, others_] = [sumOf(test), sumOf(others)];
  let readings = 0;
  const meter: Meter = {
    kind: 'router',
    async read() {
      const delay = delays[readings % delays.length] ?? 0;
      readings += 1;
      const asked = clock.elapsed();
      await clock.sleep(ms(delay));
      const now = clock.elapsed();
      if (gapAt !== undefined && asked <= gapAt && now >= gapAt - 50) return fail('silent');
      const seen = refresh === 0 ? now : Math.floor(now / refresh) * refresh;
      const carried = BigInt(Math.round(own(seen) + others_(seen)));
      const at = ms((asked + now) / 2);
      return ok(
        direction === 'down' ? { at, down: carried, up: 3n } : { at, down: 3n, up: carried },
      );
    },
  };
  const stop = new AbortController();
  const shown = (): number => shownOf(own, clock.elapsed());
  const watch = watchLine(
    {
      meter,
      own: () => (direction === 'down' ? { down: shown(), up: 0 } : { down: 0, up: shown() }),
      rule: { kind, limits: LIMITS },
      clock,
    },
    stop.signal,
  );
  let at: Ms | undefined;
  watch.signal.addEventListener('abort', () => {
    at ??= clock.elapsed();
  });
  await clock.advance(ms(lasts));
  const ended = watch.end();
  await clock.advance(ms(300));
  await ended;
  return { at, othersBps: watch.surge()?.othersBps, readings };
}

const surgeAt =
  (start: number, rate: number) =>
  (t: number): number =>
    t >= start ? rate : 0;
/** A line of 100 Mbit/s whose test gives way to others. */
const givesWay = (start: number, rate: number) => ({
  test: (t: number) => 100 * MBIT - surgeAt(start, rate)(t),
  others: surgeAt(start, rate),
});

describe('a surge', () => {
  it.each([
    [1_000, 30 * MBIT],
    [1_001, 30 * MBIT],
    [1_025, 30 * MBIT],
    [1_049, 30 * MBIT],
    [1_010, 90 * MBIT],
  ])(
    'that begins at %i ms with %i bit/s aborts within 200 ms, while the line stays full',
    async (start, rate) => {
      for (const direction of ['down', 'up'] as const) {
        const { at, othersBps } = await abortOf({ ...givesWay(start, rate), direction });
        expect(at).toBeGreaterThan(start);
        expect((at ?? 0) - start).toBeLessThanOrEqual(200);
        expect(othersBps).toBeGreaterThan(LIMITS.down / 2);
      }
    },
  );

  it.each([
    ['others stay below the limit', givesWay(500, 19 * MBIT)],
    ['nobody else is there', {}],
    ['the test begins', { test: (t: number) => 100 * MBIT * Math.min(1, t / 400) }],
    [
      'the test alone stalls and goes on',
      { test: (t: number) => (t > 800 && t < 1_100 ? 0 : 80e6) },
    ],
    ['one burst of 40 ms passes', { others: (t: number) => (t > 900 && t < 940 ? 60e6 : 0) }],
    ['the answers jitter by 8 ms', { delays: [0, 16, 3, 11, 0, 0, 14, 7, 16, 1] }],
    ['one answer comes 60 ms late', { delays: [...Array(20).fill(0), 120] }],
    ['the router refreshes its counters every second', { refresh: 1_000, lasts: 9_000 }],
    ['the router refreshes its counters every 3 s', { refresh: 3_000, lasts: 18_000 }],
  ])('is not seen where %s', async (_, line: Line) => {
    expect((await abortOf(line)).at).toBeUndefined();
  });

  it('is seen by a slow router at its second refresh', async () => {
    const { at } = await abortOf({ ...givesWay(1_500, 60 * MBIT), refresh: 1_000, lasts: 9_000 });
    expect(at).toBeLessThanOrEqual(3_100);
  });

  it('is not made of what was counted before a gap', async () => {
    const { at } = await abortOf({ gapAt: 1_000, others: (t) => (t < 900 ? 0 : 15 * MBIT) });
    expect(at).toBeUndefined();
  });

  it('is still seen after a gap', async () => {
    const { at } = await abortOf({ ...givesWay(1_500, 50 * MBIT), gapAt: 1_000 });
    expect(at).toBeLessThanOrEqual(1_700);
  });

  it('asks 20 times a second, never twice at once', async () => {
    expect((await abortOf({})).readings).toBeLessThanOrEqual(61);
    expect((await abortOf({ delays: [200] })).readings).toBeLessThanOrEqual(16);
  });
});

describe('a surge beside what the sockets took', () => {
  const application = { kind: 'application' } as const;

  it.each([
    ['headers', { others: (t: number) => (t >= 0 ? 80 * MBIT * 0.05 : 0) }],
    [
      'a stream that stalls for 200 ms and is taken at once',
      {
        shownOf: (bytesAt: (t: number) => number, t: number) =>
          bytesAt(t > 1_000 && t < 1_200 ? 1_000 : t),
      },
    ],
    [
      'sockets that hold 500 kB before they send',
      {
        direction: 'up' as const,
        shownOf: (bytesAt: (t: number) => number, t: number) => bytesAt(t) + 500_000,
      },
    ],
  ])('is not made of %s', async (_, line) => {
    expect((await abortOf({ ...application, ...line })).at).toBeUndefined();
  });

  it('is seen once it is more than a stall could be', async () => {
    const { at } = await abortOf({ ...application, ...givesWay(1_000, 80 * MBIT) });
    expect((at ?? 0) - 1_000).toBeGreaterThan(150);
    expect((at ?? 0) - 1_000).toBeLessThanOrEqual(500);
  });
});

it('stops watching when the test is stopped from outside, and says that this was no surge', async () => {
  const clock = new ManualClock();
  const stop = new AbortController();
  const meter: Meter = {
    kind: 'server',
    read: async () => ok({ at: clock.elapsed(), down: 0n, up: 0n }),
  };
  const rule = { kind: 'kernel', limits: LIMITS } as const;
  const watch = watchLine({ meter, own: () => ({ down: 0, up: 0 }), rule, clock }, stop.signal);
  await clock.advance(ms(200));
  stop.abort();
  await watch.end();
  expect([watch.signal.aborted, watch.surge()]).toEqual([true, undefined]);
});
