import { BitWriter, nalUnit } from './bit-writer.ts';
import { CabacEncoder, startContext } from './cabac.ts';
import { type Clip, type Picture, remembered, TICKS_PER_FRAME } from './picture.ts';

/**
 * H.265 Main, coding blocks of 16×16, one slice a picture, every block intra with no residual:
 * a valid, grey, small picture. Clause numbers are of ITU-T H.265 (08/2021).
 */
const TYPE = { vps: 32, sps: 33, pps: 34, idr: 19, trail: 1 } as const;
const LOG2_MAX_POC = 8;
const QP = 26;
const BLOCK = 16;

const header = (type: number): readonly number[] => [type << 1, 1];
const blocks = (pixels: number): number => Math.ceil(pixels / BLOCK);
/** Level 4.1, or 5.1 above 1920×1080: Table A.8, times 30. */
const levelOf = (picture: Picture): number =>
  picture.width * picture.height > 2_228_224 ? 153 : 123;

/** §7.3.3: Main profile, progressive, frames only. */
function writeProfile(bits: BitWriter, picture: Picture): void {
  bits.u(2, 0).u(1, 0).u(5, 1).u(32, 0x6000_0000);
  bits.u(4, 0b1001).u(32, 0).u(12, 0).u(8, levelOf(picture));
}

function writeTiming(bits: BitWriter, fps: number): void {
  bits
    .u(32, TICKS_PER_FRAME)
    .u(32, Math.round(TICKS_PER_FRAME * fps))
    .u(1, 0);
}

/** Two pictures held, none put in another order, no limit of latency. */
const writeOrdering = (bits: BitWriter): BitWriter => bits.u(1, 1).ue(1).ue(0).ue(0);

function videoParameters(picture: Picture): Buffer {
  const bits = new BitWriter().u(4, 0).u(2, 3).u(6, 0).u(3, 0).u(1, 1).u(16, 0xffff);
  writeProfile(bits, picture);
  writeOrdering(bits).u(6, 0).ue(0).u(1, 1);
  writeTiming(bits, picture.fps);
  bits.ue(0).u(1, 0);
  return nalUnit(header(TYPE.vps), bits.trailing().bytes());
}

/** §7.3.2.2, with the VUI's timing (§E.2.1). */
function sequenceParameters(picture: Picture): Buffer {
  const bits = new BitWriter().u(4, 0).u(3, 0).u(1, 1);
  writeProfile(bits, picture);
  const [across, down] = [blocks(picture.width) * BLOCK, blocks(picture.height) * BLOCK];
  bits.ue(0).ue(1).ue(across).ue(down);
  writeConformanceWindow(bits, across - picture.width, down - picture.height);
  bits
    .ue(0)
    .ue(0)
    .ue(LOG2_MAX_POC - 4);
  writeOrdering(bits);
  bits.ue(1).ue(0).ue(0).ue(2).ue(0).ue(0); // coding blocks 16, transforms 4–16, no hierarchy
  bits.u(4, 0); // no scaling lists, AMP, SAO, PCM
  bits.ue(1).ue(1).ue(0).ue(0).u(1, 1); // one reference picture set: the picture before
  bits.u(3, 0);
  bits.u(1, 1).u(8, 0).u(1, 1); // VUI: of its nine leading flags only timing is set
  writeTiming(bits, picture.fps);
  bits.u(2, 0).u(1, 0); // no HRD, no restriction; no extension
  return nalUnit(header(TYPE.sps), bits.trailing().bytes());
}

/** Offsets count chroma samples: two luma samples each in 4:2:0. */
function writeConformanceWindow(bits: BitWriter, right: number, bottom: number): void {
  const cropped = right > 0 || bottom > 0;
  bits.u(1, cropped ? 1 : 0);
  if (cropped)
    bits
      .ue(0)
      .ue(right / 2)
      .ue(0)
      .ue(bottom / 2);
}

/** §7.3.2.3: QP 26, deblocking off. */
function pictureParameters(): Buffer {
  const bits = new BitWriter().ue(0).ue(0).u(1, 0).u(1, 0).u(3, 0).u(1, 0).u(1, 0);
  bits
    .ue(0)
    .ue(0)
    .se(QP - 26)
    .u(1, 0)
    .u(1, 0)
    .u(1, 0)
    .se(0)
    .se(0)
    .u(1, 0);
  bits.u(2, 0).u(1, 0).u(1, 0).u(1, 0).u(1, 0);
  bits.u(1, 1).u(1, 0).u(1, 1); // deblocking control: no override, disabled
  bits.u(1, 0).u(1, 0).ue(0).u(1, 0).u(1, 0);
  return nalUnit(header(TYPE.pps), bits.trailing().bytes());
}

function keySlice(count: number): Buffer {
  const bits = new BitWriter().u(1, 1).u(1, 0).ue(0).ue(2).se(0).trailing();
  return nalUnit(header(TYPE.idr), writeBlocks(bits, count, KEY_CONTEXTS));
}

function interSlice(count: number, order: number): Buffer {
  const bits = new BitWriter()
    .u(1, 1)
    .ue(0)
    .ue(1)
    .u(LOG2_MAX_POC, order % 2 ** LOG2_MAX_POC);
  bits.u(1, 1).u(1, 0).ue(4).se(0).trailing();
  return nalUnit(header(TYPE.trail), writeBlocks(bits, count, INTER_CONTEXTS));
}

/** Initial context values of I slices (initType 0) and P slices (1): Tables 9-5 to 9-37. */
const KEY_CONTEXTS = { skip: 0, mode: 0, part: 184, mpm: 184, chroma: 63, cbf: 94, luma: 141 };
const INTER_CONTEXTS = {
  skip: 197,
  mode: 149,
  part: 154,
  mpm: 154,
  chroma: 152,
  cbf: 149,
  luma: 111,
};

/** §7.3.8.5, each block: intra, 2N×2N, a luma and a chroma mode spelt out, no residual. */
function writeBlocks(bits: BitWriter, count: number, initial: typeof KEY_CONTEXTS): Buffer {
  const of = (value: number) => startContext(value, QP);
  const context = {
    skip: of(initial.skip),
    mode: of(initial.mode),
    part: of(initial.part),
    mpm: of(initial.mpm),
    chroma: of(initial.chroma),
    cbf: of(initial.cbf),
    luma: of(initial.luma),
  };
  const cabac = new CabacEncoder(bits);
  for (let block = 0; block < count; block += 1) {
    if (initial.skip > 0) {
      cabac.decide(context.skip, 0);
      cabac.decide(context.mode, 1);
    }
    cabac.decide(context.part, 1);
    cabac.decide(context.mpm, 0);
    cabac.bypass(5, block & 31);
    cabac.decide(context.chroma, 1);
    cabac.bypass(2, 3);
    cabac.decide(context.cbf, 0);
    cabac.decide(context.cbf, 0);
    cabac.decide(context.luma, 0);
    cabac.terminate(block === count - 1);
  }
  return bits.bytes();
}

export function h265Clip(picture: Picture): Clip {
  const parameterSets = [
    videoParameters(picture),
    sequenceParameters(picture),
    pictureParameters(),
  ];
  const count = blocks(picture.width) * blocks(picture.height);
  const inter = remembered((order) => [interSlice(count, order)]);
  const key = remembered(() => [...parameterSets, keySlice(count)]);
  return {
    parameterSets,
    accessUnit(frame) {
      const place = frame % picture.gopFrames;
      return place === 0 ? key(0) : inter(place);
    },
  };
}
