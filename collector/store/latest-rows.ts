import * as z from 'zod';
import { type EpochMs, epochMs } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';
import { seriesKey } from '../../wire/line-protocol.ts';
import type { LatestRow } from './latest.ts';
import { number, type Sql, type SqlRow, text } from './sql.ts';

export interface LatestFilter {
  readonly school?: string;
  readonly measurement?: string;
  readonly device?: string;
}

const Tags = z.record(z.string(), z.string());
const Fields = z.record(z.string(), z.union([z.number(), z.boolean(), z.string()]));

/** Two facts of one series and one stamp are one point, as in every time-series store. */
const UPSERT = `
  INSERT INTO latest (school, measurement, series, device, tags, fields, at, received_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET
    fields = CASE WHEN excluded.at = at THEN json_patch(fields, excluded.fields) ELSE excluded.fields END,
    at = excluded.at,
    received_at = excluded.received_at
  WHERE excluded.at >= at`;

/** Keeps the newest fact of each series; an older one that arrives late changes nothing. */
export function keepLatest(
  sql: Sql,
  school: string,
  facts: readonly Fact[],
  receivedAt: EpochMs,
): void {
  for (const [series, { measurement, tags, fields, at }] of newestOfEach(facts))
    sql.run(
      UPSERT,
      school,
      measurement,
      series,
      tags['device'] ?? '',
      JSON.stringify(tags),
      JSON.stringify(fields),
      at,
      receivedAt,
    );
}

function newestOfEach(facts: readonly Fact[]): ReadonlyMap<string, Fact> {
  const newest = new Map<string, Fact>();
  for (const fact of facts) {
    const series = seriesKey(fact);
    const other = newest.get(series);
    if (other === undefined || fact.at > other.at) newest.set(series, fact);
    else if (fact.at === other.at)
      newest.set(series, { ...other, fields: { ...other.fields, ...fact.fields } });
  }
  return newest;
}

export function readLatest(sql: Sql, filter: LatestFilter): readonly LatestRow[] {
  const wanted = (['school', 'measurement', 'device'] as const).flatMap((column) => {
    const value = filter[column];
    return value === undefined ? [] : [{ column, value }];
  });
  const where = wanted.map(({ column }) => `${column} = ?`).join(' AND ');
  return sql
    .all(
      `SELECT * FROM latest ${where === '' ? '' : `WHERE ${where}`}`,
      ...wanted.map(({ value }) => value),
    )
    .map(rowOf);
}

const rowOf = (row: SqlRow): LatestRow => ({
  school: text(row, 'school'),
  measurement: text(row, 'measurement'),
  series: text(row, 'series'),
  device: text(row, 'device'),
  tags: Tags.parse(JSON.parse(text(row, 'tags'))),
  fields: Fields.parse(JSON.parse(text(row, 'fields'))),
  at: epochMs(number(row, 'at')),
  receivedAt: epochMs(number(row, 'received_at')),
});
