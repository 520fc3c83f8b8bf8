import type { EpochMs } from '../../kit/units.ts';
import { dayAfter, momentOf, type WallTime, wallTime, weekdayOf } from './wall-time.ts';

/** A moment that comes by the calendar: the digest of 07:30 on 2026-11-26. */
export interface Slot extends WallTime {
  readonly at: EpochMs;
}

/** What came due in it: later than `after`, until `until` itself. */
export interface Stretch {
  readonly after: EpochMs;
  readonly until: EpochMs;
}

/** Which of these times of day (`07:30`) came due, in order; each once a day, also where clocks are put forward or back. */
export function dueSlots(
  times: readonly string[],
  { after, until }: Stretch,
  timeZone: string,
): readonly Slot[] {
  const shown = wallTime(timeZone);
  const moment = momentOf(timeZone);
  // A time that clocks skip comes due later than the wall shows: the day before may reach into this one.
  const last = dayAfter(shown(until).day);
  const found: Slot[] = [];
  for (let { day } = shown(after); day < last; day = dayAfter(day))
    for (const time of times) found.push({ day, time, at: moment({ day, time }) });
  return found.filter(({ at }) => at > after && at <= until).sort((a, b) => a.at - b.at);
}

/** The same of one day of the week; 1 is Monday. */
export function dueWeekly(
  { weekday, time }: { readonly weekday: number; readonly time: string },
  stretch: Stretch,
  timeZone: string,
): readonly Slot[] {
  return dueSlots([time], stretch, timeZone).filter(({ day }) => weekdayOf(day) === weekday);
}
