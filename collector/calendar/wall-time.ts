import { remembering } from '../../kit/remembering.ts';
import { type EpochMs, epochMs } from '../../kit/units.ts';

/** What calendars and clocks on the wall show: `2026-11-26`, `07:30`. */
export interface WallTime {
  readonly day: string;
  readonly time: string;
}

/** Wall time changes with the minute. */
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What the wall shows at a moment, in an IANA zone. */
export function wallTime(timeZone: string): (at: EpochMs) => WallTime {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return remembering(MINUTE_MS, (at) => {
    const [day = '', time = ''] = format.format(at).split(' ');
    return { day, time };
  });
}

/**
 * The first moment the wall of an IANA zone shows this; where clocks are put forward past it, as long after the change as
 * it lies after the last minute before. Source: RFC 5545 §3.3.5.
 */
export function momentOf(timeZone: string): (wall: WallTime) => EpochMs {
  const shown = wallTime(timeZone);
  return (wall) => {
    const asUtc = stampOf(wall);
    // Offsets are never further than 14 hours from UTC, and change once a day at most.
    const [before = 0, after = 0] = [-DAY_MS, DAY_MS].map((away) => {
      const near = epochMs(asUtc + away);
      return stampOf(shown(near)) - near;
    });
    const found = [before, after]
      .map((offset) => epochMs(asUtc - offset))
      .filter((moment) => stampOf(shown(moment)) === asUtc)
      .sort((a, b) => a - b);
    return found[0] ?? epochMs(asUtc - before);
  };
}

const stampOf = ({ day, time }: WallTime): number => Date.parse(`${day}T${time}:00Z`);

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}
