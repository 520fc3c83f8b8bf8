import { describe, expect, it } from 'vitest';
import { bps } from '../../../kit/units.ts';
import type { Arrivals } from '../../../wire/arrivals.ts';
import { estimate } from './estimate.ts';

const IP_OF_FRAME = 1_500 / 1_514;
const STEP_MS = 20;

interface Line {
  readonly forMs: number;
  /** Bits of frames a second at a moment. */
  readonly rate: (atMs: number) => number;
  /** What the application lags behind the port, in bytes of payload. */
  readonly lag?: (atMs: number) => number;
  /** Other traffic on the port, bits of frames a second. */
  readonly others?: number;
  /** Bytes of a counted frame; more than 1,514 where the port joins packets. */
  readonly frame?: number;
  readonly isCounted?: boolean;
}

/** Arrivals as a line would give them, in whole frames. */
function arrivalsOf({ forMs, rate, lag, others = 0, frame = 1_514, isCounted = true }: Line) {
  const arrivals: Arrivals[] = [];
  const segments = frame > 1_514 ? Math.round((frame - 66) / 1_448) : 1;
  let own = 0;
  let other = 0;
  for (let atMs = 0; atMs <= forMs; atMs += STEP_MS) {
    const wire = segments * 1_514;
    const frames = Math.floor(own / wire);
    const otherFrames = Math.floor(other / 1_514);
    const payload = frames * segments * 1_448 - (lag?.(atMs) ?? 0);
    const counted = frames * (66 + segments * 1_448) + otherFrames * 1_514;
    const port = { bytes: counted, frames: frames + otherFrames };
    arrivals.push({ atMs, bytes: Math.max(0, payload), ...(isCounted ? { port } : {}) });
    own += (rate(atMs) * STEP_MS) / 8_000;
    other += (others * STEP_MS) / 8_000;
  }
  return arrivals;
}

const steady = (forMs: number, more: Partial<Line> = {}) =>
  estimate(arrivalsOf({ forMs, rate: () => 100e6, ...more }));

describe('the rate of a line', () => {
  it('is bits of IP packets, whatever the port counts as a frame', () => {
    const whole = steady(1_000)?.rate ?? 0;
    const joined = steady(1_000, { frame: 66 + 20 * 1_448 })?.rate ?? 0;
    expect(whole / (100e6 * IP_OF_FRAME)).toBeCloseTo(1, 2);
    expect(joined / (100e6 * IP_OF_FRAME)).toBeCloseTo(1, 2);
  });

  it('settles after 0.66 s by the kernel’s count, and not before', () => {
    expect(steady(640)?.settled).toBe(false);
    expect(steady(760)).toMatchObject({ settled: true, method: 'tcp4_kernel' });
  });

  it('needs 2 s where only the application counts', () => {
    const app = (forMs: number) => steady(forMs, { isCounted: false });
    expect(app(1_900)?.settled).toBe(false);
    expect(app(2_100)).toMatchObject({ settled: true, method: 'tcp4_app' });
    expect((app(2_100)?.rate ?? 0) / (100e6 * IP_OF_FRAME)).toBeCloseTo(1, 2);
  });

  it('does not settle while it still grows', () => {
    const growing = arrivalsOf({ forMs: 1_000, rate: (atMs) => 100e3 * atMs });
    expect(estimate(growing)?.settled).toBe(false);
  });

  it('forgets a burst that was allowed at the beginning', () => {
    const burst = (atMs: number): number => (atMs < 150 ? 1e9 : 100e6);
    const rate = estimate(arrivalsOf({ forMs: 1_000, rate: burst }))?.rate ?? 0;
    expect(rate / (100e6 * IP_OF_FRAME)).toBeCloseTo(1, 2);
  });

  it('waits until a burst of 20 MB at three times the rate must be over', () => {
    const burst = (atMs: number): number => (atMs < 960 ? 300e6 : 100e6);
    for (let forMs = 660; forMs < 1_070; forMs += STEP_MS)
      expect(estimate(arrivalsOf({ forMs, rate: burst }))?.settled).toBe(false);
    const after = estimate(arrivalsOf({ forMs: 2_400, rate: burst }));
    expect(after?.settled).toBe(true);
    expect((after?.rate ?? 0) / (100e6 * IP_OF_FRAME)).toBeCloseTo(1, 2);
  });

  it('doubts for long what is above everything that is known of the line', () => {
    const known = { line: bps(50e6) };
    const at = (forMs: number) => estimate(arrivalsOf({ forMs, rate: () => 100e6 }), known);
    expect(at(2_400)?.settled).toBe(false);
    expect(at(2_600)?.settled).toBe(true);
    expect(estimate(arrivalsOf({ forMs: 760, rate: () => 54e6 }), known)?.settled).toBe(true);
  });

  it('is not bent by an application that waits for lost packets now and then', () => {
    const lag = (atMs: number): number => (atMs % 300 < 200 ? 2_000_000 : 0);
    const seen = estimate(arrivalsOf({ forMs: 1_000, rate: () => 100e6, lag }));
    expect(seen?.method).toBe('tcp4_kernel');
    expect((seen?.rate ?? 0) / (100e6 * IP_OF_FRAME)).toBeCloseTo(1, 2);
  });

  it('leaves out what the port carried before the test', () => {
    const others = 20e6;
    const arrivals = arrivalsOf({ forMs: 1_000, rate: () => 100e6, others });
    const rate = estimate(arrivals, { background: bps(others) })?.rate ?? 0;
    expect(rate / (100e6 * IP_OF_FRAME)).toBeCloseTo(1, 1);
  });

  it('turns to its own count when something else fills the port meanwhile', () => {
    const arrivals = arrivalsOf({ forMs: 2_200, rate: () => 100e6, others: 50e6 });
    const seen = estimate(arrivals);
    expect(seen?.method).toBe('tcp4_app');
    expect((seen?.rate ?? 0) / (100e6 * IP_OF_FRAME)).toBeCloseTo(1, 1);
  });

  it('is unknown while next to nothing has arrived', () => {
    const trickle = arrivalsOf({ forMs: 3_000, rate: () => 8 });
    expect(estimate(trickle)).toBeUndefined();
    expect(estimate([])).toBeUndefined();
  });
});
