import { type EpochMs, epochMs } from '../../kit/units.ts';
import type { Evidence, Question, Reading } from '../../standards/evidence.ts';
import type { FieldValue } from '../../wire/fact.ts';
import type { DaysFrom } from './day-rows.ts';
import { type DayStatistic, quantile } from './day-statistics.ts';
import { devicesOf } from './inventory.ts';
import type { LatestRow } from './latest.ts';

export interface EvidenceParts {
  readonly now: EpochMs;
  /** Every series of the school. */
  readonly latest: readonly LatestRow[];
  readonly dayOf: (at: EpochMs) => string;
  readonly daysFrom: DaysFrom;
}

/** Answers a judge from the latest facts and the statistics kept by day. */
export function schoolEvidence({ now, latest, dayOf, daysFrom }: EvidenceParts): Evidence {
  const rowsOf = Map.groupBy(latest, (row) => row.measurement);

  function overDays(row: LatestRow, question: Question): readonly Reading[] {
    // The day a window begins in counts as a whole: never less than what was asked for.
    const firstDay = question.window === undefined ? '' : dayOf(epochMs(now - question.window));
    const days = daysFrom(row, question, firstDay);
    if (days === undefined) return [];
    const value = statisticValue(days, question.statistic);
    return value === undefined ? [] : [{ value, at: epochMs(days.lastAt), samples: days.count }];
  }

  return {
    now,
    devices: devicesOf(latest),
    readings: (question) =>
      (rowsOf.get(question.measurement) ?? [])
        .filter((row) => isAsked(row, question))
        .flatMap((row) =>
          question.statistic === 'latest' ? newest(row, question.field) : overDays(row, question),
        ),
    declaration: (name) => declared(rowsOf.get('declaration') ?? [], name),
  };
}

function isAsked({ device, tags }: LatestRow, question: Question): boolean {
  if (question.device !== undefined && question.device !== device) return false;
  return Object.entries(question.where).every(([name, value]) => tags[name] === value);
}

function newest({ fields, at }: LatestRow, field: string): readonly Reading[] {
  const value = fields[field];
  return value === undefined ? [] : [{ value, at, samples: 1 }];
}

function declared(rows: readonly LatestRow[], name: string): FieldValue | undefined {
  const fields = rows
    .filter((row) => row.tags['name'] === name)
    .reduce<LatestRow | undefined>(
      (best, row) => (best && best.at > row.at ? best : row),
      undefined,
    )?.fields;
  return fields?.['number'] ?? fields?.['yes'] ?? fields?.['text'];
}

type Answer = (days: DayStatistic) => FieldValue | undefined;

const ofNumbers: Readonly<Record<Question['statistic'], Answer>> = {
  latest: () => undefined,
  share_true: () => undefined,
  count: ({ count }) => count,
  mean: ({ sum, count }) => sum / count,
  min: ({ min }) => min,
  max: ({ max }) => max,
  median: (days) => quantile(days, 0.5),
  p05: (days) => quantile(days, 0.05),
  p95: (days) => quantile(days, 0.95),
};

/** The extremes and percentiles of flags are flags again, false standing below true. */
const ofFlags: Readonly<Record<Question['statistic'], Answer>> = {
  ...ofNumbers,
  share_true: ({ trues, count }) => trues / count,
  min: ({ trues, count }) => trues === count,
  max: ({ trues }) => trues > 0,
  median: ({ trues, count }) => trues * 2 >= count,
  p05: ({ trues, count }) => trues * 20 > count * 19,
  p95: ({ trues, count }) => trues * 20 >= count,
};

/** A flag has no buckets. */
const statisticValue = (days: DayStatistic, statistic: Question['statistic']) =>
  (days.buckets.size === 0 ? ofFlags : ofNumbers)[statistic](days);
