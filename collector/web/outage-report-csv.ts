import type { Speech } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import type { Ms } from '../../kit/units.ts';
import { sayMeasured } from '../../standards/say-finding.ts';
import type { LostCause, LostMonth } from '../report/outage-report.ts';
import { type LostRow, type OutageReportHead, sayLostCause } from '../report/outage-report-json.ts';
import { csvText } from './csv.ts';
import { exportWords } from './words/export.ts';
import { lostWords } from './words/lost.ts';
import { reportWords } from './words/reports.ts';
import { schoolsWords } from './words/schools.ts';

const HEADS = [
  lostWords.month,
  exportWords.school,
  lostWords.schoolId,
  schoolsWords.unit,
  exportWords.simulated,
  lostWords.cause,
  lostWords.count,
  lostWords.minutes,
  lostWords.minutesInHours,
] as const;

/** Of each school its causes, which add up, and then the whole. */
export function outageReportCsv(
  rows: readonly LostRow[],
  { now, month }: OutageReportHead,
  speech: Speech,
): string {
  const say = (text: Text) => text[speech.language];
  return csvText([
    HEADS.map(say),
    ...rows.flatMap(({ school, lost }) => {
      const place = [month, school.name, school.id, school.unit?.name ?? ''];
      const simulated = sayMeasured(school.simulated, '1', speech);
      const row = (cause: Text, count: number | '', of: LostCause | LostMonth) => [
        ...[...place, simulated, say(cause), count],
        ...[minutesOf(of.lost), minutesOf(of.inSchoolHours)],
      ];
      return [
        ...lost.causes.map((cause) => row(sayLostCause(cause), '', cause)),
        row(lostWords.total, lost.outages, lost),
      ];
    }),
    [],
    [say(reportWords.reportedOn), new Date(now).toISOString()],
    [say(lostWords.meaning)],
  ]);
}

const minutesOf = (span: Ms): number => Math.round(span / 60_000);
