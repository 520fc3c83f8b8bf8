import { type Nal, nalsOf, type VideoCodec } from './nal.ts';
import type { RtpPacket } from './rtp.ts';
import { type PictureSize, readH264Size, readH265Size } from './sps.ts';

/** One picture: when it began to arrive, its RTP stamp made continuous, whether it is a key frame. */
export interface Frame {
  readonly atMs: number;
  readonly stamp: number;
  readonly key: boolean;
}

const WRAP = 2 ** 32;
/** No camera sends more in a window; what does is counted no further. */
const MAX_FRAMES = 20_000;

/**
 * Counts pictures in a run of RTP packets: packets of one picture share a stamp and stand together,
 * also where B-frames make the stamps jump. Parameter sets alone are no picture. Keeps sizes and
 * times only; no byte of a picture outlives `accept`.
 */
export class FrameCounter {
  readonly #codec: VideoCodec | undefined;
  readonly #frames: Frame[] = [];
  #size: PictureSize | undefined;
  #rawStamp: number | undefined;
  #stamp = 0;
  /** The picture of the present stamp was counted already. */
  #counted = false;

  /** `codec` undefined is one without NAL units: there every new stamp is a picture. */
  constructor(codec: VideoCodec | undefined, parameterSets: readonly Uint8Array[] = []) {
    this.#codec = codec;
    for (const set of parameterSets) this.#takeSize(set);
  }

  get frames(): readonly Frame[] {
    return this.#frames;
  }

  /** As the stream's own parameter set says; from the description until one has come. */
  get size(): PictureSize | undefined {
    return this.#size;
  }

  accept({ stamp, payload }: RtpPacket, atMs: number): void {
    this.#follow(stamp);
    const nals = this.#codec === undefined ? [] : nalsOf(this.#codec, payload);
    for (const { kind, bytes } of nals) if (kind === 'sps' && bytes) this.#takeSize(bytes);
    const key = nals.some(({ kind }) => kind === 'key');
    if (this.#counted || !(this.#codec === undefined || key || nals.some(isPicture))) return;
    this.#counted = true;
    if (this.#frames.length < MAX_FRAMES) this.#frames.push({ atMs, stamp: this.#stamp, key });
  }

  #follow(raw: number): void {
    if (raw === this.#rawStamp) return;
    if (this.#rawStamp !== undefined) {
      const step = (raw - this.#rawStamp + WRAP) % WRAP;
      this.#stamp += step > WRAP / 2 ? step - WRAP : step;
    }
    this.#rawStamp = raw;
    this.#counted = false;
  }

  /** What the stream itself carries last is what holds, over what its description said. */
  #takeSize(nal: Uint8Array): void {
    const size = this.#codec === 'H265' ? readH265Size(nal) : readH264Size(nal);
    this.#size = size ?? this.#size;
  }
}

const isPicture = ({ kind }: Nal): boolean => kind === 'picture';
