import type { EpochMs } from '../../kit/units.ts';
import type { Hours } from '../../standards/criterion.ts';
import type { SeriesFacts } from '../../wire/fact.ts';
import { type DayFields, emptyField, packDay, unpackDay, unpackField } from './day-payload.ts';
import { type DayStatistic, Tally } from './day-statistics.ts';
import { blob, type Sql, text } from './sql.ts';

/** What is counted of a fact, and on which day. */
export interface Counting {
  /** The day a moment falls on, `2026-11-23`. */
  readonly dayOf: (at: EpochMs) => string;
  readonly isSchoolTime: (at: EpochMs) => boolean;
  /** The fields that somebody reads by the day; undefined where a measurement has none. */
  readonly fieldsOf: (measurement: string) => ReadonlySet<string> | undefined;
}

/** One statistic: a field of a series over all hours or school hours. */
export interface DayKey {
  readonly school: string;
  readonly measurement: string;
  readonly series: string;
  readonly field: string;
  readonly hours: Hours;
}

const PLACE = 'school = ? AND day = ? AND measurement = ? AND series = ?';

/** Adds facts to the statistics of the days they were measured on, however late they arrive. */
export function countDays(
  sql: Sql,
  school: string,
  series: readonly SeriesFacts[],
  counting: Counting,
): void {
  for (const one of series) {
    const counted = counting.fieldsOf(one.measurement);
    if (counted === undefined) continue;
    for (const [day, points] of Map.groupBy(one.points, ({ at }) => counting.dayOf(at))) {
      const place = [school, day, one.measurement, one.series] as const;
      const row = sql.get(`SELECT payload FROM day_statistic WHERE ${PLACE}`, ...place);
      const fields = row === undefined ? new Map() : unpackDay(blob(row, 'payload'));
      count(fields, points, { ...counting, counted });
      if (fields.size > 0)
        sql.run(
          `INSERT INTO day_statistic (school, day, measurement, series, payload) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET payload = excluded.payload`,
          ...place,
          packDay(fields),
        );
    }
  }
}

/** Words are not counted. */
function count(
  fields: DayFields,
  points: SeriesFacts['points'],
  { isSchoolTime, counted }: Counting & { readonly counted: ReadonlySet<string> },
): void {
  for (const { fields: values, at } of points) {
    const isSchool = isSchoolTime(at);
    for (const name of counted) {
      const value = values[name];
      if (value === undefined || typeof value === 'string') continue;
      const known = fieldOf(fields, name);
      known.all.add(value, at);
      if (isSchool) known.school.add(value, at);
    }
  }
}

function fieldOf(fields: DayFields, name: string) {
  const known = fields.get(name);
  if (known !== undefined) return known;
  const fresh = emptyField();
  fields.set(name, fresh);
  return fresh;
}

/** The days asked for that were counted, in their order. */
function daysOf(
  sql: Sql,
  { school, measurement, series, field, hours }: DayKey,
  days: readonly string[],
): readonly { readonly day: string; readonly statistic: DayStatistic }[] {
  return days.flatMap((day) => {
    const row = sql.get(
      `SELECT payload FROM day_statistic WHERE ${PLACE}`,
      school,
      day,
      measurement,
      series,
    );
    const statistic = row && unpackField(blob(row, 'payload'), { field, hours });
    return statistic === undefined ? [] : [{ day, statistic }];
  });
}

/** Of one series: the statistic of a field over the days from `firstDay` on; undefined where nothing was counted. */
export type DaysFrom = (
  row: Pick<DayKey, 'measurement' | 'series'>,
  of: Pick<DayKey, 'field' | 'hours'>,
  firstDay: string,
) => DayStatistic | undefined;

/** The days of all series of a school, read in one go the first time they are asked for. */
export function schoolDays(sql: Sql, school: string): DaysFrom {
  const read = new Map<string, ReadonlyMap<string, readonly Uint8Array[]>>();
  const payloads = (firstDay: string) => {
    const known = read.get(firstDay);
    if (known !== undefined) return known;
    const bySeries = Map.groupBy(
      sql.all(
        'SELECT series, payload FROM day_statistic WHERE school = ? AND day >= ?',
        school,
        firstDay,
      ),
      (row) => text(row, 'series'),
    );
    const packed = new Map(
      [...bySeries].map(([series, rows]) => [series, rows.map((row) => blob(row, 'payload'))]),
    );
    read.set(firstDay, packed);
    return packed;
  };
  return ({ series }, of, firstDay) => {
    const sum = new Tally();
    for (const payload of payloads(firstDay).get(series) ?? []) {
      const day = unpackField(payload, of);
      if (day !== undefined) sum.join(day);
    }
    return sum.count === 0 ? undefined : sum;
  };
}

/** How often a flag was told on each day, and how often it was true; days without a sample are left out. */
export interface FlagDay {
  /** `2026-11-23` */
  readonly day: string;
  readonly count: number;
  readonly trues: number;
}

export const readFlagDays = (sql: Sql, key: DayKey, days: readonly string[]): readonly FlagDay[] =>
  daysOf(sql, key, days).map(({ day, statistic: { count, trues } }) => ({ day, count, trues }));

/** What a figure was on each day; days without a sample are left out. */
export interface FigureDay {
  /** `2026-11-23` */
  readonly day: string;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

export const readFigureDays = (
  sql: Sql,
  key: DayKey,
  days: readonly string[],
): readonly FigureDay[] =>
  daysOf(sql, key, days).map(({ day, statistic: { sum, count, min, max } }) => ({
    day,
    mean: sum / count,
    min,
    max,
  }));
