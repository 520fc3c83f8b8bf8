import { remembering } from '../../kit/remembering.ts';
import { type EpochMs, epochMs } from '../../kit/units.ts';

/** The offsets of all zones, past and present, change on a quarter of an hour. */
const QUARTER_MS = 900_000;

/** Names the day (`2026-11-23`) a moment falls on in an IANA zone. */
export function zonedDay(timeZone: string): (at: EpochMs) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone });
  return remembering(QUARTER_MS, (at) => format.format(at));
}

/** The moment a day (`2026-11-23`) begins in an IANA zone. */
export function zonedMidnight(timeZone: string): (day: string) => EpochMs {
  const dayOf = zonedDay(timeZone);
  return (day) => {
    // No zone is further than 14 hours from UTC; days begin on a quarter of an hour.
    let low = Date.parse(`${day}T00:00:00Z`) - 15 * HOUR_MS;
    let high = low + 30 * HOUR_MS;
    while (high - low > QUARTER_MS) {
      const middle = low + Math.floor((high - low) / (2 * QUARTER_MS)) * QUARTER_MS;
      if (dayOf(epochMs(middle)) < day) low = middle;
      else high = middle;
    }
    return epochMs(high);
  };
}

const HOUR_MS = 3_600_000;

/** The first day of the month after that of a day. */
export function nextMonth(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
}
