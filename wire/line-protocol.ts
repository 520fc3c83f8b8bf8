/**
 * Influx line protocol, as we write and read it.
 *
 *   measurement,tag=value,tag=value field=1.5,count=3i,flag=true,word="text" 1732390000123
 *   └ escaped: , space ┘ └ , = space ┘ └ float ┘ └ int ┘           └ \" \\ ┘ └ precision=ms
 *
 * Invariants: one line is one fact; a line feed always ends a line, so a torn quote spoils one line only.
 * A backslash in a name or tag has no spelling all readers agree on: the encoder writes `/` for it.
 * Control characters become spaces. Source: docs.influxdata.com, line protocol reference (1.x and 2.x).
 */
import { fail, ok, type Result } from '../kit/result.ts';
import { epochMs } from '../kit/units.ts';
import type { Fact, FieldValue } from './fact.ts';
import { specOf } from './measurements.ts';

export type Precision = 'ns' | 'us' | 'ms' | 's';

export const LINE_LIMITS = { lineChars: 65_536, tags: 64, fields: 256 } as const;

/** Digits to cut from, or zeros to add to, a stamp of this precision to make it milliseconds. */
const DIGITS_OVER_MS: Readonly<Record<Precision, number>> = { ns: 6, us: 3, ms: 0, s: -3 };

/** One fact as a line without its line feed, stamped in milliseconds. Tags are sorted by name. */
export function encodeFact(fact: Fact): string {
  const fields = Object.entries(fact.fields).map(
    ([name, value]) => `${escapeName(name)}=${encodeValue(fact.measurement, name, value)}`,
  );
  if (fields.length === 0) throw new Error(`fact ${fact.measurement} has no field`);
  return `${seriesKey(fact)} ${fields.join(',')} ${fact.at}`;
}

export const encodeFacts = (facts: readonly Fact[]): string => facts.map(encodeFact).join('\n');

/** Measurement and sorted tags: the identity of a series, and the head of its line. */
export function seriesKey({ measurement, tags }: Pick<Fact, 'measurement' | 'tags'>): string {
  const pairs = Object.entries(tags)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `,${escapeName(name)}=${escapeName(value)}`);
  return clean(measurement).replace(/[, ]/g, '\\$&') + pairs.join('');
}

const clean = (text: string): string => text.replace(/\p{Cc}/gu, ' ').replaceAll('\\', '/');
/** Nearly all names are so: nothing in them to clean or to escape. */
const PLAIN = /^[\w.:-]*$/;
const escapeName = (text: string): string =>
  PLAIN.test(text) ? text : clean(text).replace(/[,= ]/g, '\\$&');

function encodeValue(measurement: string, name: string, value: FieldValue): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'string':
      return `"${value.replace(/\p{Cc}/gu, ' ').replace(/["\\]/g, '\\$&')}"`;
    case 'number':
      return encodeNumber(measurement, name, value);
  }
}

function encodeNumber(measurement: string, name: string, value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${measurement}.${name} is ${value}`);
  if (specOf(measurement)?.fields[name]?.type !== 'integer') return String(value);
  if (!Number.isSafeInteger(value))
    throw new Error(`${measurement}.${name} is not an integer: ${value}`);
  return `${value}i`;
}

/** A line that was read: its fact, or the reason it was refused. `number` counts from 1. */
export interface ParsedLine {
  readonly number: number;
  readonly line: string;
  readonly parsed: Result<Fact>;
}

/** Reads every line of a body; blank lines and `#` comments are passed over. `now` stamps bare lines. */
export function* parseLines(
  body: string,
  precision: Precision,
  nowMs: number,
): Generator<ParsedLine> {
  let number = 0;
  let start = 0;
  while (start <= body.length) {
    const feed = body.indexOf('\n', start);
    const end = feed === -1 ? body.length : feed;
    const line = body.slice(start, body[end - 1] === '\r' ? end - 1 : end);
    start = end + 1;
    number += 1;
    if (line.trim() !== '' && !line.startsWith('#'))
      yield { number, line, parsed: parseLine(line, precision, nowMs) };
  }
}

/** Reads one line. Linear in its length; never throws. */
export function parseLine(line: string, precision: Precision, nowMs: number): Result<Fact> {
  if (line.length > LINE_LIMITS.lineChars)
    return fail(`longer than ${LINE_LIMITS.lineChars} characters`);
  const headEnd = endOfName(line, 0, ' ');
  if (headEnd === line.length) return fail('no fields');
  const head = splitNames(line.slice(0, headEnd), ',');
  const measurement = unescapeName(head[0] ?? '');
  if (measurement === '') return fail('no measurement');
  if (head.length - 1 > LINE_LIMITS.tags) return fail(`more than ${LINE_LIMITS.tags} tags`);
  const tags = readTags(head.slice(1));
  if (!tags.ok) return tags;
  const fields = readFields(line, headEnd + 1);
  if (!fields.ok) return fields;
  const at = readStamp(line.slice(fields.value.end).trim(), precision, nowMs);
  if (!at.ok) return at;
  return ok({ measurement, tags: tags.value, fields: fields.value.fields, at: epochMs(at.value) });
}

/** Where an unescaped `stop` stands at or after `from`; the length of the text when it does not. */
function endOfName(text: string, from: number, stop: string): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === stop) return at;
  }
  return text.length;
}

