import { type EpochMs, epochMs, type Ms } from '../../kit/units.ts';
import type { FieldValue } from '../../wire/fact.ts';
import type { HistorySeries } from './history.ts';

export interface HistoryPoint {
  readonly at: EpochMs;
  readonly value: FieldValue;
}

export const seriesOf = (
  tags: HistorySeries['tags'],
  points: readonly HistoryPoint[],
): HistorySeries => ({
  tags,
  at: points.map(({ at }) => at),
  values: points.map(({ value }) => value),
});

/** The points of a series one by one. */
export const pointsOf = ({ at, values }: HistorySeries): readonly HistoryPoint[] =>
  Array.from(values, (value, place) => ({ at: epochMs(at[place] ?? 0), value }));

/**
 * One point a step, stamped with its beginning; steps are aligned to 1970, as InfluxQL's are.
 * Numbers are averaged, words and flags give their last. Points come sorted and leave sorted.
 */
export function stepped(points: readonly HistoryPoint[], step: Ms): readonly HistoryPoint[] {
  return [...Map.groupBy(points, ({ at }) => Math.floor(at / step) * step)].map(([at, inStep]) => ({
    at: epochMs(at),
    value: meanOrLast(inStep.map(({ value }) => value)),
  }));
}

function meanOrLast(values: readonly FieldValue[]): FieldValue {
  const numbers = values.filter((value) => typeof value === 'number');
  const last = values.at(-1);
  if (typeof last !== 'number') return last ?? '';
  return numbers.reduce((sum, value) => sum + value / numbers.length, 0);
}
