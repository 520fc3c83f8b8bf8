import { type EpochMs, epochMs } from '../../kit/units.ts';
import type { FactPoint, SeriesFacts } from '../../wire/fact.ts';
import type { LatestRow } from './latest.ts';
import { number, type Sql, type SqlRow, text } from './sql.ts';

export interface LatestFilter {
  readonly school?: string;
  readonly measurement?: string;
  /** One of these. */
  readonly measurements?: readonly string[];
  readonly device?: string;
}

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
  series: readonly SeriesFacts[],
  receivedAt: EpochMs,
): void {
  for (const one of series) {
    const { fields, at } = newestOf(one.points);
    sql.run(
      UPSERT,
      school,
      one.measurement,
      one.series,
      one.tags['device'] ?? '',
      JSON.stringify(one.tags),
      JSON.stringify(fields),
      at,
      receivedAt,
    );
  }
}

/** Of the points of one series, of which there is at least one. */
function newestOf(points: readonly FactPoint[]): FactPoint {
  return points.reduce((newest, point) => {
    if (point.at < newest.at) return newest;
    if (point.at > newest.at) return point;
    return { at: point.at, fields: { ...newest.fields, ...point.fields } };
  });
}

export function readLatest(sql: Sql, filter: LatestFilter): readonly LatestRow[] {
  const wanted = (['school', 'measurement', 'device'] as const).flatMap((column) => {
    const value = filter[column];
    return value === undefined ? [] : [{ column, value }];
  });
  const { measurements = [] } = filter;
  const where = [
    ...wanted.map(({ column }) => `${column} = ?`),
    ...(measurements.length === 0 ? [] : [`measurement IN (${measurements.map(() => '?')})`]),
  ].join(' AND ');
  return sql
    .all(
      `SELECT * FROM latest ${where === '' ? '' : `WHERE ${where}`}`,
      ...wanted.map(({ value }) => value),
      ...measurements,
    )
    .map(rowOf);
}

const rowOf = (row: SqlRow): LatestRow => ({
  school: text(row, 'school'),
  measurement: text(row, 'measurement'),
  series: text(row, 'series'),
  device: text(row, 'device'),
  tags: tagsIn(text(row, 'tags')),
  fields: fieldsIn(text(row, 'fields')),
  at: epochMs(number(row, 'at')),
  receivedAt: epochMs(number(row, 'received_at')),
});

/** Safe: `keepLatest` alone fills the columns. Checking each value again was most of what judging a school cost. */
const tagsIn = (json: string) => JSON.parse(json) as LatestRow['tags'];
const fieldsIn = (json: string) => JSON.parse(json) as LatestRow['fields'];
