import { type EpochMs, type Ms, ms } from '../../../kit/units.ts';
import type { LeaseWeight } from '../../../wire/lease.ts';
import type { BandwidthOptions } from './options.ts';

export type Calendar = Pick<BandwidthOptions, 'time_zone' | 'night' | 'lessons'>;

interface LocalTime {
  /** `2026-11-23`. */
  readonly date: string;
  /** 1 is Monday. */
  readonly weekday: number;
  /** `07:00`. */
  readonly time: string;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function localTime(at: EpochMs, timeZone: string): LocalTime {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, value]),
  );
  return {
    date: `${parts['year']}-${parts['month']}-${parts['day']}`,
    weekday: WEEKDAYS.indexOf(parts['weekday'] ?? '') + 1,
    time: `${parts['hour']}:${parts['minute']}`,
  };
}

/** The day a byte is counted to. */
export const dayOf = (at: EpochMs, timeZone: string): string => localTime(at, timeZone).date;

/** How long until the next day begins, to the minute. */
export function untilTomorrow(at: EpochMs, timeZone: string): Ms {
  const [hours = 0, minutes = 0] = localTime(at, timeZone).time.split(':').map(Number);
  return ms((24 * 60 - hours * 60 - minutes) * 60_000);
}

export function inLessons(at: EpochMs, { time_zone, lessons }: Calendar): boolean {
  const { weekday, time } = localTime(at, time_zone);
  return lessons.days.includes(weekday) && time >= lessons.from && time < lessons.to;
}

/** Heavy at night; light in lessons, whatever is called night, and in between. */
export function weightAt(at: EpochMs, calendar: Calendar): LeaseWeight {
  const { time } = localTime(at, calendar.time_zone);
  const { from, to } = calendar.night;
  const night = from <= to ? time >= from && time < to : time >= from || time < to;
  return night && !inLessons(at, calendar) ? 'heavy' : 'light';
}
