import type { EpochMs } from '../../kit/units.ts';
import type { Hours } from '../../standards/criterion.ts';
import type { Fact } from '../../wire/fact.ts';
import { seriesKey } from '../../wire/line-protocol.ts';
import { specOf } from '../../wire/measurements.ts';
import { type DayStatistic, merge, type Sample, tally } from './day-statistics.ts';
import { number, type Sql, type SqlRow, text } from './sql.ts';

export interface Calendar {
  /** The day a moment falls on, `2026-11-23`. */
  readonly dayOf: (at: EpochMs) => string;
  readonly isSchoolTime: (at: EpochMs) => boolean;
}

/** One row of statistics: a field of a series over one day, over all hours or school hours. */
export interface DayKey {
  readonly school: string;
  readonly measurement: string;
  readonly series: string;
  readonly field: string;
  readonly hours: Hours;
}

const WHERE = 'school = ? AND measurement = ? AND series = ? AND field = ? AND hours = ?';
const place = (key: DayKey) =>
  [key.school, key.measurement, key.series, key.field, key.hours] as const;

/** Adds facts to the statistics of the days they were measured on, however late they arrive. */
export function countDays(
  sql: Sql,
  school: string,
  facts: readonly Fact[],
  calendar: Calendar,
): void {
  for (const { key, day, samples } of samplesByDay(school, facts, calendar)) {
    const row = sql.get(
      `SELECT * FROM day_statistic WHERE ${WHERE} AND day = ?`,
      ...place(key),
      day,
    );
    const fresh = tally(samples);
    write(sql, key, day, row === undefined ? fresh : merge(statisticOf(row), fresh));
  }
}

interface DaySamples {
  readonly key: DayKey;
  readonly day: string;
  readonly samples: Sample[];
}

function samplesByDay(
  school: string,
  facts: readonly Fact[],
  { dayOf, isSchoolTime }: Calendar,
): Iterable<DaySamples> {
  const rows = new Map<string, DaySamples>();
  const count = (key: DayKey, day: string, sample: Sample): void => {
    const name = `${key.series}\n${key.field}\n${key.hours}\n${day}`;
    const row = rows.get(name);
    if (row === undefined) rows.set(name, { key, day, samples: [sample] });
    else row.samples.push(sample);
  };
  for (const fact of facts) {
    const { measurement, at } = fact;
    if (specOf(measurement) === undefined) continue;
    const key = { school, measurement, series: seriesKey(fact) };
    const [day, isSchool] = [dayOf(at), isSchoolTime(at)];
    for (const [field, value] of Object.entries(fact.fields)) {
      if (typeof value === 'string') continue;
      count({ ...key, field, hours: 'all' }, day, { value, at });
      if (isSchool) count({ ...key, field, hours: 'school' }, day, { value, at });
    }
  }
  return rows.values();
}

/** The statistic over the days from `firstDay` on; undefined where nothing was counted. */
export function readDays(sql: Sql, key: DayKey, firstDay: string): DayStatistic | undefined {
  return sql
    .all(`SELECT * FROM day_statistic WHERE ${WHERE} AND day >= ?`, ...place(key), firstDay)
    .map(statisticOf)
    .reduce<DayStatistic | undefined>(
      (sum, day) => (sum === undefined ? day : merge(sum, day)),
      undefined,
    );
}

/** How often a flag was told on each day, and how often it was true; days without a sample are left out. */
export interface FlagDay {
  /** `2026-11-23` */
  readonly day: string;
  readonly count: number;
  readonly trues: number;
}

export function readFlagDays(sql: Sql, key: DayKey, firstDay: string): readonly FlagDay[] {
  return sql
    .all(
      `SELECT day, count, trues FROM day_statistic WHERE ${WHERE} AND day >= ? ORDER BY day`,
      ...place(key),
      firstDay,
    )
    .map((row) => ({
      day: text(row, 'day'),
      count: number(row, 'count'),
      trues: number(row, 'trues'),
    }));
}

/** What a figure was on each day; days without a sample are left out. */
export interface FigureDay {
  /** `2026-11-23` */
  readonly day: string;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

export function readFigureDays(sql: Sql, key: DayKey, firstDay: string): readonly FigureDay[] {
  return sql
    .all(
      `SELECT day, sum / count AS mean, min, max FROM day_statistic
       WHERE ${WHERE} AND day >= ? AND count > 0 ORDER BY day`,
      ...place(key),
      firstDay,
    )
    .map((row) => ({
      day: text(row, 'day'),
      mean: number(row, 'mean'),
      min: number(row, 'min'),
      max: number(row, 'max'),
    }));
}

function write(sql: Sql, key: DayKey, day: string, statistic: DayStatistic): void {
  sql.run(
    `INSERT OR REPLACE INTO day_statistic
       (school, measurement, series, field, hours, day, count, trues, sum, min, max, last_at, buckets)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...place(key),
    day,
    statistic.count,
    statistic.trues,
    statistic.sum,
    statistic.min,
    statistic.max,
    statistic.lastAt,
    JSON.stringify(statistic.buckets),
  );
}

const statisticOf = (row: SqlRow): DayStatistic => ({
  count: number(row, 'count'),
  trues: number(row, 'trues'),
  sum: number(row, 'sum'),
  min: number(row, 'min'),
  max: number(row, 'max'),
  lastAt: number(row, 'last_at'),
  buckets: bucketsIn(text(row, 'buckets')),
});

/** Safe: `write` above alone fills the column. A check of each bucket cost a fifth of all ingest. */
const bucketsIn = (json: string): DayStatistic['buckets'] =>
  JSON.parse(json) as DayStatistic['buckets'];