function splitNames(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  while (start <= text.length) {
    const end = endOfName(text, start, separator);
    parts.push(text.slice(start, end));
    start = end + 1;
  }
  return parts;
}

const unescapeName = (text: string): string => text.replace(/\\([,= ])/g, '$1');

function readTags(pairs: readonly string[]): Result<Record<string, string>> {
  const tags: Record<string, string> = Object.create(null);
  for (const pair of pairs) {
    const equals = endOfName(pair, 0, '=');
    const name = unescapeName(pair.slice(0, equals));
    const value = unescapeName(pair.slice(equals + 1));
    if (name === '' || value === '')
      return fail(`tag ${JSON.stringify(pair.slice(0, 64))} is not name=value`);
    if (Object.hasOwn(tags, name)) return fail(`tag ${name} stands twice`);
    tags[name] = value;
  }
  return ok({ ...tags });
}

interface FieldsRead {
  readonly fields: Record<string, FieldValue>;
  readonly end: number;
}

function readFields(line: string, from: number): Result<FieldsRead> {
  const fields: Record<string, FieldValue> = Object.create(null);
  let at = from;
  for (let seen = 0; seen < LINE_LIMITS.fields; seen += 1) {
    const equals = endOfName(line, at, '=');
    const name = unescapeName(line.slice(at, equals));
    if (name === '' || equals === line.length) return fail('a field is not name=value');
    const end = endOfValue(line, equals + 1);
    const value = readValue(line.slice(equals + 1, end));
    if (value === undefined) return fail(`field ${name.slice(0, 64)} has no readable value`);
    if (Object.hasOwn(fields, name)) return fail(`field ${name.slice(0, 64)} stands twice`);
    fields[name] = value;
    if (line[end] !== ',') return ok({ fields: { ...fields }, end });
    at = end + 1;
  }
  return fail(`more than ${LINE_LIMITS.fields} fields`);
}

function endOfValue(line: string, from: number): number {
  if (line[from] !== '"') {
    let at = from;
    while (at < line.length && line[at] !== ',' && line[at] !== ' ') at += 1;
    return at;
  }
  for (let at = from + 1; at < line.length; at += 1) {
    if (line[at] === '\\') at += 1;
    else if (line[at] === '"') return at + 1;
  }
  return line.length;
}

const FLOAT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const INTEGER = /^[+-]?\d{1,19}[iu]$/;
const TRUE = new Set(['t', 'T', 'true', 'True', 'TRUE']);
const FALSE = new Set(['f', 'F', 'false', 'False', 'FALSE']);

function readValue(text: string): FieldValue | undefined {
  if (text.startsWith('"')) return readText(text);
  if (INTEGER.test(text)) {
    const value = Number(text.slice(0, -1));
    return Number.isSafeInteger(value) ? value : undefined;
  }
  if (FLOAT.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  if (TRUE.has(text)) return true;
  return FALSE.has(text) ? false : undefined;
}

function readText(quoted: string): string | undefined {
  if (quoted.length < 2 || !quoted.endsWith('"')) return undefined;
  const inner = quoted.slice(1, -1);
  // An inner text that ends in an odd run of backslashes means that the closing quote was escaped.
  const tail = /\\*$/.exec(inner)?.[0].length ?? 0;
  return tail % 2 === 1 ? undefined : inner.replace(/\\(["\\])/g, '$1');
}

function readStamp(text: string, precision: Precision, nowMs: number): Result<number> {
  if (text === '') return ok(nowMs);
  if (!/^-?\d{1,19}$/.test(text))
    return fail(`time stamp ${JSON.stringify(text.slice(0, 32))} is not a number`);
  const over = DIGITS_OVER_MS[precision];
  if (over < 0) return ok(Number(text) * 1_000);
  const cut = over === 0 ? text : text.slice(0, -over);
  return ok(Number(cut === '' || cut === '-' ? '0' : cut));
}
