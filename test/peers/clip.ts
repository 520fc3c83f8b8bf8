import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { peerPath } from '../peers.ts';
import type { ServedStream } from './rtsp-server.ts';

export interface Clip {
  readonly codec: ServedStream['codec'];
  readonly size: `${number}x${number}`;
  readonly fps: number;
  readonly seconds: number;
  /** None unless asked for. */
  readonly bFrames?: number;
  /** Filled with noise up to this rate. */
  readonly bitsPerSecond?: number;
}

/** Writes a clip into `folder`, a key frame a second; encoded ahead, so that a slow machine still serves it at its own rate. */
export function encodeClip(folder: string, clip: Clip): string {
  const { codec, size, fps, seconds, bFrames = 0, bitsPerSecond } = clip;
  const file = join(folder, `${codec}-${size}-${fps}-${bFrames}-${bitsPerSecond ?? ''}.mp4`);
  const noise = bitsPerSecond === undefined ? '' : ',noise=alls=30:allf=t';
  const source = `testsrc2=size=${size}:rate=${fps}:duration=${seconds}${noise}`;
  const how = ['-hide_banner', '-loglevel', 'error', '-f', 'lavfi', '-i', source];
  const coder = codec === 'h264' ? h264(clip) : h265(clip);
  execFileSync(peerPath('ffmpeg'), [
    ...how,
    ...coder,
    '-bf',
    `${bFrames}`,
    '-pix_fmt',
    'yuv420p',
    file,
  ]);
  return file;
}

/** The parameter sets of both claim twice the frame rate, as some cameras' do. */
const h264 = ({ fps, bitsPerSecond }: Clip): string[] => [
  ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', `${fps}`, ...limit(bitsPerSecond)],
  ...['-bsf:v', `h264_metadata=tick_rate=${fps * 4}`],
];

const h265 = ({ fps, bitsPerSecond }: Clip): string[] => [
  ...['-c:v', 'libx265', '-preset', 'ultrafast', ...limit(bitsPerSecond)],
  ...['-x265-params', `keyint=${fps}:min-keyint=${fps}:open-gop=0:scenecut=0:log-level=none`],
  ...['-bsf:v', `hevc_metadata=tick_rate=${fps * 2}`],
];

const limit = (bitsPerSecond: number | undefined): string[] =>
  bitsPerSecond === undefined
    ? []
    : ['-b:v', `${bitsPerSecond}`, '-maxrate', `${bitsPerSecond}`, '-bufsize', `${bitsPerSecond}`];
