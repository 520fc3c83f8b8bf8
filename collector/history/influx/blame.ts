/**
 * Whom a database's refusal is about, read from its own words:
 *
 *   1.x, 2.x  partial write: field type conflict: input field "f" on measurement "m" is type string, already exists as type float dropped=2
 *   1.x, 2.x  partial write: points beyond retention policy dropped=3
 *   1.x, 2.x  unable to parse 'm x=': missing field value          one a line, each quoted whole
 *   3 Core    {"error": "partial write of line protocol occurred", "data": [{"line_number": 2, "error_message": "…"}]}
 *   3 cloud   error parsing line 2 (1-based): No fields were provided
 *
 * Invariant: only words that cover a whole body convict it; any others say what to try apart from the rest.
 * Sources: influxd 1.6.7 itself; docs.influxdata.com, influxdb/v2 and influxdb3 core, "Troubleshoot issues writing data".
 */
import * as z from 'zod';
import { seriesKey } from '../../../wire/line-protocol.ts';

export interface Blame {
  /** Lines by their place, from 0, with the server's word on each where it has one. */
  readonly at: ReadonlyMap<number, string | undefined>;
  /** The server named just these; else its reason merely fits them. */
  readonly named: boolean;
}

/** Undefined where the words are about no line that can be told. */
export function blame(answer: string, lines: readonly string[]): Blame | undefined {
  const { words, data } = read(answer);
  const dropped = Number(/ dropped=(\d{1,9})$/.exec(words)?.[1] ?? 0);
  if (dropped >= lines.length) return named(lines.map((_, at) => [at, undefined]));
  const told = [...numbered(answer, data, lines.length), ...quoted(words, lines)];
  if (told.length > 0) return named(told);
  const fitting = /beyond retention policy/.test(words)
    ? oldest(lines, dropped)
    : ofField(words, lines);
  return fitting.length === 0
    ? undefined
    : { at: new Map(fitting.map((at) => [at, undefined])), named: false };
}

type Told = readonly [at: number, reason: string | undefined];
const named = (told: readonly Told[]): Blame => ({ at: new Map(told), named: true });

const Rejected = z.object({ line_number: z.int(), error_message: z.string().optional() });
const Words = z.object({
  error: z.string().optional(),
  message: z.string().optional(),
  data: z.union([z.array(Rejected), Rejected.transform((one) => [one])]).optional(),
});

interface Read {
  readonly words: string;
  readonly data: readonly z.infer<typeof Rejected>[];
}

function read(answer: string): Read {
  try {
    const { error, message, data } = Words.parse(JSON.parse(answer));
    return { words: (message ?? error ?? '').trim(), data: data ?? [] };
  } catch {
    // A plain text, or JSON that the client has cut off.
    return { words: answer.trim(), data: [] };
  }
}

function numbered(answer: string, data: Read['data'], count: number): readonly Told[] {
  const told: Told[] = data.map((one) => [one.line_number - 1, one.error_message]);
  if (told.length === 0)
    for (const [, number, reason] of answer.matchAll(
      /(?:"line_number" ?: ?|error parsing line )(\d{1,7})(?: \(1-based\): ([^\n"\\]{1,500}))?/g,
    ))
      told.push([Number(number) - 1, reason]);
  return told.filter(([at]) => at >= 0 && at < count);
}

const UNREADABLE = "unable to parse '";

function quoted(words: string, lines: readonly string[]): readonly Told[] {
  if (!words.includes(UNREADABLE)) return [];
  const reasons = new Map<string, string>();
  for (const one of words.split('\n')) {
    const start = one.indexOf(UNREADABLE);
    const end = one.lastIndexOf("': ");
    if (start !== -1 && end > start)
      reasons.set(one.slice(start + UNREADABLE.length, end), one.slice(end + 3));
  }
  return lines.flatMap((line, at): Told[] => {
    const reason = reasons.get(line);
    return reason === undefined ? [] : [[at, reason]];
  });
}

/** The `count` oldest, and those as old as the youngest of them. */
function oldest(lines: readonly string[], count: number): readonly number[] {
  const stamps = lines.map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
  const limit = stamps.toSorted((a, b) => a - b)[count - 1];
  return limit === undefined ? [] : stamps.flatMap((stamp, at) => (stamp <= limit ? [at] : []));
}

/** The lines that hold the field the words name, with the type they name. */
function ofField(words: string, lines: readonly string[]): readonly number[] {
  const start = words.indexOf('input field "');
  if (start === -1) return [];
  const [, field, measurement, type] =
    /^input field "(.{1,500})" on measurement "(.{1,500})" is (?:type (\w{1,20})|invalid)/.exec(
      words.slice(start, start + 1_200),
    ) ?? [];
  if (field === undefined || measurement === undefined) return [];
  const head = seriesKey({ measurement, tags: {} });
  const name = `${field.replace(/[,= ]/g, '\\$&')}=`;
  return lines.flatMap((line, at) =>
    line.startsWith(head) && holds(line, name, type) ? [at] : [],
  );
}

function holds(line: string, name: string, type: string | undefined): boolean {
  for (let at = line.indexOf(name); at !== -1; at = line.indexOf(name, at + 1)) {
    const before = line[at - 1];
    if (before !== ' ' && before !== ',') continue;
    if (type === undefined || typeAt(line, at + name.length) === type) return true;
  }
  return false;
}

function typeAt(line: string, at: number): string {
  if (line[at] === '"') return 'string';
  if (line[at] === 't' || line[at] === 'f') return 'boolean';
  return /^-?\d+i/.test(line.slice(at, at + 24)) ? 'integer' : 'float';
}
