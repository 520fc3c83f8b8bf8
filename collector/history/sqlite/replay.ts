import { type EpochMs, epochMs } from '../../../kit/units.ts';
import type { FieldValue } from '../../../wire/fact.ts';
import { seriesKey } from '../../../wire/line-protocol.ts';
import { parseLine } from '../../../wire/parse-line.ts';
import type { LatestRow } from '../../store/latest.ts';
import type { Sql } from '../../store/sql.ts';
import { isOnlyRollups, keptDays, openBlock, rawBlocks } from './block-rows.ts';
import { BrokenBlock } from './byte-reader.ts';
import { fieldValues, type SeriesColumns } from './columns.ts';
import { merged } from './merge.ts';
import { dayOf, startOf } from './tiers.ts';

export interface Replay {
  readonly school: string;
  readonly from: EpochMs;
  /** Up to here, itself not among it. */
  readonly to: EpochMs;
  readonly measurements: readonly string[];
}

/**
 * The facts of a school in order of their stamps, each as it was the latest of its series once; taken as received when
 * they were measured. One day is in memory at a time. Over any connection to `facts.db`.
 */
export function* replayed(sql: Sql, asked: Replay): Generator<LatestRow> {
  const heads = asked.measurements.map((measurement) => seriesKey({ measurement, tags: {} }));
  const wanted = new Set(heads);
  const isWanted = (series: string) => wanted.has(headOf(series));
  const { school } = asked;
  for (const day of daysOf(sql, asked))
    yield* rowsOf(asked, seriesOfDay(sql, { school, day }, isWanted));
}

/** Days of the span, as `2026-11-23` in UTC, of which every point is past its retention. */
export function daysWithoutPoints(
  sql: Sql,
  asked: Omit<Replay, 'measurements'>,
): readonly string[] {
  const { school } = asked;
  return daysOf(sql, asked)
    .filter((day) => isOnlyRollups(sql, { school, day }))
    .map(dateOf);
}

const daysOf = (sql: Sql, { school, from, to }: Omit<Replay, 'measurements'>): readonly number[] =>
  keptDays(sql, { school, first: dayOf(from), last: dayOf(to - 1) });

const dateOf = (day: number): string => new Date(startOf(day)).toISOString().slice(0, 10);

/** A series' measurement as its key writes it: up to the first comma that is not escaped. */
const headOf = (series: string): string => /^(?:\\.|[^,\\])*/s.exec(series)?.[0] ?? series;

interface SchoolDay {
  readonly school: string;
  readonly day: number;
}

function seriesOfDay(
  sql: Sql,
  place: SchoolDay,
  isWanted: (series: string) => boolean,
): readonly SeriesColumns[] {
  try {
    const pieces = [...piecesOfDay(sql, place, isWanted)];
    // Of one stamp they come in order of their keys, whichever was written first.
    return [...Map.groupBy(pieces, ({ series }) => series)]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, own]) => merged(own));
  } catch (cause) {
    if (!(cause instanceof BrokenBlock)) throw cause;
    const said = `history of ${place.school} on ${dateOf(place.day)} can't be read`;
    throw new Error(`${said}: ${cause.message}`, { cause });
  }
}

function* piecesOfDay(
  sql: Sql,
  place: SchoolDay,
  isWanted: (series: string) => boolean,
): Generator<SeriesColumns> {
  for (const { payload } of rawBlocks(sql, place, 'all'))
    for (const one of openBlock(payload).series()) if (isWanted(one.series)) yield one.read();
}

function* rowsOf(asked: Replay, series: readonly SeriesColumns[]): Generator<LatestRow> {
  const cursors = series.map((columns) => new Cursor(asked.school, columns));
  for (const place of orderOf(series)) {
    const row = cursors[place]?.next();
    if (row !== undefined && row.at >= asked.from && row.at < asked.to) yield row;
  }
}

/** Which series the next point is of, for all points in order of their stamps. */
function* orderOf(series: readonly SeriesColumns[]): Generator<number> {
  const first = series.reduce((least, { stamps }) => Math.min(least, stamps[0] ?? least), Infinity);
  const total = series.reduce((sum, { stamps }) => sum + stamps.length, 0);
  // A day's milliseconds times the series of a school stay far below what a number holds exactly.
  const keys = new Float64Array(total);
  let filled = 0;
  series.forEach(({ stamps }, place) => {
    for (const stamp of stamps) {
      keys[filled] = (stamp - first) * series.length + place;
      filled += 1;
    }
  });
  for (const key of keys.sort()) yield key % series.length;
}

/** Gives the points of one series, one after the other. */
class Cursor {
  readonly #school: string;
  readonly #columns: readonly FieldCursor[];
  readonly #stamps: Float64Array;
  readonly #series: string;
  readonly #name: Pick<LatestRow, 'measurement' | 'tags'>;
  #at = 0;

  constructor(school: string, { series, stamps, columns }: SeriesColumns) {
    this.#school = school;
    this.#series = series;
    this.#stamps = stamps;
    this.#name = nameIn(series);
    this.#columns = columns.map(({ field, points, data }) => ({
      ...{ field, points, values: fieldValues(data) },
      used: 0,
    }));
  }

  next(): LatestRow | undefined {
    const stamp = this.#stamps[this.#at];
    if (stamp === undefined) return undefined;
    const fields: Record<string, FieldValue> = {};
    for (const column of this.#columns) {
      const value = valueAt(column, this.#at);
      if (value !== undefined) fields[column.field] = value;
    }
    this.#at += 1;
    const at = epochMs(stamp);
    const device = this.#name.tags['device'] ?? '';
    const { measurement, tags } = this.#name;
    return {
      ...{ school: this.#school, series: this.#series, measurement, tags, device, fields, at },
      receivedAt: at,
    };
  }
}

interface FieldCursor {
  readonly field: string;
  readonly points: Uint32Array | undefined;
  readonly values: readonly FieldValue[];
  used: number;
}

/** Called for every point in turn. */
function valueAt(column: FieldCursor, point: number): FieldValue | undefined {
  if (column.points !== undefined && column.points[column.used] !== point) return undefined;
  const value = column.values[column.used];
  column.used += 1;
  return value;
}

function nameIn(series: string): Pick<LatestRow, 'measurement' | 'tags'> {
  const parsed = parseLine(`${series} v=1`, 'ms', 0);
  if (!parsed.ok) throw new Error(`a series can't be read: ${parsed.problem}`);
  return parsed.value;
}
