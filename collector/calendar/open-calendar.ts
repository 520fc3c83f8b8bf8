import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import type { Text } from '../../kit/text.ts';
import { StartProblem } from '../start-problem.ts';
import type { Calendar, SchoolHours } from './calendar.ts';
import type { CalendarConfig } from './calendar-config.ts';
import { loadCalendar } from './load-door.ts';
import type { CalendarParts } from './make-calendar.ts';
import { wallTime } from './wall-time.ts';

/** As much of the configuration as says when schools teach. */
export interface TeachingConfig {
  readonly calendar: CalendarConfig;
  readonly school_hours: SchoolHours;
  readonly time_zone: string;
}

/** What a calendar is made of, as values that another thread can be given; throws a StartProblem where a file can't be read. */
export function readTeaching({ calendar, school_hours, time_zone }: TeachingConfig): CalendarParts {
  const files = loadCalendar(calendar);
  if (!files.ok) throw new StartProblem('config', `calendar:\n${files.problem}`);
  return { files: files.value, hours: school_hours, timeZone: time_zone };
}

/** A word in the log where the dates are doubtful today. */
export function tellDoubt(
  { files, timeZone }: CalendarParts,
  calendar: Calendar,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): void {
  const doubt = calendarDoubt(calendar, wallTime(timeZone)(clock.now()).day);
  // Where nothing is told of days at all, nobody expects a school year.
  if (files.length > 0 && doubt !== undefined) log.warn({ doubt: doubt.en }, 'calendar_doubtful');
}

/** What a person should know of the dates that a day is judged by; undefined where they are as good as can be. */
export function calendarDoubt(calendar: Calendar, day: string): Text | undefined {
  const year = calendar.schoolYear(day);
  if (year === undefined)
    return {
      vi: `Không có dữ liệu năm học cho ngày ${day}: ngày học chỉ tính theo thứ trong tuần và ngày lễ. Hãy khai trong tệp của calendar.file.`,
      en: `no school year is known for ${day}: school days go by weekday and public holidays alone; tell it in the file of calendar.file`,
    };
  if (!year.assumed) return undefined;
  return {
    vi: `Một số ngày của năm học ${year.name} là giả định, chưa đối chiếu quyết định. Hãy sửa bằng tệp của calendar.file.`,
    en: `some dates of the school year ${year.name} are assumed, not those of a decision; correct them in the file of calendar.file`,
  };
}
