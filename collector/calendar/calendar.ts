import type { Text } from '../../kit/text.ts';
import type { EpochMs } from '../../kit/units.ts';

/** When lessons are held, as the configuration states it. Days: 1 is Monday, 7 is Sunday. */
export interface SchoolHours {
  readonly days: readonly number[];
  /** `07:00`, local. */
  readonly from: string;
  readonly to: string;
}

/** When schools teach, by the wall time of the configured zone. */
export interface Calendar {
  /** Lessons are held: a school day, within the hours. */
  isSchoolTime(at: EpochMs): boolean;
  /** `2026-11-26` → no Sunday, no holiday, within a term. */
  isSchoolDay(day: string): boolean;
  /** Why no lessons are held that day, where it has a name: a public holiday, Tết, summer. */
  dayOff(day: string): Text | undefined;
  /** The school year a day lies in; undefined: nobody has told its dates, and weekday and public holidays alone decide. */
  schoolYear(day: string): KnownYear | undefined;
}

export interface KnownYear {
  /** `2026-2027` */
  readonly name: string;
  /** Some of its dates are not those of a decision anyone has seen. */
  readonly assumed: boolean;
}

/** Announced work during which nothing is to be reported as broken. */
export interface Maintenance {
  /** Whether announced work covers this school now; the empty school is the collector itself. */
  covers(school: string, at: EpochMs): boolean;
}
