/** How the values of one column stand in a block; how many there are, the column's points have told. */
import { BrokenBlock, type ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import type { Values } from './columns.ts';
import { MOST_EXPONENT } from './decimals.ts';
import { readIntegers, writeIntegers } from './integers.ts';

/** Numbers without a common exponent, eight bytes each; so is no exponent written. */
const PLAIN = 255;
const EXPONENT_ZERO = 128;
const FLAGS = { allFalse: 0, allTrue: 1, bits: 2 } as const;

/** Words of a block, each once; columns name them by their place. */
export interface Words {
  placeOf(word: string): number;
}

export function writeValues(out: ByteWriter, data: Values, words: Words): void {
  switch (data.kind) {
    case 'numbers':
      out.byte(data.exponent === undefined ? PLAIN : EXPONENT_ZERO + data.exponent);
      if (data.exponent === undefined) out.bytes(planes(data.values));
      else writeIntegers(out, data.values);
      return;
    case 'flags':
      writeFlags(out, data.values);
      return;
    case 'words':
      writeIntegers(
        out,
        Float64Array.from(data.values, (word) => words.placeOf(word)),
      );
  }
}

export function readValues(
  reader: ByteReader,
  asked: {
    readonly kind: Values['kind'];
    readonly count: number;
    readonly words: readonly string[];
  },
): Values {
  const { kind, count } = asked;
  switch (kind) {
    case 'numbers': {
      const exponent = exponentIn(reader);
      const values =
        exponent === undefined ? fromPlanes(reader.bytes(count * 8)) : readIntegers(reader, count);
      return { kind, exponent, values };
    }
    case 'flags':
      return { kind, values: readFlags(reader, count) };
    case 'words':
      return { kind, values: readWords(reader, asked) };
  }
}

function exponentIn(reader: ByteReader): number | undefined {
  const byte = reader.byte();
  if (byte === PLAIN) return undefined;
  const exponent = byte - EXPONENT_ZERO;
  if (Math.abs(exponent) > MOST_EXPONENT) throw new BrokenBlock(`exponent ${exponent}`);
  return exponent;
}

function readWords(
  reader: ByteReader,
  { count, words }: { readonly count: number; readonly words: readonly string[] },
): readonly string[] {
  return Array.from(readIntegers(reader, count), (place) => {
    const word = words[place];
    if (word === undefined) throw new BrokenBlock(`no word ${place} of ${words.length}`);
    return word;
  });
}

function writeFlags(out: ByteWriter, flags: Uint8Array): void {
  const trues = flags.reduce((sum, flag) => sum + flag, 0);
  const isMixed = trues > 0 && trues < flags.length;
  out.byte(isMixed ? FLAGS.bits : trues === 0 ? FLAGS.allFalse : FLAGS.allTrue);
  if (isMixed) out.bytes(bitsOf(flags));
}

function readFlags(reader: ByteReader, count: number): Uint8Array {
  const way = reader.byte();
  if (way === FLAGS.bits) return flagsOf(reader.bytes(Math.ceil(count / 8)), count);
  if (way > FLAGS.bits) throw new BrokenBlock('flags written in no way we know');
  return new Uint8Array(count).fill(way);
}

/** Eight flags a byte, the first in its lowest bit. */
export function bitsOf(flags: Uint8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(flags.length / 8));
  for (let at = 0; at < flags.length; at += 1)
    if (flags[at] === 1) bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
  return bits;
}

export function flagsOf(bits: Uint8Array, count: number): Uint8Array {
  const flags = new Uint8Array(count);
  for (let at = 0; at < count; at += 1) flags[at] = ((bits[at >> 3] ?? 0) >> (at & 7)) & 1;
  return flags;
}

/** IEEE 754 doubles as the processor has them: all their first bytes, then all their second, so that like stands by like. */
function planes(numbers: Float64Array): Uint8Array {
  const count = numbers.length;
  const doubles = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const bytes = new Uint8Array(count * 8);
  for (let plane = 0; plane < 8; plane += 1)
    for (let at = 0; at < count; at += 1) bytes[plane * count + at] = doubles[at * 8 + plane] ?? 0;
  return bytes;
}

function fromPlanes(bytes: Uint8Array): Float64Array {
  const count = bytes.length / 8;
  const doubles = new Uint8Array(bytes.length);
  for (let plane = 0; plane < 8; plane += 1)
    for (let at = 0; at < count; at += 1) doubles[at * 8 + plane] = bytes[plane * count + at] ?? 0;
  return new Float64Array(doubles.buffer);
}
