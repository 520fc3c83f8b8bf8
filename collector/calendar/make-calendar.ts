import { remembering } from '../../kit/remembering.ts';
import type { Text } from '../../kit/text.ts';
import type { Calendar, KnownYear, SchoolHours } from './calendar.ts';
import type { CalendarFile, SchoolYear } from './calendar-file.ts';
import { publicHolidays } from './holidays.ts';
import { dayAfter, wallTime, weekdayOf } from './wall-time.ts';

export interface CalendarParts {
  /** A later one overrules an earlier one. */
  readonly files: readonly CalendarFile[];
  readonly hours: SchoolHours;
  readonly timeZone: string;
}

/** Hours begin and end on a minute. */
const MINUTE_MS = 60_000;

const SUMMER: Text = { vi: 'Nghỉ hè', en: 'Summer holidays' };
const BETWEEN_TERMS: Text = { vi: 'Nghỉ giữa hai học kỳ', en: 'Break between terms' };

export function calendarOf({ files, hours, timeZone }: CalendarParts): Calendar {
  const named = namedDays(files, hours.days);
  const years = new Map(
    files.flatMap(({ school_years }) => school_years.map((year) => [year.name, year])),
  );
  const yearOf = (day: string) => [...years.values()].find((year) => liesIn(year, day));
  const shown = wallTime(timeZone);

  function dayOff(day: string): Text | undefined {
    const name = named.get(day);
    if (name === 'on') return undefined;
    return name ?? outsideTerms(yearOf(day), day);
  }
  const isSchoolDay = (day: string): boolean =>
    named.get(day) === 'on' || (hours.days.includes(weekdayOf(day)) && dayOff(day) === undefined);

  return {
    dayOff,
    isSchoolDay,
    isSchoolTime: remembering(MINUTE_MS, (at) => {
      const { day, time } = shown(at);
      return time >= hours.from && time < hours.to && isSchoolDay(day);
    }),
    schoolYear(day) {
      const year = yearOf(day);
      return year && knownYear(year);
    },
  };
}

/** What the files say of single days: off, with its name, or `on`. */
function namedDays(
  files: readonly CalendarFile[],
  weekdays: readonly number[],
): ReadonlyMap<string, Text | 'on'> {
  const holidays = files.flatMap((file) => file.holidays);
  const named = new Map<string, Text | 'on'>(publicHolidays(holidays, weekdays));
  for (const { days_off, days_on } of files) {
    for (const { from, to = from, name } of days_off)
      for (let day = from; day <= to; day = dayAfter(day)) named.set(day, name);
    for (const { day } of days_on) named.set(day, 'on');
  }
  return named;
}

const liesIn = ({ terms, summer_until }: SchoolYear, day: string): boolean =>
  day >= (terms[0]?.from ?? '') && day <= summer_until.day;

function outsideTerms(year: SchoolYear | undefined, day: string): Text | undefined {
  if (year === undefined || year.terms.some(({ from, to }) => from <= day && day <= to))
    return undefined;
  return day > (year.terms.at(-1)?.to ?? '') ? SUMMER : BETWEEN_TERMS;
}

const knownYear = ({ name, terms, summer_until }: SchoolYear): KnownYear => ({
  name,
  assumed: [...terms, summer_until].some(({ confidence }) => confidence === 'assumed'),
});
