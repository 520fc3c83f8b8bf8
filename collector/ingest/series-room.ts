import type { SeriesFacts } from '../../wire/fact.ts';

export interface KnownSeries {
  seriesCount(school: string): number;
  hasSeries(school: string, measurement: string, series: string): boolean;
}

/** One runaway tag must not grow the store without end: so many series a school, then no new ones. */
export const SERIES_OF_A_SCHOOL = 20_000;

/** Says of each series of one batch, once, whether it is known or may still be opened. */
export function seriesRoom(
  known: KnownSeries,
  school: string,
  limit = SERIES_OF_A_SCHOOL,
): (series: Pick<SeriesFacts, 'measurement' | 'series'>) => boolean {
  let left: number | undefined;
  return ({ measurement, series }) => {
    if (known.hasSeries(school, measurement, series)) return true;
    left ??= limit - known.seriesCount(school);
    left -= 1;
    return left >= 0;
  };
}
