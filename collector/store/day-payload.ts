/**
 * The statistics of one series over one day as they stand in `day_statistic.payload`:
 *
 *   1  (length  name-length name  kinds  statistic [statistic])…
 *      └ of the rest of the field        └ all hours, then school hours, as `kinds` says
 *   statistic of a flag:    count trues last
 *   statistic of a number:  count last sum min max  buckets (step count)…
 *
 * Whole numbers are varints (7 bits a byte, least first); sum, min, max are float64, little-endian. Buckets stand in
 * order, each as its step from the one before (zigzag). A field that isn't asked for is passed over by its length.
 */
import type { Hours } from '../../standards/criterion.ts';
import { type DayStatistic, Tally } from './day-statistics.ts';

/** By field: what was counted in all hours, and in school hours where there was any. */
export type DayFields = Map<string, { readonly all: Tally; readonly school: Tally }>;

const VERSION = 1;
const ALL = 1;
const SCHOOL = 2;
const FLAG = 4;

export const emptyField = () => ({ all: new Tally(), school: new Tally() });

export function packDay(fields: DayFields): Uint8Array {
  const out = new Bytes();
  out.byte(VERSION);
  for (const [name, { all, school }] of fields) {
    const start = out.reserve();
    out.text(name);
    const isFlag = all.buckets.size === 0;
    out.byte((school.count > 0 ? ALL | SCHOOL : ALL) | (isFlag ? FLAG : 0));
    for (const one of school.count > 0 ? [all, school] : [all]) packStatistic(out, one, isFlag);
    out.close(start);
  }
  return out.taken();
}

function packStatistic(out: Bytes, one: Tally, isFlag: boolean): void {
  out.whole(one.count);
  if (isFlag) out.whole(one.trues);
  out.whole(one.lastAt);
  if (isFlag) return;
  for (const figure of [one.sum, one.min, one.max]) out.float(figure);
  out.whole(one.buckets.size);
  let before = 0;
  for (const bucket of [...one.buckets.keys()].sort((a, b) => a - b)) {
    out.whole(zigzag(bucket - before));
    out.whole(one.buckets.get(bucket) ?? 0);
    before = bucket;
  }
}

export function unpackDay(payload: Uint8Array): DayFields {
  const fields: DayFields = new Map();
  for (const { name, rest } of fieldsIn(payload)) {
    const kinds = rest.byte();
    const all = unpackStatistic(rest, kinds);
    const school = kinds & SCHOOL ? unpackStatistic(rest, kinds) : new Tally();
    fields.set(name, { all, school });
  }
  return fields;
}

/** One statistic of a day; undefined where nothing was counted. */
export function unpackField(
  payload: Uint8Array,
  { field, hours }: { readonly field: string; readonly hours: Hours },
): DayStatistic | undefined {
  for (const { name, rest } of fieldsIn(payload)) {
    if (name !== field) continue;
    const kinds = rest.byte();
    const all = unpackStatistic(rest, kinds);
    if (hours === 'all') return all;
    return kinds & SCHOOL ? unpackStatistic(rest, kinds) : undefined;
  }
  return undefined;
}

function* fieldsIn(payload: Uint8Array): Generator<{ name: string; rest: Cursor }> {
  const whole = new Cursor(payload, 0);
  const version = whole.byte();
  if (version !== VERSION) throw new Error(`day statistics of version ${version}`);
  while (whole.at < payload.length) {
    const length = whole.length();
    const rest = new Cursor(payload, whole.at);
    yield { name: rest.text(), rest };
    whole.at += length;
  }
}

function unpackStatistic(from: Cursor, kinds: number): Tally {
  const one = new Tally();
  one.count = from.whole();
  if (kinds & FLAG) {
    one.trues = from.whole();
    one.lastAt = from.whole();
    one.sum = one.trues;
    one.min = one.trues === one.count ? 1 : 0;
    one.max = one.trues > 0 ? 1 : 0;
    return one;
  }
  one.lastAt = from.whole();
  one.sum = from.float();
  one.min = from.float();
  one.max = from.float();
  let bucket = 0;
  for (let left = from.whole(); left > 0; left -= 1) {
    bucket += unzigzag(from.whole());
    one.buckets.set(bucket, from.whole());
  }
  return one;
}

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

const LENGTH_BYTES = 4;

class Bytes {
  #buffer = Buffer.allocUnsafe(512);
  #at = 0;

  byte(value: number): void {
    this.#room(1);
    this.#buffer[this.#at] = value;
    this.#at += 1;
  }

  whole(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.byte((rest % 0x80) | 0x80);
    this.byte(rest);
  }

  float(value: number): void {
    this.#room(8);
    this.#at = this.#buffer.writeDoubleLE(value, this.#at);
  }

  text(value: string): void {
    const length = Buffer.byteLength(value);
    this.whole(length);
    this.#room(length);
    this.#at += this.#buffer.write(value, this.#at);
  }

  /** Room for the length of what follows until it is closed. */
  reserve(): number {
    this.#room(LENGTH_BYTES);
    this.#at += LENGTH_BYTES;
    return this.#at;
  }

  close(start: number): void {
    this.#buffer.writeUInt32LE(this.#at - start, start - LENGTH_BYTES);
  }

  taken(): Uint8Array {
    return this.#buffer.subarray(0, this.#at);
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#buffer.length + bytes));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}

class Cursor {
  readonly #view: DataView;
  readonly #payload: Uint8Array;
  at: number;

  constructor(payload: Uint8Array, at: number) {
    this.#payload = payload;
    this.#view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
    this.at = at;
  }

  byte(): number {
    this.at += 1;
    return this.#view.getUint8(this.at - 1);
  }

  whole(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  float(): number {
    this.at += 8;
    return this.#view.getFloat64(this.at - 8, true);
  }

  length(): number {
    this.at += LENGTH_BYTES;
    return this.#view.getUint32(this.at - LENGTH_BYTES, true);
  }

  text(): string {
    const length = this.whole();
    this.at += length;
    return Buffer.from(
      this.#payload.buffer,
      this.#payload.byteOffset + this.at - length,
      length,
    ).toString();
  }
}
