import type { Hours } from '../../standards/criterion.ts';
import { number, type Sql, text } from './sql.ts';

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

export const monthKey = (hours: Hours, field: string): string => `${hours} ${field}`;

/** Every month of every line of a school that was followed second by second; the newest first. */
export function readMonths(sql: Sql, school: string): readonly MonthSums[] {
  const rows = sql.all(
    `SELECT latest.device, substr(day, 1, 7) AS month, hours, field, sum(day_statistic.sum) AS seconds,
            min(day) AS first_day
     FROM day_statistic JOIN latest USING (school, measurement, series)
     WHERE school = ? AND measurement = 'uplink_minute'
     GROUP BY latest.device, month, hours, field ORDER BY month DESC, latest.device`,
    school,
  );
  const byMonth = Map.groupBy(rows, (row) => `${text(row, 'month')} ${text(row, 'device')}`);
  return [...byMonth.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    return [
      {
        device: text(first, 'device'),
        month: text(first, 'month'),
        firstDay: own.map((row) => text(row, 'first_day')).toSorted()[0] ?? '',
        sums: new Map(
          own.map((row) => [`${text(row, 'hours')} ${text(row, 'field')}`, number(row, 'seconds')]),
        ),
      },
    ];
  });
}
