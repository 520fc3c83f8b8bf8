import { BitWriter, nalUnit } from './bit-writer.ts';
import { type Clip, type Picture, remembered, TICKS_PER_FRAME } from './picture.ts';

/**
 * H.264 High, CAVLC, one slice a picture, every macroblock Intra 16×16 with DC prediction and no
 * residual: a valid, grey, tiny picture. Clause numbers are of ITU-T H.264 (08/2021).
 */
const HEADER = { sps: 0x67, pps: 0x68, idr: 0x65, slice: 0x61 } as const;
const LOG2_MAX_FRAME_NUM = 8;

/** Level 4.0 holds 1920×1080 at 30; 5.1 holds 4096×2304. Table A-1. */
const levelOf = (width: number, height: number): number => (width * height > 2_097_152 ? 51 : 40);
const macroblocks = (pixels: number): number => Math.ceil(pixels / 16);

/** §7.3.2.1.1, with the VUI's timing (§E.1.1). */
function sequenceParameters({ width, height, fps }: Picture): Buffer {
  const across = macroblocks(width);
  const down = macroblocks(height);
  const bits = new BitWriter().u(8, 100).u(8, 0).u(8, levelOf(width, height)).ue(0);
  bits.ue(1).ue(0).ue(0).u(1, 0).u(1, 0); // 4:2:0, 8 bit, no scaling lists
  bits.ue(LOG2_MAX_FRAME_NUM - 4).ue(2); // pic_order_cnt_type 2: output follows decoding
  bits.ue(1).u(1, 0);
  bits
    .ue(across - 1)
    .ue(down - 1)
    .u(1, 1)
    .u(1, 1);
  writeCropping(bits, across * 16 - width, down * 16 - height);
  bits.u(1, 1).u(4, 0); // VUI present: no aspect, overscan, signal type, chroma location
  bits
    .u(1, 1)
    .u(32, TICKS_PER_FRAME)
    .u(32, Math.round(2 * TICKS_PER_FRAME * fps))
    .u(1, 1);
  bits.u(3, 0); // no HRD twice, no pic_struct
  bits.u(1, 1).u(1, 1).ue(0).ue(0).ue(10).ue(10).ue(0).ue(1);
  return nalUnit([HEADER.sps], bits.trailing().bytes());
}

/** Offsets count chroma samples: two luma samples each in 4:2:0. */
function writeCropping(bits: BitWriter, right: number, bottom: number): void {
  const cropped = right > 0 || bottom > 0;
  bits.u(1, cropped ? 1 : 0);
  if (cropped)
    bits
      .ue(0)
      .ue(right / 2)
      .ue(0)
      .ue(bottom / 2);
}

/** §7.3.2.2: CAVLC, QP 26, deblocking under control of the slice. */
function pictureParameters(): Buffer {
  const bits = new BitWriter().ue(0).ue(0).u(1, 0).u(1, 0).ue(0);
  bits.ue(0).ue(0).u(1, 0).u(2, 0).se(0).se(0).se(0).u(1, 1).u(1, 0).u(1, 0);
  return nalUnit([HEADER.pps], bits.trailing().bytes());
}

/** I_16x16_2_0_0 is mb_type 3; then chroma DC, no QP change, no coefficient. Table 7-11. */
function keySlice(count: number, idrPicId: number): Buffer {
  const bits = new BitWriter().ue(0).ue(7).ue(0).u(LOG2_MAX_FRAME_NUM, 0).ue(idrPicId);
  bits.u(1, 0).u(1, 0).se(0).ue(1);
  for (let block = 0; block < count; block += 1) bits.ue(3).ue(0).se(0).u(1, 1);
  return nalUnit([HEADER.idr], bits.trailing().bytes());
}

/** The same macroblock in a P slice is mb_type 5 + 3, after a skip run of none. Table 7-13. */
function interSlice(count: number, frameNum: number): Buffer {
  const bits = new BitWriter().ue(0).ue(5).ue(0);
  bits.u(LOG2_MAX_FRAME_NUM, frameNum % 2 ** LOG2_MAX_FRAME_NUM);
  bits.u(1, 0).u(1, 0).u(1, 0).se(0).ue(1);
  for (let block = 0; block < count; block += 1) bits.ue(0).ue(8).ue(0).se(0).u(1, 1);
  return nalUnit([HEADER.slice], bits.trailing().bytes());
}

export function h264Clip(picture: Picture): Clip {
  const parameterSets = [sequenceParameters(picture), pictureParameters()];
  const count = macroblocks(picture.width) * macroblocks(picture.height);
  const key = remembered((idrPicId) => [...parameterSets, keySlice(count, idrPicId)]);
  const inter = remembered((frameNum) => [interSlice(count, frameNum)]);
  return {
    parameterSets,
    accessUnit(frame) {
      const place = frame % picture.gopFrames;
      // Neighbouring IDR pictures must differ in idr_pic_id: §7.4.3.
      return place === 0 ? key(Math.floor(frame / picture.gopFrames) % 2) : inter(place);
    },
  };
}
