import { FrameCounter } from '../../../agent/probes/onvif/rtsp/frame-counter.ts';
import { readRtpHead } from '../../../agent/probes/onvif/rtsp/rtp.ts';
import {
  type PictureSize,
  readH264Size,
  readH265Size,
} from '../../../agent/probes/onvif/rtsp/sps.ts';
import { clipOf } from '../../sim/bitstream/clip.ts';
import { promise, type Target } from '../target.ts';

const MAX_PIXELS = 16_384;
const CODECS = ['H264', 'H265'] as const;

const sets = CODECS.flatMap((codec) =>
  [
    { width: 1920, height: 1080 },
    { width: 640, height: 360 },
  ].flatMap((size) => clipOf({ codec, ...size, fps: 25, gopFrames: 25 }).parameterSets),
);
/** As they travel: alone, and together in one packet (RFC 6184 §5.7.1, RFC 7798 §4.4.2). */
const together = (head: readonly number[]): Buffer =>
  Buffer.concat([
    Buffer.from(head),
    ...sets.flatMap((set) => [Buffer.from([set.length >> 8, set.length & 0xff]), set]),
  ]);

/** Parameter sets (VPS, SPS, PPS) and the packets that carry them. */
export const sps: Target = {
  name: 'sps',
  seeds: async () => [
    ...sets,
    together([0x18]),
    together([0x60, 0x01]),
    Buffer.from([0x7c, 0x85, 0x88]),
  ],
  words: [
    '\x67',
    '\x42\x01',
    '\x40\x01',
    '\x00\x00\x03',
    '\x00\x00\x01',
    '\xff\xff\xff\xff',
    '\x80',
  ],
  feed(bytes, random) {
    promiseSize(readH264Size(bytes));
    promiseSize(readH265Size(bytes));
    for (const codec of CODECS) count(new FrameCounter(codec), bytes, random);
    count(new FrameCounter(undefined), bytes, random);
  },
};

/** The input as a run of packets with heads made by chance. */
function count(counter: FrameCounter, bytes: Uint8Array, random: () => number): void {
  for (let at = 0, packets = 0; at < bytes.length && packets < 40; packets += 1) {
    const next = at + 1 + Math.floor(random() * 1_400);
    const head = Buffer.from(Array.from({ length: 12 }, () => Math.floor(random() * 256)));
    head.writeUInt8(random() < 0.9 ? 0x80 : (head[0] ?? 0), 0);
    const packet = Buffer.concat([head, bytes.subarray(at, next)]);
    const said = readRtpHead(packet);
    if (said !== undefined)
      counter.accept({ ...said, payload: packet.subarray(said.start, said.end) }, packets);
    at = next;
  }
  promise(counter.frames.length <= 40, 'more pictures than packets');
  promiseSize(counter.size);
}

export function promiseSize(size: PictureSize | undefined): void {
  const isSane = (pixels: number) => Number.isInteger(pixels) && pixels > 0 && pixels <= MAX_PIXELS;
  promise(
    size === undefined || (isSane(size.width) && isSane(size.height)),
    `a picture of ${size?.width}×${size?.height}`,
  );
}
