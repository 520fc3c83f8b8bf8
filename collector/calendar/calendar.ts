import type { Text } from '../../kit/text.ts';
import type { EpochMs } from '../../kit/units.ts';

/** When schools teach, by the wall time of the configured zone. */
export interface Calendar {
  /** Lessons are held: a school day, within the hours. */
  isSchoolTime(at: EpochMs): boolean;
  /** `2026-11-26` → no Sunday, no holiday, within a term. */
  isSchoolDay(day: string): boolean;
  /** Why no lessons are held that day, where it has a name: a public holiday, Tết, summer. */
  dayOff(day: string): Text | undefined;
}

/** Announced work during which nothing is to be reported as broken. */
export interface Maintenance {
  /** Whether announced work covers this school now; the empty school is the collector itself. */
  covers(school: string, at: EpochMs): boolean;
}
