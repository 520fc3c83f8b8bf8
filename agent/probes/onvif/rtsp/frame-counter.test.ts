import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresOf, stateOf } from './figures.ts';
import { type Frame, FrameCounter } from './frame-counter.ts';
import { readRtpHead } from './rtp.ts';

const packet = (stamp: number, payload: readonly number[]) => ({
  stamp,
  payloadType: 96,
  payload: Uint8Array.from(payload),
});
const KEY = [0x65, 1];
const PICTURE = [0x41, 1];
const SEI = [0x06, 1];

describe('counting pictures', () => {
  it('counts a picture once, however many packets and slices it has', () => {
    const counter = new FrameCounter('H264');
    for (const payload of [SEI, KEY, KEY]) counter.accept(packet(0, payload), 0);
    // A fragmented unit: start, middle, end.
    for (const head of [0x81, 0x01, 0x41]) counter.accept(packet(3_600, [0x7c, head]), 40);
    expect(counter.frames.map(({ key }) => key)).toEqual([true, false]);
  });

  it('counts no parameter set and no message for a picture', () => {
    const counter = new FrameCounter('H264');
    counter.accept(packet(0, [0x67, 1, 2, 3]), 0);
    counter.accept(packet(1, SEI), 0);
    expect(counter.frames).toHaveLength(0);
  });

  it('looks into aggregated packets, and counts H.265 key frames of every kind', () => {
    const four = new FrameCounter('H264');
    four.accept(packet(0, [0x78, 0, 2, ...SEI, 0, 2, ...KEY]), 0);
    expect(four.frames[0]?.key).toBe(true);
    const five = new FrameCounter('H265');
    for (const [at, type] of [19, 21, 1, 33].entries()) five.accept(packet(at, [type << 1, 1]), at);
    expect(five.frames.map(({ key }) => key)).toEqual([true, true, false]);
  });

  it('counts no aggregated unit without bytes for a picture of H.265', () => {
    const counter = new FrameCounter('H265');
    counter.accept(packet(0, [48 << 1, 1, 0, 0, 0, 0]), 0);
    expect(counter.frames).toHaveLength(0);
  });

  it('follows stamps over their wrap', () => {
    const counter = new FrameCounter('H264');
    counter.accept(packet(2 ** 32 - 1_800, KEY), 0);
    counter.accept(packet(1_800, PICTURE), 40);
    expect(counter.frames.map(({ stamp }) => stamp)).toEqual([0, 3_600]);
  });

  it('counts a picture once whose packets come among those of later ones, as over UDP', () => {
    const counter = new FrameCounter('H264');
    for (const at of [0, 1, 0, 1, 3, 2, 3, 2, 1]) counter.accept(packet(at * 3_600, PICTURE), at);
    expect(counter.frames.map(({ stamp }) => stamp / 3_600)).toEqual([0, 1, 3, 2]);
  });

  it('counts a picture, and knows a key frame, by any of its fragments: the first may be lost', () => {
    const four = new FrameCounter('H264');
    four.accept(packet(0, [0x7c, 0x05, 9]), 0);
    four.accept(packet(3_600, [0x7c, 0x41, 9]), 40);
    const five = new FrameCounter('H265');
    five.accept(packet(0, [0x62, 1, 0x13, 9]), 0);
    five.accept(packet(3_600, [0x62, 1, 0x41, 9]), 40);
    for (const { frames } of [four, five])
      expect(frames.map(({ key }) => key)).toEqual([true, false]);
  });

  it('knows the picture it has counted, and only while it is the last to come', () => {
    const counter = new FrameCounter('H264');
    expect(counter.hasCounted(7)).toBe(false);
    counter.accept(packet(7, SEI), 0);
    expect(counter.hasCounted(7)).toBe(false);
    counter.accept(packet(7, KEY), 0);
    expect(counter.hasCounted(7)).toBe(true);
    counter.accept(packet(8, SEI), 0);
    expect([counter.hasCounted(7), counter.hasCounted(8)]).toEqual([false, false]);
  });

  it('counts no packet that carries nothing', () => {
    const counter = new FrameCounter('H265');
    counter.accept(packet(0, []), 0);
    expect(counter.frames).toHaveLength(0);
  });

  it('takes any bytes for RTP without a throw', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 80 }),
        fc.constantFrom('H264', 'H265'),
        (bytes, codec) => {
          const counter = new FrameCounter(codec);
          const whole = Uint8Array.from([0x80, ...bytes]);
          const head = readRtpHead(whole);
          if (head !== undefined)
            counter.accept({ ...head, payload: whole.subarray(head.start, head.end) }, 0);
          expect(counter.frames.length).toBeLessThan(2);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

const frames = (fps: number, forS: number, key = 25): readonly Frame[] =>
  Array.from({ length: Math.round(fps * forS) }, (_, at) => ({
    atMs: (at * 1_000) / fps,
    stamp: Math.round((at * 90_000) / fps),
    key: at % key === 0,
  }));
const window = { startMs: 0, endMs: 6_000, payloadBytes: 75_000, clockRate: 90_000 };

describe('the figures of a window', () => {
  it.each([10, 12, 15, 25, 30])('say %d pictures a second', (fps) => {
    const figures = figuresOf(frames(fps, 6), window);
    expect(figures).toMatchObject({ fps, bitrateBps: 100_000, frames: fps * 6, windowS: 6 });
    expect(figures.rtpFps).toBeCloseTo(fps, 2);
    expect(figures.gopS).toBeCloseTo(25 / fps, 3);
    expect(stateOf(figures)).toBe('live');
  });

  it('say the rate of the RTP clock where B-frames send stamps out of order', () => {
    const swapped = frames(25, 6).map((frame, at, all) => ({
      ...frame,
      stamp: all[at % 3 === 1 ? at + 1 : at % 3 === 2 ? at - 1 : at]?.stamp ?? frame.stamp,
    }));
    expect(figuresOf(swapped, window).rtpFps).toBeCloseTo(25, 1);
  });

  it.each([
    [6, undefined],
    [21, 10],
  ])('of %d s say of key frames 10 s apart: %s', (forS, gopS) => {
    const figures = figuresOf(frames(25, forS + 5, 250), {
      ...window,
      startMs: 500,
      endMs: 500 + forS * 1_000,
    });
    expect(figures.gopS).toBe(gopS);
  });

  it('call a stream frozen that stopped, and by the whole window slow', () => {
    const figures = figuresOf(frames(25, 1.6), window);
    expect(figures.fps).toBeCloseTo(40 / 6, 3);
    expect(figures.rtpFps).toBeCloseTo(25, 2);
    expect(figures.tailSilenceS).toBeCloseTo(4.44, 2);
    expect(stateOf(figures)).toBe('frozen');
  });

  it('call a stream frozen whose pictures all came before the window', () => {
    const figures = figuresOf([{ atMs: 0, stamp: 0, key: true }], { ...window, startMs: 500 });
    expect(figures).toMatchObject({ frames: 0, fps: 0, tailSilenceS: 6 });
    expect(stateOf(figures)).toBe('frozen');
  });

  it.each([
    [25, 2.0, 'live'],
    [25, 2.1, 'frozen'],
    [1, 4.9, 'live'],
    [1, 5.1, 'frozen'],
  ])('with %d pictures a second and %d s of silence say %s', (fps, silence, state) => {
    const seen = frames(fps, 6);
    const endMs = (seen.at(-1)?.atMs ?? 0) + silence * 1_000;
    expect(stateOf(figuresOf(seen, { ...window, endMs }))).toBe(state);
  });

  it('call a stream frozen whose clock jumped by an hour before it stopped', () => {
    const jumped = frames(25, 1.6).map((frame, at) => ({
      ...frame,
      stamp: frame.stamp + (at > 20 ? 3_600 * 90_000 : 0),
    }));
    expect(stateOf(figuresOf(jumped, window))).toBe('frozen');
  });

  it.each([
    [0.9, undefined],
    [1, 25],
  ])('say a rate over a second at least, not over a window cut to %d s', (forS, fps) => {
    const figures = figuresOf(frames(25, forS), { ...window, endMs: forS * 1_000 });
    expect(figures).toMatchObject({ fps, bitrateBps: fps && 600_000, windowS: forS });
    expect(figures.rtpFps).toBeCloseTo(25, 2);
    expect(stateOf(figures)).toBe('live');
  });

  it('say nothing of a window that was over before it opened, and call its stream live', () => {
    const figures = figuresOf(frames(25, 0.4), { ...window, startMs: 500, endMs: 400 });
    expect(figures).toMatchObject({ fps: undefined, bitrateBps: undefined, frames: 0, windowS: 0 });
    expect(stateOf(figures)).toBe('live');
  });

  it('call a stream without a picture no video', () => {
    expect(stateOf(figuresOf([], window))).toBe('no_video');
  });
});
