import { type EpochMs, epochMs } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';
import {
  type ParsedLine,
  type Precision,
  parseLines,
  seriesKey,
} from '../../wire/line-protocol.ts';
import type { RefusedLine } from '../store/receipts.ts';
import { whyRefused } from './check-fact.ts';

export interface BodyRead {
  readonly facts: readonly Fact[];
  readonly refused: readonly RefusedLine[];
  /** True when a line had no stamp of its own and was given the time of receipt. */
  readonly stampedHere: boolean;
}

export interface Reading {
  readonly school: string;
  readonly precision: Precision;
  readonly receivedAt: EpochMs;
  /** False where a fact would open one series too many. */
  readonly hasRoom: (fact: Fact) => boolean;
}

/** What marks a line without a stamp until it is given one. */
const NO_STAMP = Number.NaN;
const SERIES_CHARS = 4_096;

/** Parts a body's lines into facts that can be stored and lines that can't, each with the reason. */
export function readBody(body: Uint8Array, reading: Reading): BodyRead {
  const facts: Fact[] = [];
  const refused: RefusedLine[] = [];
  let stampedHere = false;
  for (const read of parseLines(decode(body), reading.precision, NO_STAMP)) {
    const fact = admissible(read, reading);
    if (typeof fact === 'string') {
      refused.push({ line: read.number, text: read.line, reason: fact });
      continue;
    }
    stampedHere ||= read.parsed.ok && Number.isNaN(read.parsed.value.at);
    facts.push(fact);
  }
  return { facts, refused, stampedHere };
}

/** The fact as it is stored, or why the line is refused. */
function admissible({ line, parsed }: ParsedLine, reading: Reading): Fact | string {
  // What isn't UTF-8 was decoded to this mark; the mark itself measures nothing either.
  if (line.includes('\uFFFD')) return 'not UTF-8';
  if (!parsed.ok) return parsed.problem;
  const { school = reading.school, ...tags } = parsed.value.tags;
  if (school !== reading.school) return `line claims school ${school.slice(0, 64)}`;
  const at = Number.isNaN(parsed.value.at) ? reading.receivedAt : parsed.value.at;
  const fact = { ...parsed.value, tags, at: epochMs(at) };
  if (seriesKey(fact).length > SERIES_CHARS) return `tags longer than ${SERIES_CHARS} characters`;
  const reason = whyRefused(fact, reading.receivedAt);
  if (reason !== undefined) return reason;
  return reading.hasRoom(fact) ? fact : 'the school has too many series';
}

const decode = (body: Uint8Array): string => new TextDecoder('utf-8').decode(body);
