import { describe, expect, it } from 'vitest';
import type { Arrivals } from '../../../wire/arrivals.ts';
import { believable, disproof, heldUp, rateOf } from './bandwidth.ts';

const states = (last: Partial<Arrivals>): readonly Arrivals[] => [
  { atMs: 100, bytes: 0, port: { bytes: 1_000, frames: 1 } },
  { atMs: 1_100, bytes: 10e6, port: { bytes: 11e6, frames: 7_000 }, ...last },
];
const sent = { bytes: 12e6, portBytes: 12e6, spanMs: 1_000 };

describe('a far end’s count of an upload', () => {
  it('is believed where nothing speaks against it', () => {
    expect(disproof(states({}), sent)).toBeUndefined();
    expect(disproof([], sent)).toBeUndefined();
  });

  it.each<[string, Partial<Arrivals>, RegExp]>([
    ['more bytes than were sent', { bytes: 13e6 }, /counted 13000000 bytes of 12000000 sent/],
    ['a second that takes two', { atMs: 2_100 }, /counted 2\.00 s of 1\.00 s/],
    ['a second that takes a tenth', { atMs: 200 }, /counted 0\.10 s of 1\.00 s/],
    ['bytes that become fewer', { bytes: -1 }, /backwards/],
    ['a clock that goes back', { atMs: 50 }, /backwards/],
  ])('is not believed with %s', (_, last, reason) => {
    expect(disproof(states(last), sent)).toMatch(reason);
  });
});

describe('a far end’s port', () => {
  it('is believed as far as this end’s own port sent as much', () => {
    const lines = states({});
    expect(believable(lines, sent)).toBe(lines);
    expect(believable(lines, { portBytes: undefined })).toBe(lines);
  });

  it('is left out where it counted more: others use it too, or it lies', () => {
    const lines = states({ port: { bytes: 99e6, frames: 9 } });
    expect(believable(lines, sent)).toEqual([
      { atMs: 100, bytes: 0 },
      { atMs: 1_100, bytes: 10e6 },
    ]);
  });
});

describe('an end that looks every 20 ms', () => {
  const every = (gap: number, count: number) => Array.from({ length: count }, (_, at) => at * gap);

  it('keeps up when it is mostly in time, also with a stall now and then', () => {
    expect(heldUp(every(22, 40))).toBe(false);
    expect(heldUp([...every(21, 20), 900, 920, 941])).toBe(false);
    expect(heldUp([])).toBe(false);
  });

  it('is held up when most of its looks come late, as with a twentieth of a processor', () => {
    expect(heldUp(every(100, 10))).toBe(true);
    expect(heldUp(every(100, 2))).toBe(false);
  });
});

describe('a test that could go on no longer', () => {
  const estimate = {
    rate: 5e6,
    method: 'tcp4_kernel',
    bytes: 1e6,
    span: 900,
    settled: false,
  } as unknown as Parameters<typeof rateOf>[0];

  const spent = { bytes: 1e6, seconds: 3, starved: false };

  it('gives what it had seen, settled or not', () => {
    expect(rateOf(estimate, spent)).toEqual({ ok: true, value: 5e6 });
  });

  it('gives no more than the mean when an end was starved', () => {
    const heaped = { ...estimate, rate: 20e6 } as typeof estimate;
    expect(rateOf(heaped, { ...spent, starved: true })).toEqual({ ok: true, value: 8_888_889 });
    expect(rateOf(estimate, { ...spent, starved: true })).toEqual({ ok: true, value: 5e6 });
  });

  it('gives no rate of a trickle', () => {
    expect(rateOf(undefined, { ...spent, bytes: 3 })).toEqual({
      ok: false,
      problem: 'too little arrived: 3 bytes in 3.0 s',
    });
  });

  it('gives a plain mean where it was over before a slope could be seen', () => {
    expect(rateOf(undefined, { ...spent, seconds: 0.1 })).toEqual({ ok: true, value: 80e6 });
    expect(rateOf(undefined, { ...spent, seconds: 0.001 }).ok).toBe(false);
  });
});
