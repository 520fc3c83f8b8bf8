import type { Hours } from '../../standards/criterion.ts';
import { unpackDay } from './day-payload.ts';
import { blob, type Sql, type SqlRow, text } from './sql.ts';

/** What was counted of one line in one month of the calendar, from the statistics kept by day. */
export interface MonthSums {
  readonly device: string;
  /** `2026-11` */
  readonly month: string;
  /** `2026-11-03`: the first day of the month of which anything was told. */
  readonly firstDay: string;
  /** Seconds, by hours and field: `all up_s`, `school known_s`. */
  readonly sums: ReadonlyMap<string, number>;
}

/** Steps from one day to the next along the key: rows of other series are not looked at. */
const DAYS_OF_SCHOOL = `
  WITH RECURSIVE counted (school, day) AS (
    SELECT ?1, min(day) FROM day_statistic WHERE school = ?1
    UNION ALL
    SELECT ?1, (SELECT min(day) FROM day_statistic WHERE school = ?1 AND day > counted.day)
    FROM counted WHERE counted.day IS NOT NULL
  )`;

export const monthKey = (hours: Hours, field: string): string => `${hours} ${field}`;

/** Every month of every line of a school that was followed second by second; the newest first. */
export function readMonths(sql: Sql, school: string): readonly MonthSums[] {
  const rows = sql.all(
    `${DAYS_OF_SCHOOL}
     SELECT latest.device, day, payload
     FROM counted
     CROSS JOIN latest ON latest.school = ?1 AND latest.measurement = 'uplink_minute'
     JOIN day_statistic USING (school, day, measurement, series)
     ORDER BY day, latest.device`,
    school,
  );
  const byMonth = Map.groupBy(
    rows,
    (row) => `${text(row, 'day').slice(0, 7)} ${text(row, 'device')}`,
  );
  return [...byMonth.values()]
    .flatMap((own) => {
      const [first] = own;
      if (first === undefined) return [];
      const [device, firstDay] = [text(first, 'device'), text(first, 'day')];
      return [{ device, month: firstDay.slice(0, 7), firstDay, sums: sumsOf(own) }];
    })
    .sort((a, b) => order(b.month, a.month) || order(a.device, b.device));
}

const order = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

function sumsOf(days: readonly SqlRow[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const row of days)
    for (const [field, counted] of unpackDay(blob(row, 'payload')))
      for (const hours of ['all', 'school'] as const) {
        if (counted[hours].count === 0) continue;
        const key = monthKey(hours, field);
        sums.set(key, (sums.get(key) ?? 0) + counted[hours].sum);
      }
  return sums;
}
