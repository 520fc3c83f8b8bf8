/** Reads Influx line protocol as line-protocol.ts draws it: linear in the length of a line, and never throws. */
import { fail, ok, type Result } from '../kit/result.ts';
import { epochMs } from '../kit/units.ts';
import type { Fact, FactPoint, FieldValue } from './fact.ts';

export type Precision = 'ns' | 'us' | 'ms' | 's';

export const LINE_LIMITS = { lineChars: 65_536, tags: 64, fields: 256 } as const;

/** How a bare stamp is read, and what stands for one that is missing. */
export interface Stamping {
  readonly precision: Precision;
  readonly nowMs: number;
}

/** Digits to cut from, or zeros to add to, a stamp of this precision to make it milliseconds. */
const DIGITS_OVER_MS: Readonly<Record<Precision, number>> = { ns: 6, us: 3, ms: 0, s: -3 };

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
    if (saysSomething(line)) yield { number, line, parsed: parseLine(line, precision, nowMs) };
  }
}

export const saysSomething = (line: string): boolean => line.trim() !== '' && !line.startsWith('#');

/** Reads one line. */
export function parseLine(line: string, precision: Precision, nowMs: number): Result<Fact> {
  const headEnd = headEndOf(line);
  if (!headEnd.ok) return headEnd;
  const head = parseHead(line.slice(0, headEnd.value));
  if (!head.ok) return head;
  const point = parsePoint(line, headEnd.value + 1, { precision, nowMs });
  return point.ok ? ok({ ...head.value, ...point.value }) : point;
}

/** Where the fields of a line begin, less one: lines with one head are of one series. */
export function headEndOf(line: string): Result<number> {
  if (line.length > LINE_LIMITS.lineChars)
    return fail(`longer than ${LINE_LIMITS.lineChars} characters`);
  const end = endOfName(line, 0, ' ');
  return end === line.length ? fail('no fields') : ok(end);
}

/** Measurement and tags. */
export function parseHead(head: string): Result<Pick<Fact, 'measurement' | 'tags'>> {
  const names = splitNames(head, ',');
  const measurement = unescapeName(names[0] ?? '');
  if (measurement === '') return fail('no measurement');
  if (names.length - 1 > LINE_LIMITS.tags) return fail(`more than ${LINE_LIMITS.tags} tags`);
  const tags = readTags(names.slice(1));
  return tags.ok ? ok({ measurement, tags: tags.value }) : tags;
}

/** Fields and stamp, which begin at `from`. */
export function parsePoint(line: string, from: number, stamping: Stamping): Result<FactPoint> {
  const read = readFields(line, from);
  if (!read.ok) return read;
  const at = readStamp(line.slice(read.value.end).trim(), stamping);
  return at.ok ? ok({ fields: read.value.fields, at: epochMs(at.value) }) : at;
}

/** Where an unescaped `stop` stands at or after `from`; the length of the text when it does not. */
function endOfName(text: string, from: number, stop: string): number {
  const first = text.indexOf(stop, from);
  if (first === -1) return text.length;
  if (first === from || text[first - 1] !== '\\') return first;
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

const unescapeName = (text: string): string =>
  text.includes('\\') ? text.replace(/\\([,= ])/g, '$1') : text;

function readTags(pairs: readonly string[]): Result<Record<string, string>> {
  const tags: Record<string, string> = {};
  for (const pair of pairs) {
    const equals = endOfName(pair, 0, '=');
    const name = unescapeName(pair.slice(0, equals));
    const value = unescapeName(pair.slice(equals + 1));
    if (name === '' || value === '')
      return fail(`tag ${JSON.stringify(pair.slice(0, 64))} is not name=value`);
    if (Object.hasOwn(tags, name)) return fail(`tag ${name} stands twice`);
    put(tags, name, value);
  }
  return ok(tags);
}

/** `__proto__` is a name like any other. */
function put<Value>(into: Record<string, Value>, name: string, value: Value): void {
  if (name !== '__proto__') into[name] = value;
  else Object.defineProperty(into, name, { value, enumerable: true, writable: true });
}

interface FieldsRead {
  readonly fields: Record<string, FieldValue>;
  readonly end: number;
}

function readFields(line: string, from: number): Result<FieldsRead> {
  const fields: Record<string, FieldValue> = {};
  let at = from;
  for (let seen = 0; seen < LINE_LIMITS.fields; seen += 1) {
    const equals = endOfName(line, at, '=');
    const name = unescapeName(line.slice(at, equals));
    if (name === '' || equals === line.length) return fail('a field is not name=value');
    const end = endOfValue(line, equals + 1);
    const value = readValue(line.slice(equals + 1, end));
    if (value === undefined) return fail(`field ${name.slice(0, 64)} has no readable value`);
    if (Object.hasOwn(fields, name)) return fail(`field ${name.slice(0, 64)} stands twice`);
    put(fields, name, value);
    if (line[end] !== ',') return ok({ fields, end });
    at = end + 1;
  }
  return fail(`more than ${LINE_LIMITS.fields} fields`);
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BLANK = 0x20;

function endOfValue(line: string, from: number): number {
  if (line.charCodeAt(from) !== QUOTE) {
    for (let at = from; at < line.length; at += 1) {
      const code = line.charCodeAt(at);
      if (code === COMMA || code === BLANK) return at;
    }
    return line.length;
  }
  for (let at = from + 1; at < line.length; at += 1) {
    if (line[at] === '\\') at += 1;
    else if (line.charCodeAt(at) === QUOTE) return at + 1;
  }
  return line.length;
}

const FLOAT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const INTEGER = /^[+-]?\d{1,19}[iu]$/;
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...['t', 'T', 'true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['f', 'F', 'false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

function readValue(text: string): FieldValue | undefined {
  if (text.charCodeAt(0) === QUOTE) return readText(text);
  const flag = FLAGS.get(text);
  if (flag !== undefined) return flag;
  if (FLOAT.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  if (!INTEGER.test(text)) return undefined;
  const value = Number(text.slice(0, -1));
  return Number.isSafeInteger(value) ? value : undefined;
}

function readText(quoted: string): string | undefined {
  if (quoted.length < 2 || !quoted.endsWith('"')) return undefined;
  const inner = quoted.slice(1, -1);
  // An inner text that ends in an odd run of backslashes means that the closing quote was escaped.
  const tail = /\\*$/.exec(inner)?.[0].length ?? 0;
  return tail % 2 === 1 ? undefined : inner.replace(/\\(["\\])/g, '$1');
}

function readStamp(text: string, { precision, nowMs }: Stamping): Result<number> {
  if (text === '') return ok(nowMs);
  if (!/^-?\d{1,19}$/.test(text))
    return fail(`time stamp ${JSON.stringify(text.slice(0, 32))} is not a number`);
  const over = DIGITS_OVER_MS[precision];
  if (over < 0) return ok(Number(text) * 1_000);
  const cut = over === 0 ? text : text.slice(0, -over);
  return ok(Number(cut === '' || cut === '-' ? '0' : cut));
}
