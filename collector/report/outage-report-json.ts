import type { EpochMs } from '../../kit/units.ts';
import { sayOutage } from '../../wire/outage.ts';
import type { School } from '../store/units.ts';
import { wholeSeconds } from './incident-json.ts';
import type { LostCause, LostMonth } from './outage-report.ts';
import { type ReportScope, scopeJson } from './report-scope.ts';

export interface LostRow {
  readonly school: School;
  readonly lost: LostMonth;
}

export interface OutageReportHead {
  readonly now: EpochMs;
  readonly scope: ReportScope;
  readonly month: string;
}

/** By name; a school that is gone is left out. */
export function lostRows(
  lost: ReadonlyMap<string, LostMonth>,
  units: { school(id: string): School | undefined },
): readonly LostRow[] {
  return [...lost]
    .flatMap(([id, month]) => {
      const school = units.school(id);
      return school === undefined ? [] : [{ school, lost: month }];
    })
    .sort(
      (a, b) =>
        a.school.name.localeCompare(b.school.name, 'vi') || (a.school.id < b.school.id ? -1 : 1),
    );
}

/** Schools that were cut off in the month; one that was not stands in no row. */
export const outageReportJson = (
  rows: readonly LostRow[],
  { now, scope, month }: OutageReportHead,
) => ({
  generatedAt: new Date(now).toISOString(),
  kind: 'outages',
  scope: scopeJson(scope),
  month,
  schools: rows.map(({ school: { unit, ...school }, lost }) => ({
    ...school,
    unit: unit ?? null,
    ...lostMonthJson(lost),
  })),
});

export const lostMonthJson = (lost: LostMonth) => ({
  month: lost.month,
  outages: lost.outages,
  lostS: wholeSeconds(lost.lost),
  lostInSchoolHoursS: wholeSeconds(lost.inSchoolHours),
  causes: lost.causes.map((cause) => ({
    rule: cause.rule,
    kind: cause.kind ?? null,
    cause: sayLostCause(cause),
    lostS: wholeSeconds(cause.lost),
    lostInSchoolHoursS: wholeSeconds(cause.inSchoolHours),
  })),
});

/** What the school's server found, where it did; else what the centre saw. */
export const sayLostCause = ({ kind, title }: Pick<LostCause, 'kind' | 'title'>) =>
  kind === undefined ? title : sayOutage({ kind, subject: 'line' });
