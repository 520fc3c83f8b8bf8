import { type EpochMs, epochMs } from '../../kit/units.ts';

/** When a school teaches; days of the week (1 is Monday) and of holidays are those of Viet Nam. */
export interface SchoolDays {
  readonly days: readonly number[];
  /** Both ends included, `2026-09-02`. */
  readonly holidays: readonly { readonly from: string; readonly to: string }[];
}

const DAY_MS = 86_400_000;
/** Viet Nam has one offset all year. By hand: Intl would cost an idle agent 6 MB. */
const OFFSET_MS = 7 * 3_600_000;
/** A calendar that names no school day must not be walked for ever. */
const DAYS_LOOKED_BACK = 1_000;

/** Days since 1 January 1970. */
const dayOf = (at: EpochMs): number => Math.floor((at + OFFSET_MS) / DAY_MS);

/** 1 January 1970 was a Thursday. */
const weekdayOf = (day: number): number => ((day + 3) % 7) + 1;

const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

function isSchoolDay(day: number, { days, holidays }: SchoolDays): boolean {
  if (!days.includes(weekdayOf(day))) return false;
  const date = dateOf(day);
  return holidays.every(({ from, to }) => date < from || date > to);
}

/**
 * The moment from which on a machine must have been seen to count as usable: the start of the earliest day that has no more
 * than `within` school days after it, today among them. Seen on a Friday, it is two school days ago on Tuesday.
 */
export function usableSince(now: EpochMs, within: number, calendar: SchoolDays): EpochMs {
  const today = dayOf(now);
  let [day, after] = [today, 0];
  while (day > today - DAYS_LOOKED_BACK) {
    if (isSchoolDay(day, calendar)) after += 1;
    if (after > within) break;
    day -= 1;
  }
  return epochMs(day * DAY_MS - OFFSET_MS);
}
