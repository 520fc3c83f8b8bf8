import { remembering } from '../kit/remembering.ts';
import type { EpochMs } from '../kit/units.ts';

/** When lessons are held, as the configuration states it. Days: 1 is Monday, 7 is Sunday. */
interface SchoolHours {
  readonly days: readonly number[];
  /** `07:00`, local. */
  readonly from: string;
  readonly to: string;
}

/** Hours begin and end on a minute. */
const MINUTE_MS = 60_000;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Whether an instant lies in school hours, in the zone's own wall time. */
export function schoolTime(hours: SchoolHours, timeZone: string): (at: EpochMs) => boolean {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return remembering(MINUTE_MS, (at) => {
    const parts = Object.fromEntries(
      format.formatToParts(at).map(({ type, value }) => [type, value]),
    );
    const time = `${parts['hour']}:${parts['minute']}`;
    const day = WEEKDAYS.indexOf(parts['weekday'] ?? '') + 1;
    return hours.days.includes(day) && time >= hours.from && time < hours.to;
  });
}
