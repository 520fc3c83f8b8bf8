export type Codec = 'H264' | 'H265';

/** What a stream really carries, as against its settings. Sizes are even: 4:2:0 halves them. */
export interface Picture {
  readonly codec: Codec;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Frames from one key frame to the next. */
  readonly gopFrames: number;
}

/** One coded picture as NAL units, parameter sets first where it is a key frame. */
export type AccessUnit = readonly Buffer[];

/** A grey picture for ever: every frame of it, and the parameter sets a description quotes. */
export interface Clip {
  readonly parameterSets: readonly Buffer[];
  accessUnit(frame: number): AccessUnit;
}

/** Time scale of a frame rate: both codecs count ticks of 1/1000 frame so that 12.5 is exact. */
export const TICKS_PER_FRAME = 1_000;

/** Keeps what was made: a group of pictures repeats itself, so each is coded once. */
export function remembered<Made>(make: (key: number) => Made): (key: number) => Made {
  const made = new Map<number, Made>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}
