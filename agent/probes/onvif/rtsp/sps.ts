import { BitReader, unescapeNal } from './bits.ts';

/** The size of the picture as shown: what is coded, less what the SPS crops. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** No parameter set is longer; what is, is not read. */
const MAX_SPS_BYTES = 4_096;
const MAX_SIDE = 16_384;

/** Profiles that carry chroma format and scaling lists: ITU-T H.264 §7.3.2.1.1. */
const HIGH_PROFILES = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** From an H.264 sequence parameter set, its NAL header included; undefined when it is none. */
export function readH264Size(nal: Uint8Array): PictureSize | undefined {
  if (nal.length < 5 || nal.length > MAX_SPS_BYTES || ((nal[0] ?? 0) & 0x1f) !== 7)
    return undefined;
  const bits = new BitReader(unescapeNal(nal.subarray(1)));
  const profile = bits.bits(8);
  bits.skip(16);
  bits.unsigned();
  const chroma = HIGH_PROFILES.has(profile) ? readHighChroma(bits) : 1;
  bits.unsigned();
  skipPictureOrder(bits);
  bits.unsigned();
  bits.skip(1);
  const widthMbs = bits.unsigned() + 1;
  const heightMaps = bits.unsigned() + 1;
  const framesOnly = bits.flag();
  if (!framesOnly) bits.skip(1);
  bits.skip(1);
  const lines = framesOnly ? 1 : 2;
  const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
  const unitY = (chroma === 1 ? 2 : 1) * lines;
  const crop = readCrop(bits, unitX, unitY);
  return sizeOf(widthMbs * 16 - crop.width, heightMaps * 16 * lines - crop.height);
}

/** Gives the chroma array type; 0 (no subsampling) for separate planes. */
function readHighChroma(bits: BitReader): number {
  const format = bits.unsigned();
  const separate = format === 3 && bits.flag();
  bits.unsigned();
  bits.unsigned();
  bits.skip(1);
  if (bits.flag()) {
    const lists = format === 3 ? 12 : 8;
    for (let list = 0; list < lists; list += 1) if (bits.flag()) skipScaling(bits, list);
  }
  return separate ? 0 : format;
}

function skipScaling(bits: BitReader, list: number): void {
  const size = list < 6 ? 16 : 64;
  let last = 8;
  for (let entry = 0; entry < size; entry += 1) {
    const next = (last + bits.signed() + 256) % 256;
    if (next === 0 || Number.isNaN(next)) return;
    last = next;
  }
}

function skipPictureOrder(bits: BitReader): void {
  const type = bits.unsigned();
  if (type === 0) bits.unsigned();
  if (type !== 1) return;
  bits.skip(1);
  bits.signed();
  bits.signed();
  const cycle = bits.unsigned();
  for (let entry = 0; entry < Math.min(cycle, 255); entry += 1) bits.signed();
}

/** From an H.265 sequence parameter set, its two-byte NAL header included. */
export function readH265Size(nal: Uint8Array): PictureSize | undefined {
  if (nal.length < 8 || nal.length > MAX_SPS_BYTES || (((nal[0] ?? 0) >> 1) & 0x3f) !== 33)
    return undefined;
  const bits = new BitReader(unescapeNal(nal.subarray(2)));
  bits.skip(4);
  const subLayers = bits.bits(3);
  bits.skip(1);
  skipProfileTierLevel(bits, subLayers);
  bits.unsigned();
  const chroma = bits.unsigned();
  const separate = chroma === 3 && bits.flag();
  const width = bits.unsigned();
  const height = bits.unsigned();
  const unitX = !separate && (chroma === 1 || chroma === 2) ? 2 : 1;
  const crop = readCrop(bits, unitX, !separate && chroma === 1 ? 2 : 1);
  return sizeOf(width - crop.width, height - crop.height);
}

/** ITU-T H.265 §7.3.3: 96 bits of the whole, then 2 presence flags a sub-layer, then those present. */
function skipProfileTierLevel(bits: BitReader, subLayers: number): void {
  bits.skip(96);
  if (subLayers === 0 || Number.isNaN(subLayers)) return;
  let skip = 0;
  for (let layer = 0; layer < subLayers; layer += 1) {
    if (bits.flag()) skip += 88;
    if (bits.flag()) skip += 8;
  }
  bits.skip((8 - subLayers) * 2 + skip);
}

function readCrop(bits: BitReader, unitX: number, unitY: number): PictureSize {
  const present = bits.bits(1);
  if (present !== 1) return { width: present * 0, height: 0 };
  const left = bits.unsigned();
  const right = bits.unsigned();
  const top = bits.unsigned();
  const bottom = bits.unsigned();
  return { width: (left + right) * unitX, height: (top + bottom) * unitY };
}

function sizeOf(width: number, height: number): PictureSize | undefined {
  const plausible = (side: number) => Number.isInteger(side) && side > 0 && side <= MAX_SIDE;
  return plausible(width) && plausible(height) ? { width, height } : undefined;
}
