/**
 * A block holds points of many series, field by field, so that who asks for one field of one device decodes that alone.
 *
 *   block   version:1 · words · fields · series…                         all of it zstd-packed in its row
 *   words   length · count · text…          each word of the block once
 *   fields  length · count · text…          each field's name once
 *   series  key:text · length · [ points · length · stamps · column… ]
 *   column  field · head:1 · length · [ presence bits, if the head says so · values ]
 *   head    kind | 4: presence | part << 3
 *
 * Invariants: stamps of a series rise, none stands twice. Numbers come back exactly. A series stands once; the writer
 * of a day puts them in order of their keys. Numbers and lengths are varints; text is its length and UTF-8.
 * A reader never reads past a length, and makes no more values than a series may have, whatever the bytes are.
 */
import { BrokenBlock, ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { bitsOf, flagsOf, readValues, writeValues } from './column-codec.ts';
import { type Column, PARTS, type SeriesColumns, type Values } from './columns.ts';
import { readBends, writeBends } from './integers.ts';

const VERSION = 1;
const KINDS = ['numbers', 'flags', 'words'] as const;
const WITH_PRESENCE = 4;
/** Of one series of one block: 90 fields every second of a day. */
const MOST_VALUES = 8_000_000;

export class BlockWriter {
  readonly #words = new Places();
  readonly #fields = new Places();
  readonly #all = new ByteWriter();
  readonly #series = new ByteWriter();
  readonly #column = new ByteWriter();
  #points = 0;

  /** How many points were added. */
  get points(): number {
    return this.#points;
  }

  add({ series, stamps, columns }: SeriesColumns): void {
    this.#series.clear();
    this.#series.varint(stamps.length);
    this.#column.clear();
    writeBends(this.#column, stamps);
    this.#putColumn();
    for (const column of columns) this.#addColumn(column, stamps.length);
    this.#all.text(series);
    this.#all.varint(this.#series.length);
    this.#all.bytes(this.#series.view());
    this.#points += stamps.length;
  }

  finish(): Uint8Array {
    const head = new ByteWriter();
    head.byte(VERSION);
    for (const texts of [this.#words.texts, this.#fields.texts]) putTexts(head, texts);
    return Buffer.concat([head.view(), this.#all.view()]);
  }

  #addColumn({ field, part, points, data }: Column, ofPoints: number): void {
    this.#series.varint(this.#fields.placeOf(field));
    const presence = points === undefined ? 0 : WITH_PRESENCE;
    this.#series.byte(KINDS.indexOf(data.kind) | presence | (PARTS.indexOf(part) << 3));
    this.#column.clear();
    if (points !== undefined) {
      const flags = new Uint8Array(ofPoints);
      for (const point of points) flags[point] = 1;
      this.#column.bytes(bitsOf(flags));
    }
    writeValues(this.#column, data, this.#words);
    this.#putColumn();
  }

  #putColumn(): void {
    this.#series.varint(this.#column.length);
    this.#series.bytes(this.#column.view());
  }
}

/** Texts in the order they were first asked for. */
class Places {
  readonly #places = new Map<string, number>();

  get texts(): readonly string[] {
    return [...this.#places.keys()];
  }

  placeOf(text: string): number {
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    this.#places.set(text, this.#places.size);
    return this.#places.size - 1;
  }
}

function putTexts(head: ByteWriter, texts: readonly string[]): void {
  const list = new ByteWriter();
  list.varint(texts.length);
  for (const text of texts) list.text(text);
  head.varint(list.length);
  head.bytes(list.view());
}

function textsOf(reader: ByteReader): readonly string[] {
  return Array.from({ length: reader.count() }, () => reader.text());
}

/** A series that stands in a block, not decoded yet. */
export interface SeriesBytes {
  readonly series: string;
  /** With all its fields, or the one; of that no column where the series has none. Read once. */
  read(field?: string): SeriesColumns;
}

/** Throws a BrokenBlock where the bytes are not a block. */
export class BlockReader {
  readonly #reader: ByteReader;
  readonly #wordBytes: ByteReader;
  #words: readonly string[] | undefined;
  readonly #fields: readonly string[];

  constructor(block: Uint8Array) {
    this.#reader = new ByteReader(block);
    const version = this.#reader.byte();
    if (version !== VERSION) throw new BrokenBlock(`block of version ${version}`);
    this.#wordBytes = this.#reader.part();
    this.#fields = textsOf(this.#reader.part());
  }

  /** Every series in turn; given once. */
  *series(): Generator<SeriesBytes> {
    while (this.#reader.left > 0) {
      const series = this.#reader.text();
      const data = this.#reader.part();
      yield { series, read: (field) => this.#read(series, data, field) };
    }
  }

  #read(series: string, data: ByteReader, field: string | undefined): SeriesColumns {
    const count = data.varint();
    const stampBytes = data.part();
    if (count > stampBytes.left)
      throw new BrokenBlock(`${count} stamps in ${stampBytes.left} bytes`);
    const columns: Column[] = [];
    while (data.left > 0) {
      const name = this.#fields[data.varint()];
      if (name === undefined) throw new BrokenBlock('a field without a name');
      const head = data.byte();
      const values = data.part();
      if (field === undefined || field === name)
        columns.push(this.#column(name, head, values, count));
      if (count * columns.length > MOST_VALUES)
        throw new BrokenBlock(`more than ${MOST_VALUES} values of one series`);
    }
    return { series, stamps: readBends(stampBytes, count), columns };
  }

  #column(field: string, head: number, bytes: ByteReader, ofPoints: number): Column {
    const kind = KINDS[head & 3];
    const part = PARTS[head >> 3];
    if (kind === undefined || part === undefined) throw new BrokenBlock(`a column of kind ${head}`);
    const points =
      (head & WITH_PRESENCE) === 0
        ? undefined
        : placesOf(flagsOf(bytes.bytes(Math.ceil(ofPoints / 8)), ofPoints));
    const count = points?.length ?? ofPoints;
    return { field, part, points, data: this.#values(bytes, kind, count) };
  }

  #values(bytes: ByteReader, kind: Values['kind'], count: number): Values {
    if (kind === 'words') this.#words ??= textsOf(this.#wordBytes);
    return readValues(bytes, { kind, count, words: this.#words ?? [] });
  }
}

function placesOf(flags: Uint8Array): Uint32Array {
  const places = new Uint32Array(flags.length);
  let count = 0;
  for (let at = 0; at < flags.length; at += 1) if (flags[at] === 1) places[count++] = at;
  return places.subarray(0, count);
}
