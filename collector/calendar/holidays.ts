import type { Text } from '../../kit/text.ts';
import { type CalendarFile, Day } from './calendar-file.ts';
import { dayAfter, weekdayOf } from './wall-time.ts';

type Holiday = CalendarFile['holidays'][number];
export type NamedDays = ReadonlyMap<string, Text>;

/**
 * Public holidays by day, with the days that make up for those on a day of rest.
 * Source: Bộ luật Lao động 2019, Điều 111 khoản 3: the next working day.
 */
export function publicHolidays(
  holidays: readonly Holiday[],
  weekdays: readonly number[],
): NamedDays {
  const days = holidays.flatMap(({ days }) => days);
  const years = new Set(days.map((day) => day.slice(0, 4)));
  const found = new Map<string, Text>();
  for (const holiday of holidays)
    for (const day of daysOf(holiday, years)) found.set(day, holiday.name);
  const teaches = (day: string) => weekdays.includes(weekdayOf(day));
  if (weekdays.length === 0) return found;
  for (const [day, name] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (teaches(day)) continue;
    let instead = dayAfter(day);
    while (found.has(instead) || !teaches(instead)) instead = dayAfter(instead);
    found.set(instead, { vi: `Nghỉ bù ${name.vi}`, en: `${name.en}, made up for` });
  }
  return found;
}

/** Every year: of those any holiday is known of. */
function daysOf({ days, every_year, since = '' }: Holiday, years: ReadonlySet<string>) {
  const yearly = every_year === undefined ? [] : [...years].map((year) => `${year}-${every_year}`);
  return [...days, ...yearly.filter(isDay)].filter((day) => day >= since);
}

/** Not every year has a 29 February. */
const isDay = (day: string): boolean => Day.safeParse(day).success;
