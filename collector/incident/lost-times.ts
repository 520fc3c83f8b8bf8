import type { Text } from '../../kit/text.ts';
import { days, type EpochMs, epochMs, type Ms } from '../../kit/units.ts';
import { OUTAGE_KINDS } from '../../wire/outage.ts';
import { type Absence, type LostMonth, lostMonths } from '../report/outage-report.ts';
import type { Sight } from '../report/views.ts';
import type { Sql } from '../store/sql.ts';
import { type MemberRow, membersWithin } from './rows.ts';
import type { Months } from './school-time.ts';

const LOOKED_BACK = days(400);

export interface LostTimeParts {
  readonly sql: Sql;
  /** Those that say a school as a whole is cut off: the time of their incidents is what it lost. */
  readonly rules: readonly string[];
  readonly title: (rule: string) => Text;
  readonly months: Months;
  readonly schoolTime: (from: EpochMs, to: EpochMs) => Ms;
}

/** How long schools were cut off, as their incidents say. */
export class LostTimeReader {
  readonly #parts: LostTimeParts;

  constructor(parts: LostTimeParts) {
    this.#parts = parts;
  }

  /** Of one school, some thirteen months back, the newest first. */
  ofSchool(school: string, now: EpochMs): readonly LostMonth[] {
    const { months } = this.#parts;
    const { from } = months.span(months.of(epochMs(now - LOOKED_BACK)));
    return this.#months({ schools: new Set([school]), from, to: now }, now).get(school) ?? [];
  }

  /** Of the schools in sight that were cut off in a month. */
  inMonth(month: string, sight: Sight, now: EpochMs): ReadonlyMap<string, LostMonth> {
    const { from, to } = this.#parts.months.span(month);
    const found = this.#months({ schools: sight, from, to: epochMs(Math.min(to, now)) }, now);
    return new Map(
      [...found].flatMap(([school, months]) => {
        const own = months.find((each) => each.month === month);
        return own === undefined ? [] : [[school, own] as const];
      }),
    );
  }

  /** The month that is now, in the zone of the collector. */
  monthOf(at: EpochMs): string {
    return this.#parts.months.of(at);
  }

  #months(
    asked: { readonly schools: Sight; readonly from: EpochMs; readonly to: EpochMs },
    now: EpochMs,
  ): ReadonlyMap<string, readonly LostMonth[]> {
    const { sql, months, schoolTime } = this.#parts;
    const members = membersWithin(sql, { ...asked, rules: this.#parts.rules });
    const bySchool = Map.groupBy(members, ({ school }) => school);
    return new Map(
      [...bySchool].map(([school, own]) => {
        const absences = own.map((member) => this.#absence(member));
        return [school, lostMonths(absences, { months, schoolTime, from: asked.from, now })];
      }),
    );
  }

  #absence({ rule, since, leftAt, evidence }: MemberRow): Absence {
    const kind = OUTAGE_KINDS.find((one) => one === evidence['uplink_outage.kind']);
    return { rule, title: this.#parts.title(rule), kind, since, until: leftAt };
  }
}
