import type { Clock } from '../../kit/clock.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { Device } from '../../standards/evidence.ts';
import type { Finding } from '../../standards/finding.ts';
import type { Summary } from '../../standards/summary.ts';
import type { ToldOutage } from '../../wire/outage.ts';
import type { DayKey, FigureDay, FlagDay } from '../store/day-rows.ts';
import type { LatestRow } from '../store/latest.ts';
import type { MonthSums } from '../store/month-rows.ts';
import type { OutageStart } from '../store/outage-rows.ts';
import type { School } from '../store/units.ts';
import type { IncidentFilter, IncidentPageView, IncidentView } from './incident-view.ts';
import type { LostMonth } from './outage-report.ts';
import type { MailView, Sight, Views } from './views.ts';

export interface LineSource {
  months(school: string): readonly MonthSums[];
  monthOf(at: EpochMs): string;
  passedS(firstDay: string, now: EpochMs): number;
  outages(school: string, limit: number): readonly ToldOutage[];
  outageStarts(school: string, from: EpochMs): readonly OutageStart[];
}

/** What the views are made from; each part answers from the store, none asks the history. */
export interface ViewSources {
  readonly units: { schools(): readonly School[]; school(id: string): School | undefined };
  readonly facts: {
    latest(filter: {
      readonly school: string;
      readonly device?: string;
      readonly measurement?: string;
      readonly measurements?: readonly string[];
    }): readonly LatestRow[];
    flagDays(key: DayKey, now: EpochMs, days: number): readonly FlagDay[];
    figureDays(
      key: DayKey,
      now: EpochMs,
      days: number,
    ): readonly { readonly day: string; readonly figure: FigureDay | undefined }[];
    devices(school: string): readonly Device[];
    /** Of one school where one is named. */
    agents(
      school?: string,
    ): readonly { school: string; agent: string; lastReceivedAt: EpochMs | undefined }[];
  };
  /** Lines followed by the second. */
  readonly lines: LineSource;
  readonly assessment: {
    findings(school: string): readonly Finding[];
    summary(school: string): Summary;
    /** Of many at once, each as it was found not long ago. */
    summaries(schools: readonly string[]): ReadonlyMap<string, Summary>;
  };
  readonly incidents: {
    incidents(filter: IncidentFilter): readonly IncidentView[];
    incident(id: string, sight: Sight): IncidentPageView | undefined;
    rules(): ReturnType<Views['incidentRules']>;
    openCount(school: string): number;
    openCounts(): ReadonlyMap<string, number>;
  };
  readonly lostTimes: { ofSchool(school: string, now: EpochMs): readonly LostMonth[] };
  readonly clock: Pick<Clock, 'now'>;
  readonly mails: {
    mails(filter: Parameters<Views['mails']>[0]): readonly MailView[];
    counts(sight: Sight): ReadonlyMap<string, number>;
  };
}
