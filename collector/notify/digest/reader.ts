import type { Text } from '../../../kit/text.ts';
import type { EpochMs } from '../../../kit/units.ts';

/** For whom a digest is made. */
export interface Reader {
  readonly address: string;
  readonly language: keyof Text;
  /** `school`: it is about the one school. */
  readonly kind: 'school' | 'unit' | 'all';
  /** The school's or the unit's name. */
  readonly name: string;
  readonly schools: ReadonlySet<string>;
}

/** When it was due, and the time it tells of. */
export interface Issue {
  readonly slot: EpochMs;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Sent so much later than it was due that it says so. */
  readonly late: boolean;
}

/** Names that are looked up only where they are shown. */
export interface Names {
  readonly rule: (id: string) => RuleName;
  readonly device: (
    school: string,
    device: string,
  ) => { readonly name: string; readonly simulated: boolean };
}

export interface RuleName {
  readonly title: Text;
  /** It is about schools as a whole that are cut off, whichever line or agent told of it. */
  readonly wholeSchool: boolean;
}
