import type { EpochMs } from '../../kit/units.ts';
import { BATCH_LIMITS } from '../../wire/batch.ts';
import type { FactPoint, SeriesFacts } from '../../wire/fact.ts';
import { foreignName } from '../../wire/foreign.ts';
import { seriesKey } from '../../wire/line-protocol.ts';
import type { MeasurementSpec } from '../../wire/measurement-spec.ts';
import { specOf } from '../../wire/measurements.ts';
import {
  headEndOf,
  LINE_LIMITS,
  type Precision,
  parseHead,
  parsePoint,
  saysSomething,
} from '../../wire/parse-line.ts';
import { KEPT_CHARS, type RefusedLine } from '../store/receipts.ts';
import { whyPointRefused, whyTagsRefused } from './check-fact.ts';

export interface Reading {
  readonly school: string;
  readonly precision: Precision;
  /** None of the measurements is one of the register's. */
  readonly foreign: boolean;
  readonly receivedAt: EpochMs;
  /** False where this would open one series too many. */
  readonly hasRoom: (series: Pick<SeriesFacts, 'measurement' | 'series'>) => boolean;
}

export interface BodyRead {
  /** In the order in which they first stood in the body, as do the points of each. */
  readonly series: readonly SeriesFacts[];
  readonly refused: readonly RefusedLine[];
  /** True when a line had no stamp of its own and was given the time of receipt. */
  readonly stampedHere: boolean;
}

/** What marks a line without a stamp until it is given one. */
const NO_STAMP = Number.NaN;
const SERIES_CHARS = 4_096;

interface OpenSeries extends SeriesFacts {
  readonly spec: MeasurementSpec | undefined;
  readonly points: FactPoint[];
}

/**
 * Parts a body, as its text comes in, into facts that can be stored and lines that can't, each with the reason. Holds
 * no more of the text than a line.
 */
export class BodyReader {
  readonly #reading: Reading;
  /** What the head of a line says: the series, or why none of its lines can be stored. */
  readonly #heads = new Map<string, OpenSeries | string>();
  /** One series may be written with its tags in several orders. */
  readonly #series = new Map<string, OpenSeries>();
  readonly #refused: RefusedLine[] = [];
  #number = 0;
  #lines = 0;
  #torn = '';
  /** The line that is still coming in is too long already: its rest is passed over. */
  #overlong = false;
  #stampedHere = false;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** Lines that say something, so far. */
  get lines(): number {
    return this.#lines;
  }

  add(text: string): void {
    let start = 0;
    for (let feed = text.indexOf('\n'); feed !== -1; feed = text.indexOf('\n', start)) {
      this.#line(this.#torn + text.slice(start, feed));
      this.#torn = '';
      this.#overlong = false;
      start = feed + 1;
    }
    this.#keepTorn(text.slice(start));
  }

  end(): BodyRead {
    if (this.#torn !== '') this.#line(this.#torn);
    const series = [...this.#series.values()].map(({ spec: _spec, ...facts }) => facts);
    return {
      series: series.filter(({ points }) => points.length > 0),
      refused: this.#refused,
      stampedHere: this.#stampedHere,
    };
  }

  #keepTorn(rest: string): void {
    if (this.#overlong) return;
    this.#torn += rest;
    if (this.#torn.length <= LINE_LIMITS.lineChars + 1) return;
    this.#torn = this.#torn.slice(0, LINE_LIMITS.lineChars + 2);
    this.#overlong = true;
  }

  #line(told: string): void {
    this.#number += 1;
    const line = told.endsWith('\r') ? told.slice(0, -1) : told;
    if (!saysSomething(line)) return;
    this.#lines += 1;
    if (this.#lines > BATCH_LIMITS.lines) return;
    const reason = this.#take(line);
    if (reason !== undefined)
      this.#refused.push({ line: this.#number, text: line.slice(0, KEPT_CHARS), reason });
  }

  /** Keeps the line's fact, or gives the reason why it is refused. */
  #take(line: string): string | undefined {
    // What isn't UTF-8 was decoded to this mark; the mark itself measures nothing either.
    if (line.includes('\uFFFD')) return 'not UTF-8';
    const headEnd = headEndOf(line);
    if (!headEnd.ok) return headEnd.problem;
    const series = this.#seriesOf(line.slice(0, headEnd.value));
    if (typeof series === 'string') return series;
    const { precision, receivedAt } = this.#reading;
    const read = parsePoint(line, headEnd.value + 1, { precision, nowMs: NO_STAMP });
    if (!read.ok) return read.problem;
    const isBare = Number.isNaN(read.value.at);
    const point = isBare ? { ...read.value, at: receivedAt } : read.value;
    const reason = whyPointRefused(point, receivedAt, series);
    if (reason !== undefined) return reason;
    if (series.points.length === 0 && !this.#reading.hasRoom(series))
      return 'the school has too many series';
    this.#stampedHere ||= isBare;
    series.points.push(point);
    return undefined;
  }

  #seriesOf(head: string): OpenSeries | string {
    const known = this.#heads.get(head);
    if (known !== undefined) return known;
    const found = this.#openSeries(head);
    this.#heads.set(head, found);
    return found;
  }

  #openSeries(head: string): OpenSeries | string {
    const parsed = parseHead(head);
    if (!parsed.ok) return parsed.problem;
    const spec = this.#reading.foreign ? undefined : specOf(parsed.value.measurement);
    const told = parsed.value.measurement;
    const measurement = spec === undefined ? foreignName(told) : told;
    const { school = this.#reading.school, ...tags } = parsed.value.tags;
    if (school !== this.#reading.school) return `line claims school ${school.slice(0, 64)}`;
    const series = seriesKey({ measurement, tags });
    if (series.length > SERIES_CHARS) return `tags longer than ${SERIES_CHARS} characters`;
    const reason = spec && whyTagsRefused(tags, spec, measurement);
    if (reason !== undefined) return reason;
    const open = this.#series.get(series) ?? { measurement, tags, series, spec, points: [] };
    this.#series.set(series, open);
    return open;
  }
}
