import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../kit/units.ts';
import type { FactPoint, FieldValue } from '../../../wire/fact.ts';
import { pack, unpackBytes } from '../packing-door.ts';
import { BlockReader, BlockWriter } from './block.ts';
import { openBlock } from './block-rows.ts';
import { BrokenBlock } from './byte-reader.ts';
import { fieldValues, type SeriesColumns } from './columns.ts';
import { gathered } from './gather.ts';

const value: fc.Arbitrary<FieldValue> = fc.oneof(
  fc.integer({ min: -2_000_000, max: 2_000_000 }).map((number) => number / 1e4),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, 1e-300, 1 / 3, 2 ** 50, 2 ** 50 + 1, 1.5e15, 123_000_000_000),
  fc.boolean(),
  fc.string({ unit: 'grapheme' }),
);
const point: fc.Arbitrary<FactPoint> = fc.record({
  at: fc.integer({ min: 946_684_800_000, max: 4e12 }).map(epochMs),
  fields: fc.dictionary(fc.constantFrom('up', 'latency_s', 'lỗi', '__proto__x', ''), value),
});
const points = fc.uniqueArray(point, { selector: ({ at }) => at, maxLength: 40 });

function blockOf(series: readonly { series: string; points: readonly FactPoint[] }[]): Uint8Array {
  const block = new BlockWriter();
  for (const one of series) block.add(gathered(one));
  return block.finish();
}

/** Each point as [stamp, fields sorted by name]. */
function pointsIn({ stamps, columns }: SeriesColumns): readonly unknown[] {
  const rows = Array.from(stamps, (at) => ({ at, fields: new Map<string, FieldValue>() }));
  for (const { field, points, data } of columns)
    fieldValues(data).forEach((one, at) => {
      rows[points?.[at] ?? at]?.fields.set(field, one);
    });
  return rows.map(({ at, fields }) => [at, [...fields].sort(([a], [b]) => (a < b ? -1 : 1))]);
}

const sorted = (some: readonly FactPoint[]) =>
  [...some]
    .sort((a, b) => a.at - b.at)
    .map(({ at, fields }) => [at, Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))]);

describe('a block', () => {
  it('gives back every point of every series exactly', () => {
    fc.assert(
      fc.property(fc.array(points, { maxLength: 4 }), (series) => {
        const block = blockOf(series.map((one, at) => ({ series: `m,device=${at}`, points: one })));
        const read = [...new BlockReader(block).series()].map((one) => [
          one.series,
          pointsIn(one.read()),
        ]);
        expect(read).toEqual(series.map((one, at) => [`m,device=${at}`, sorted(one)]));
      }),
      { numRuns: 300 },
    );
  });

  it('gives one field alone, and no column where a series has none of it', () => {
    const block = blockOf([
      { series: 'a', points: [{ at: epochMs(1), fields: { up: true, error: 'x' } }] },
      { series: 'b', points: [{ at: epochMs(1), fields: { up: false } }] },
    ]);
    const read = [...new BlockReader(block).series()].map((one) => one.read('error').columns);
    expect(read).toMatchObject([[{ field: 'error', data: { values: ['x'] } }], []]);
  });

  it('joins points of one stamp, the later fields over the earlier', () => {
    const at = epochMs(5);
    const given = [
      { at, fields: { up: true, sent: 1 } },
      { at: epochMs(4), fields: { up: false } },
      { at, fields: { up: false } },
    ];
    expect(pointsIn(gathered({ series: 'a', points: given }))).toEqual(
      sorted([
        { at: epochMs(4), fields: { up: false } },
        { at, fields: { up: false, sent: 1 } },
      ]),
    );
  });

  it.each([
    ['figures of five digits', (at: number) => ((at * 7919) % 100_000) / 1e5, 3],
    ['a counter', (at: number) => 1e9 + at * 1_500, 2.1],
    ['round rates', (at: number) => 1e6 * ((at * 7919) % 120), 1.1],
    ['a flag that holds', () => true, 0.1],
    ['a word that holds', () => 'unreachable', 0.1],
  ])('takes little for %s', (_, valueAt, most) => {
    const given = (field: string | undefined) =>
      Array.from({ length: 288 }, (_, at) => ({
        at: epochMs(1.8e12 + at * 300_000),
        fields: field === undefined ? {} : { [field]: valueAt(at) },
      }));
    const bytesOf = (field: string | undefined) =>
      blockOf([{ series: 'a', points: given(field) }]).length;
    expect((bytesOf('value') - bytesOf(undefined)) / 288).toBeLessThan(most);
  });

  it('that is broken anywhere says so, and ends', () => {
    const some = sampleBlock();
    fc.assert(
      fc.property(fc.nat(some.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        const broken = Uint8Array.from(cut ? some.subarray(0, at) : some);
        if (!cut) broken[at] = byte;
        try {
          for (const one of new BlockReader(broken).series()) one.read();
        } catch (error) {
          expect(error).toBeInstanceOf(BrokenBlock);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('with a flipped bit is not unpacked', () => {
    const packed = pack(sampleBlock(), 'hasty');
    for (let at = 0; at < packed.length; at += 1) {
      const broken = Uint8Array.from(packed);
      broken[at] = (broken[at] ?? 0) ^ 1;
      if (!isAlike(broken)) expect(() => openBlock(broken)).toThrow(BrokenBlock);
    }
  });
});

/** A flip in bits of the frame's head that nothing reads changes nothing. */
function isAlike(packed: Uint8Array): boolean {
  try {
    return Buffer.compare(unpackBytes(packed), sampleBlock()) === 0;
  } catch {
    // Not unpacked at all: what the test asks for.
    return false;
  }
}

const sampleBlock = (): Uint8Array =>
  blockOf(
    ['a', 'b'].map((series) => ({
      series,
      points: Array.from({ length: 20 }, (_, at) => ({
        at: epochMs(1.8e12 + at * 60_000),
        fields: {
          up: at % 7 > 0,
          latency_s: at / 1_000,
          sent: 10,
          share: Math.sqrt(at),
          ...(at % 3 === 0 ? { error: `e${at}` } : {}),
        },
      })),
    })),
  );
