import { type EpochMs, epochMs, type Ms, ms } from '../../kit/units.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { nextMonth, zonedDay, zonedMidnight } from '../store/zoned-day.ts';

export interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** A month of the calendar, `2026-11`, of one zone. */
export interface Months {
  of(at: EpochMs): string;
  span(month: string): Span;
}

export function zonedMonths(timeZone: string): Months {
  const [dayOf, midnight] = [zonedDay(timeZone), zonedMidnight(timeZone)];
  return {
    of: (at) => dayOf(at).slice(0, 7),
    span: (month) => ({ from: midnight(`${month}-01`), to: midnight(nextMonth(`${month}-01`)) }),
  };
}

const MINUTE_MS = 60_000;
/** Lessons, and the time between two of them, last longer than this. */
const LOOK_EVERY_MS = 15 * MINUTE_MS;
/** Of one collector: the year that is looked at, and the one before. */
const MOST_MONTHS = 24;

/** How much of a span lies in school time, to the minute; what a month holds is worked out once. */
export function schoolTimeWithin(
  { isSchoolTime }: Pick<Calendar, 'isSchoolTime'>,
  months: Months,
): (from: EpochMs, to: EpochMs) => Ms {
  const known = new Map<string, readonly Span[]>();
  const taught = (month: string): readonly Span[] => {
    const spans = known.get(month) ?? taughtIn(months.span(month), isSchoolTime);
    if (known.size >= MOST_MONTHS) known.clear();
    known.set(month, spans);
    return spans;
  };
  return (from, to) => {
    let sum = 0;
    for (let at = from; at < to; ) {
      const month = months.of(at);
      for (const span of taught(month)) sum += overlap(span, from, to);
      at = months.span(month).to;
    }
    return ms(sum);
  };
}

const overlap = (span: Span, from: number, to: number): number =>
  Math.max(0, Math.min(span.to, to) - Math.max(span.from, from));

/** The spans of a month in which lessons are held. */
function taughtIn({ from, to }: Span, isSchoolTime: (at: EpochMs) => boolean): readonly Span[] {
  const spans: Span[] = [];
  let began: EpochMs | undefined;
  for (let at = from; at < to; at = epochMs(Math.min(to, at + LOOK_EVERY_MS))) {
    if (isSchoolTime(at) === (began !== undefined)) continue;
    const turned = at === from ? from : turnBefore(at, isSchoolTime);
    if (began === undefined) began = turned;
    else {
      spans.push({ from: began, to: turned });
      began = undefined;
    }
  }
  return began === undefined ? spans : [...spans, { from: began, to }];
}

/** The first minute that is as `at` is, after a look that was not. */
function turnBefore(at: EpochMs, isSchoolTime: (at: EpochMs) => boolean): EpochMs {
  const now = isSchoolTime(at);
  let first = at;
  while (isSchoolTime(epochMs(first - MINUTE_MS)) === now) first = epochMs(first - MINUTE_MS);
  return first;
}
