import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitWriter, nalUnit } from '../../../../test/sim/bitstream/bit-writer.ts';
import { readH264Size, readH265Size } from './sps.ts';

const nal = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

/** Written by x264 and x265, read back by ffprobe. */
describe('the picture’s size', () => {
  it.each([
    [
      '1080 lines cropped from 1088',
      '67640028acd940780227e5c044000003000400000300c83c60c658',
      1920,
      1080,
    ],
    ['baseline, 362 lines', '6742c01ed900a02ff93011000003000100000300320f162e48', 640, 362],
    ['interlaced', '6764001eacd940b424d8088000000300800000190f8a14cb', 720, 576],
    ['4:4:4', '67f4000b919b2869fc4c5e0220000003002000000641e28532c0', 200, 102],
    [
      '704 lines under a claim of 720',
      '6764001facd94050059b011000000300100000030320f1831960',
      1280,
      704,
    ],
  ])('of H.264 %s', (_, hex, width, height) => {
    expect(readH264Size(nal(hex))).toEqual({ width, height });
  });

  it.each([
    [
      '1080 lines cropped from 1088',
      '420101016000000300900000030000030078a003c08010e596566924caf0168080000003008000000c84',
      1920,
      1080,
    ],
    [
      '4:2:2',
      '4201010408000003009d0800000300001eb0192069f796566924caf0168080000003008000000c84',
      200,
      102,
    ],
    [
      'sub-layers in time',
      '42010101600000030090000003000003003fa00502016965959a4932bc05a02000000300200000030321',
      640,
      360,
    ],
  ])('of H.265 with %s', (_, hex, width, height) => {
    expect(readH265Size(nal(hex))).toEqual({ width, height });
  });

  it('is right behind scaling lists and picture order cycles, whatever is cropped', () => {
    const side = fc.integer({ min: 1, max: 200 });
    const crop = fc.integer({ min: 0, max: 3 });
    const lists = fc.array(fc.option(fc.integer({ min: -120, max: 120 })), {
      minLength: 8,
      maxLength: 8,
    });
    const offsets = fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 5 });
    fc.assert(
      fc.property(
        side,
        side,
        crop,
        crop,
        lists,
        offsets,
        (mbs, maps, right, bottom, scaling, cycle) => {
          const bits = new BitWriter().u(8, 100).u(16, 40).ue(0).ue(1).ue(0).ue(0).u(1, 0).u(1, 1);
          for (const [at, delta] of scaling.entries()) writeScaling(bits, at, delta);
          bits.ue(0).ue(1).u(1, 0).se(-1).se(2).ue(cycle.length);
          for (const offset of cycle) bits.se(offset);
          bits
            .ue(4)
            .u(1, 0)
            .ue(mbs - 1)
            .ue(maps - 1)
            .u(1, 1)
            .u(1, 0);
          bits.u(1, 1).ue(0).ue(right).ue(0).ue(bottom).u(1, 0).trailing();
          expect(readH264Size(nalUnit([0x67], bits.bytes()))).toEqual({
            width: mbs * 16 - right * 2,
            height: maps * 16 - bottom * 2,
          });
        },
      ),
    );
  });

  it('is not read from what is no parameter set, or from half of one', () => {
    expect(readH264Size(nal('68ebecb22c'))).toBeUndefined();
    expect(readH264Size(nal('67640028acd9'))).toBeUndefined();
    expect(readH265Size(nal('4001010102030405'))).toBeUndefined();
    expect(readH265Size(nal('42010101600000030090000003'))).toBeUndefined();
  });

  it('never throws, never hangs, and is whole and positive where it is one', () => {
    const head = fc.constantFrom([0x67, 100], [0x67, 66], [0x42, 0x01], [0x67, 244], []);
    const bytes = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(head, bytes, (first, rest) => {
        for (const size of [
          readH264Size(Uint8Array.from([...first, ...rest])),
          readH265Size(Uint8Array.from([...first, ...rest])),
        ]) {
          if (size === undefined) continue;
          expect(Number.isInteger(size.width) && size.width > 0).toBe(true);
          expect(Number.isInteger(size.height) && size.height > 0).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

/** A list with the first entry given and the rest falling back to it; null is a list not present. */
function writeScaling(bits: BitWriter, list: number, delta: number | null): void {
  bits.u(1, delta === null ? 0 : 1);
  if (delta === null) return;
  bits.se(delta);
  const first = (8 + delta + 256) % 256;
  if (first !== 0) for (let entry = 1; entry < (list < 6 ? 16 : 64); entry += 1) bits.se(0);
}
