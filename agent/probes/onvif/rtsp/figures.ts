import type { Frame } from './frame-counter.ts';

export type StreamState = 'live' | 'frozen' | 'no_video' | 'unauthorized' | 'unreachable';

/** The figures of one window, named as in the register of measurements. */
export interface StreamFigures {
  /** Undefined, as the bit rate, where the window was cut too short to tell. */
  readonly fps: number | undefined;
  readonly rtpFps: number | undefined;
  readonly bitrateBps: number | undefined;
  readonly gopS: number | undefined;
  readonly maxGapS: number | undefined;
  readonly tailSilenceS: number | undefined;
  readonly frames: number;
  readonly windowS: number;
}

/**
 * When figures are taken. It opens a little after the first picture: neither the wait for a key frame
 * nor the burst of kept pictures that some servers begin with is the stream's rate.
 */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
  readonly payloadBytes: number;
  /** Ticks of the RTP stamp in a second, from the description. */
  readonly clockRate: number;
}

/** A picture more or less at its edges makes a rate over less than this worthless. */
const SHORTEST_S = 1;

/** Silence at the tail that no stream of this rate has by chance. */
const FROZEN_AFTER_S = 2;
const FROZEN_AFTER_INTERVALS = 5;

/** `seen` are all pictures, those before the window too: they tell a frozen stream from an empty one. */
export function figuresOf(seen: readonly Frame[], window: Window): StreamFigures {
  const windowS = Math.max(0, (window.endMs - window.startMs) / 1_000);
  const rate = (count: number) => (windowS < SHORTEST_S ? undefined : count / windowS);
  const frames = seen.filter(({ atMs }) => atMs >= window.startMs && atMs < window.endMs);
  const last = seen.at(-1);
  return {
    fps: rate(frames.length),
    rtpFps: rtpRate(frames, window.clockRate),
    bitrateBps: rate(window.payloadBytes * 8),
    gopS: keyDistance(frames, window.clockRate),
    maxGapS: longestGap(frames),
    tailSilenceS: last === undefined ? undefined : Math.max(0, (window.endMs - last.atMs) / 1_000),
    frames: frames.length,
    windowS,
  };
}

/** Live only when pictures kept coming to the end. By their arrival: the stream's own clock may jump by an hour. */
export function stateOf(figures: StreamFigures): 'live' | 'frozen' | 'no_video' {
  const { tailSilenceS, frames, windowS } = figures;
  if (tailSilenceS === undefined) return 'no_video';
  const interval = frames > 1 ? (windowS - tailSilenceS) / (frames - 1) : 0;
  const limit = Math.max(FROZEN_AFTER_S, FROZEN_AFTER_INTERVALS * interval);
  return tailSilenceS > limit ? 'frozen' : 'live';
}

/** B-frames send stamps out of order: near both ends of the window some are then missing. */
const MAX_REORDER = 8;

function rtpRate(frames: readonly Frame[], clockRate: number): number | undefined {
  const ordered = frames.every(({ stamp }, at) => at === 0 || stamp > (frames[at - 1]?.stamp ?? 0));
  const edge = ordered ? 0 : Math.min(MAX_REORDER, Math.floor(frames.length / 8));
  const stamps = frames
    .map(({ stamp }) => stamp)
    .sort((a, b) => a - b)
    .slice(edge, frames.length - edge);
  const span = (stamps.at(-1) ?? 0) - (stamps[0] ?? 0);
  return span > 0 && clockRate > 0 ? ((stamps.length - 1) * clockRate) / span : undefined;
}

function keyDistance(frames: readonly Frame[], clockRate: number): number | undefined {
  const keys = frames.filter(({ key }) => key);
  const first = keys[0];
  const last = keys.at(-1);
  if (first === undefined || last === undefined || keys.length < 2 || clockRate <= 0)
    return undefined;
  const distance = (last.stamp - first.stamp) / clockRate / (keys.length - 1);
  return distance > 0 ? distance : undefined;
}

function longestGap(frames: readonly Frame[]): number | undefined {
  let longest: number | undefined;
  for (const [at, { atMs }] of frames.entries()) {
    const before = frames[at - 1];
    if (before !== undefined) longest = Math.max(longest ?? 0, (atMs - before.atMs) / 1_000);
  }
  return longest;
}
