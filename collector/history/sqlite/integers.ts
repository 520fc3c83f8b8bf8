/**
 * A row of whole numbers of up to 50 bits, in the shortest of four ways:
 *
 *   0 same    the number
 *   1 offset  the least, then each above it          gauges
 *   2 steps   the first, then each difference        counters
 *   3 bends   the first, the first difference, then the differences of differences     stamps
 */
import { BrokenBlock, type ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

const WAYS = ['same', 'offset', 'steps', 'bends'] as const;
type Way = (typeof WAYS)[number];

export function writeIntegers(out: ByteWriter, values: Float64Array): void {
  const least = leastOf(values);
  const way = shortestWay(values, least);
  out.byte(WAYS.indexOf(way));
  switch (way) {
    case 'same':
      out.signed(values[0] ?? 0);
      return;
    case 'offset':
      out.signed(least);
      for (let at = 0; at < values.length; at += 1) out.varint((values[at] ?? 0) - least);
      return;
    case 'steps':
      writeSteps(out, values);
      return;
    case 'bends':
      writeBends(out, values);
  }
}

function writeSteps(out: ByteWriter, values: Float64Array): void {
  let last = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    out.signed(value - last);
    last = value;
  }
}

/** Of at least one byte a number, which bounds what a reader may be told to make. */
export function writeBends(out: ByteWriter, values: Float64Array): void {
  let last = 0;
  let step = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    out.signed(value - last - step);
    step = at === 0 ? 0 : value - last;
    last = value;
  }
}

export function readIntegers(reader: ByteReader, count: number): Float64Array {
  const way = WAYS[reader.byte()];
  if (way === undefined) throw new BrokenBlock('numbers written in no way we know');
  switch (way) {
    case 'same':
      return new Float64Array(count).fill(reader.signed());
    case 'offset':
      return readOffsets(reader, count);
    case 'steps':
      return readSteps(reader, count);
    case 'bends':
      return readBends(reader, count);
  }
}

function readOffsets(reader: ByteReader, count: number): Float64Array {
  const least = reader.signed();
  const values = new Float64Array(count);
  for (let at = 0; at < count; at += 1) values[at] = least + reader.varint();
  return values;
}

function readSteps(reader: ByteReader, count: number): Float64Array {
  const values = new Float64Array(count);
  let value = 0;
  for (let at = 0; at < count; at += 1) {
    value += reader.signed();
    values[at] = value;
  }
  return values;
}

export function readBends(reader: ByteReader, count: number): Float64Array {
  const values = new Float64Array(count);
  let value = 0;
  let step = 0;
  for (let at = 0; at < count; at += 1) {
    const bend = reader.signed();
    if (at > 0) step += bend;
    value += at === 0 ? bend : step;
    values[at] = value;
  }
  return values;
}

function leastOf(values: Float64Array): number {
  let least = values[0] ?? 0;
  for (let at = 1; at < values.length; at += 1) least = Math.min(least, values[at] ?? 0);
  return least;
}

function shortestWay(values: Float64Array, least: number): Way {
  let [offset, steps, bends] = [0, 0, 0];
  let last = values[0] ?? 0;
  let step = 0;
  let isSame = true;
  for (let at = 1; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    const next = value - last;
    if (next !== 0) isSame = false;
    offset += width(value - least);
    steps += width(Math.abs(next) * 2);
    bends += width(Math.abs(next - step) * 2);
    step = next;
    last = value;
  }
  if (isSame) return 'same';
  if (offset <= steps && offset <= bends) return 'offset';
  return steps <= bends ? 'steps' : 'bends';
}

/** Bytes of a varint. */
function width(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  if (value < 0x1000_0000) return 4;
  return value < 2 ** 35 ? 5 : value < 2 ** 42 ? 6 : value < 2 ** 49 ? 7 : 8;
}
