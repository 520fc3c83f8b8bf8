import { never } from '../../kit/result.ts';
import { type EpochMs, epochMs } from '../../kit/units.ts';
import type { Evidence, Question, Reading } from '../../standards/evidence.ts';
import type { FieldValue } from '../../wire/fact.ts';
import { type DayStatistic, quantile } from './day-statistics.ts';
import { devicesOf } from './inventory.ts';
import type { LatestRow } from './latest.ts';

export interface EvidenceParts {
  readonly now: EpochMs;
  /** Every series of the school. */
  readonly latest: readonly LatestRow[];
  readonly dayOf: (at: EpochMs) => string;
  readonly daysFrom: (
    row: LatestRow,
    question: Pick<Question, 'field' | 'hours'>,
    firstDay: string,
  ) => DayStatistic | undefined;
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

/** A flag has no buckets: its extremes and its median are flags again. */
function statisticValue(
  days: DayStatistic,
  statistic: Question['statistic'],
): FieldValue | undefined {
  const flags = Object.keys(days.buckets).length === 0;
  switch (statistic) {
    case 'latest':
      return undefined;
    case 'count':
      return days.count;
    case 'mean':
      return days.sum / days.count;
    case 'share_true':
      return flags ? days.trues / days.count : undefined;
    case 'min':
      return flags ? days.trues === days.count : days.min;
    case 'max':
      return flags ? days.trues > 0 : days.max;
    case 'median':
      return flags ? days.trues * 2 >= days.count : quantile(days, 0.5);
    case 'p95':
      return flags ? days.trues * 20 >= days.count : quantile(days, 0.95);
    default:
      return never(statistic);
  }
}
