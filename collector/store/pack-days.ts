import * as z from 'zod';
import { type DayFields, emptyField, packDay } from './day-payload.ts';
import { bucketNamed, Tally } from './day-statistics.ts';
import { number, type Sql, type SqlRow, text } from './sql.ts';

const Buckets = z.record(z.string(), z.number());

/** A migration: a row a (series, day) with everything counted, in place of a row each of its figures with JSON. */
export function packDays(database: Sql & { script(sql: string): void }): void {
  database.script(`
    ALTER TABLE day_statistic RENAME TO day_figure;
    CREATE TABLE day_statistic (
      school TEXT NOT NULL,
      day TEXT NOT NULL,
      measurement TEXT NOT NULL,
      series TEXT NOT NULL,
      -- day-payload.ts
      payload BLOB NOT NULL,
      PRIMARY KEY (school, day, measurement, series)
    ) STRICT, WITHOUT ROWID;`);
  const series = database.all('SELECT DISTINCT school, measurement, series FROM day_figure');
  for (const one of series) {
    const place = [text(one, 'school'), text(one, 'measurement'), text(one, 'series')] as const;
    const figures = database.all(
      'SELECT * FROM day_figure WHERE school = ? AND measurement = ? AND series = ?',
      ...place,
    );
    for (const [day, ofDay] of Map.groupBy(figures, (row) => text(row, 'day')))
      database.run(
        'INSERT INTO day_statistic (school, measurement, series, day, payload) VALUES (?, ?, ?, ?, ?)',
        ...place,
        day,
        packDay(fieldsOf(ofDay)),
      );
  }
  database.script('DROP TABLE day_figure');
}

function fieldsOf(figures: readonly SqlRow[]): DayFields {
  const fields: DayFields = new Map();
  for (const row of figures) {
    const name = text(row, 'field');
    const field = fields.get(name) ?? emptyField();
    fields.set(name, field);
    (text(row, 'hours') === 'all' ? field.all : field.school).join(tallyOf(row));
  }
  return fields;
}

function tallyOf(row: SqlRow): Tally {
  const one = new Tally();
  const buckets = Object.entries(Buckets.parse(JSON.parse(text(row, 'buckets'))));
  for (const [name, count] of buckets) one.buckets.set(bucketNamed(name), count);
  one.count = number(row, 'count');
  one.trues = number(row, 'trues');
  one.sum = number(row, 'sum');
  one.min = number(row, 'min');
  one.max = number(row, 'max');
  one.lastAt = number(row, 'last_at');
  return one;
}
