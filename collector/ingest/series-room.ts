import type { Fact } from '../../wire/fact.ts';
import { seriesKey } from '../../wire/line-protocol.ts';

export interface KnownSeries {
  seriesCount(school: string): number;
  hasSeries(school: string, measurement: string, series: string): boolean;
}

/** One runaway tag must not grow the store without end: so many series a school, then no new ones. */
export const SERIES_OF_A_SCHOOL = 20_000;

/** Says of each fact of one batch whether its series is known or may still be opened. */
export function seriesRoom(
  known: KnownSeries,
  school: string,
  limit = SERIES_OF_A_SCHOOL,
): (fact: Fact) => boolean {
  const seen = new Set<string>();
  let left: number | undefined;
  return (fact) => {
    const series = seriesKey(fact);
    if (seen.has(series)) return true;
    if (!known.hasSeries(school, fact.measurement, series)) {
      left ??= limit - known.seriesCount(school);
      if (left <= 0) return false;
      left -= 1;
    }
    seen.add(series);
    return true;
  };
}
