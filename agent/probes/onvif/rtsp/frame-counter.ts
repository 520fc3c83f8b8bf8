import { carriedBy, codecByParameterSet, type VideoCodec } from './nal.ts';
import { type PictureSize, readH264Size, readH265Size } from './sps.ts';

/** One picture: when it began to arrive, its RTP stamp made continuous, whether it is a key frame. */
export interface Frame {
  readonly atMs: number;
  readonly stamp: number;
  readonly key: boolean;
}

interface Packet {
  /** 32 bits, wraps. */
  readonly stamp: number;
  readonly payload: Uint8Array;
}

const WRAP = 2 ** 32;
/** No camera sends more in a window; what does is counted no further. */
const MAX_FRAMES = 20_000;
/** Over UDP a packet may come after those of later pictures; nobody's network keeps one this long. */
const MAX_LATE_PICTURES = 16;

/**
 * Counts pictures in a run of RTP packets: those of one picture share a stamp, also where B-frames
 * make the stamps jump or a packet comes late. Parameter sets alone are no picture. Keeps sizes and
 * times only; no byte of a picture outlives `accept`.
 */
export class FrameCounter {
  readonly #frames: Frame[] = [];
  #codec: string | undefined;
  #size: PictureSize | undefined;
  #rawStamp: number | undefined;
  #stamp = 0;
  /** The picture of the present stamp was counted already. */
  #counted = false;

  /** `codec` as described; of one whose units are not known every new stamp is a picture. */
  constructor(codec: string | undefined, parameterSets: readonly Uint8Array[] = []) {
    this.#codec = codec;
    for (const set of parameterSets) this.#takeSize(set);
  }

  get frames(): readonly Frame[] {
    return this.#frames;
  }

  /** As the stream's own parameter set says; until one has come, as described. */
  get codec(): string | undefined {
    return this.#codec;
  }

  get size(): PictureSize | undefined {
    return this.#size;
  }

  /** The picture of this stamp was the last to come, and was counted. */
  hasCounted(stamp: number): boolean {
    return this.#counted && stamp === this.#rawStamp;
  }

  accept({ stamp, payload }: Packet, atMs: number): void {
    if (payload.length === 0) return;
    this.#follow(stamp);
    if (isOpen(this.#codec)) this.#codec = codecByParameterSet(payload) ?? this.#codec;
    const codec = nalCodec(this.#codec);
    const { kind, sps } = codec === undefined ? ANY : carriedBy(codec, payload);
    if (sps !== undefined) this.#takeSize(sps);
    if (this.#counted || kind === 'other') return;
    this.#counted = true;
    const frame = { atMs, stamp: this.#stamp, key: kind === 'key' };
    if (this.#frames.length < MAX_FRAMES) this.#frames.push(frame);
  }

  #follow(raw: number): void {
    if (raw === this.#rawStamp) return;
    if (this.#rawStamp !== undefined) {
      const step = (raw - this.#rawStamp + WRAP) % WRAP;
      this.#stamp += step > WRAP / 2 ? step - WRAP : step;
    }
    this.#rawStamp = raw;
    this.#counted = this.#wasCounted();
  }

  #wasCounted(): boolean {
    const frames = this.#frames;
    const oldest = Math.max(0, frames.length - MAX_LATE_PICTURES);
    for (let at = frames.length - 1; at >= oldest; at -= 1)
      if (frames[at]?.stamp === this.#stamp) return true;
    return false;
  }

  /** What the stream itself carries last is what holds, over what its description said. */
  #takeSize(nal: Uint8Array): void {
    const size = this.#codec === 'H265' ? readH265Size(nal) : readH264Size(nal);
    this.#size = size ?? this.#size;
  }
}

const ANY = { kind: 'picture', sps: undefined } as const;

/** The codecs whose pictures can be told apart inside; undefined for the others. */
const nalCodec = (codec: string | undefined): VideoCodec | undefined =>
  codec === 'H264' || codec === 'H265' ? codec : undefined;

/** Not named, or named as one that cameras take for the other after a change of settings. */
const isOpen = (codec: string | undefined): boolean =>
  codec === undefined || nalCodec(codec) !== undefined;
