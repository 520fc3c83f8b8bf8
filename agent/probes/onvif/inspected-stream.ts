import type { Settable } from './answers/encoder-options.ts';
import type { CameraStream } from './reading/read-camera.ts';
import type { StreamState } from './rtsp/figures.ts';
import { shownUri } from './rtsp/stream-address.ts';
import type { StreamReading } from './rtsp/watch-stream.ts';

export interface InspectedStream {
  readonly profile: string;
  /** Without credentials. */
  readonly uri: string | null;
  readonly claimed: {
    readonly codec: string | null;
    readonly width: number | null;
    readonly height: number | null;
    readonly fps: number | null;
    readonly bitrate_bps: number | null;
  };
  /** What the encoder can be set to; null where it does not say. */
  readonly settable: SettableStream | null;
  readonly measured: MeasuredStream | null;
}

interface SettableStream {
  readonly codecs: readonly string[];
  readonly width: number | null;
  readonly height: number | null;
  readonly fps: number | null;
}

interface MeasuredStream {
  readonly state: StreamState;
  readonly codec: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly fps: number | null;
  readonly rtp_fps: number | null;
  readonly bitrate_bps: number | null;
  readonly gop_s: number | null;
  readonly max_gap_s: number | null;
  readonly tail_silence_s: number | null;
  readonly frames: number | null;
  readonly window_s: number | null;
}

export function toStream(
  { profile, address, claim, settable }: CameraStream,
  watched: StreamReading | undefined,
): InspectedStream {
  return {
    profile,
    uri: address === undefined ? null : shownUri(address),
    claimed: {
      codec: claim.codec ?? null,
      width: claim.width ?? null,
      height: claim.height ?? null,
      fps: claim.fps ?? null,
      bitrate_bps: claim.bitrateBps ?? null,
    },
    settable: settable === undefined ? null : toSettable(settable),
    measured: watched === undefined ? null : toMeasured(watched),
  };
}

const toSettable = ({ codecs, largest, fps }: Settable): SettableStream => ({
  codecs,
  width: largest?.width ?? null,
  height: largest?.height ?? null,
  fps: rounded(fps),
});

function toMeasured({ state, codec, size, figures }: StreamReading): MeasuredStream {
  return {
    state,
    codec: codec ?? null,
    width: size?.width ?? null,
    height: size?.height ?? null,
    fps: rounded(figures?.fps),
    rtp_fps: rounded(figures?.rtpFps),
    bitrate_bps: figures?.bitrateBps === undefined ? null : Math.round(figures.bitrateBps),
    gop_s: rounded(figures?.gopS),
    max_gap_s: rounded(figures?.maxGapS),
    tail_silence_s: rounded(figures?.tailSilenceS),
    frames: figures?.frames ?? null,
    window_s: rounded(figures?.windowS),
  };
}

/** To a thousandth; null where nothing is known. */
export const rounded = (value: number | undefined): number | null =>
  value === undefined ? null : Math.round(value * 1_000) / 1_000;
