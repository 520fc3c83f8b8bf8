import type { EpochMs } from '../../kit/units.ts';

/** The offsets of all zones, past and present, change on a quarter of an hour. */
const QUARTER_MS = 900_000;

/** Names the day (`2026-11-23`) a moment falls on in an IANA zone. */
export function zonedDay(timeZone: string): (at: EpochMs) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone });
  let quarter = Number.NaN;
  let day = '';
  return (at) => {
    if (Math.floor(at / QUARTER_MS) === quarter) return day;
    quarter = Math.floor(at / QUARTER_MS);
    day = format.format(quarter * QUARTER_MS);
    return day;
  };
}
