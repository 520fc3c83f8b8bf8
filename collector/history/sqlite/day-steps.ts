/** A day of one field as steps: what a mean, or a last value, is made of. */
import { epochMs } from '../../../kit/units.ts';
import type { FieldValue } from '../../../wire/fact.ts';
import type { HistoryPoint } from '../steps.ts';
import { type Column, fieldValues, type Part, type SeriesColumns } from './columns.ts';
import { type Decimals, joinedDecimals, joinedRows, numbersOf } from './decimals.ts';
import { lasts, type Steps, stepsOf, sums } from './steps.ts';
import { ROLLUPS, TIERS } from './tiers.ts';

interface Means {
  readonly at: Float64Array;
  readonly count: Float64Array;
  readonly sum: Decimals;
}

interface Lasts {
  readonly at: Float64Array;
  readonly values: readonly FieldValue[];
}

/** In a step that has values of several kinds the numbers stand before the flags, and these before the words. */
export interface DaySteps {
  readonly means: Means | undefined;
  readonly flags: Lasts | undefined;
  readonly words: Lasts | undefined;
  readonly length: number;
}

export interface Stepping {
  /** Place of the tier the columns come from. */
  readonly tier: number;
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/** Points, or steps that begin in the span, folded into the steps asked for. */
export function stepsOfDay(day: SeriesColumns, stepping: Stepping): DaySteps {
  const column = (kind: Column['data']['kind'], part: Part) =>
    day.columns.find((one) => one.data.kind === kind && one.part === part);
  const value = column('numbers', 'value');
  const means =
    value &&
    meansOf(
      day.stamps,
      { value, count: column('numbers', 'count'), sum: column('numbers', 'sum') },
      stepping,
    );
  const [flags, words] = (['flags', 'words'] as const).map((kind) => {
    const one = column(kind, 'value');
    return one && lastsOf(day.stamps, one, stepping);
  });
  const length = (means?.at.length ?? 0) + (flags?.at.length ?? 0) + (words?.at.length ?? 0);
  return { means, flags, words, length };
}

interface Numbers {
  readonly value: Column;
  readonly count: Column | undefined;
  readonly sum: Column | undefined;
}

function meansOf(stamps: Float64Array, numbers: Numbers, stepping: Stepping): Means {
  const { value } = numbers;
  const at = stampsOf(value, stamps);
  const [first, end] = spanOf(at, stepping);
  const count = wholes(numbers.count) ?? new Float64Array(at.length).fill(1);
  const sum = decimalsOf(numbers.sum) ?? times(decimalsOf(value), count);
  const cut = {
    at: at.subarray(first, end),
    count: count.subarray(first, end),
    sum: { exponent: sum.exponent, values: sum.values.subarray(first, end) },
  };
  return isFolded(stepping) ? cut : foldedMeans(cut, stepsOf(cut.at, stepping.step));
}

const foldedMeans = ({ count, sum }: Means, steps: Steps): Means => ({
  at: steps.at,
  count: sums(count, steps),
  sum: { exponent: sum.exponent, values: sums(sum.values, steps) },
});

function lastsOf(stamps: Float64Array, column: Column, stepping: Stepping): Lasts {
  const at = stampsOf(column, stamps);
  const [first, end] = spanOf(at, stepping);
  const cut = { at: at.subarray(first, end), values: fieldValues(column.data).slice(first, end) };
  return isFolded(stepping) ? cut : foldedLasts(cut, stepsOf(cut.at, stepping.step));
}

const foldedLasts = ({ values }: Lasts, steps: Steps): Lasts => ({
  at: steps.at,
  values: lasts(values, steps),
});

function isFolded({ tier, step }: Stepping): boolean {
  const name = TIERS[tier];
  return name !== undefined && name !== 'raw' && ROLLUPS[name] === step;
}

const stampsOf = ({ points }: Column, stamps: Float64Array): Float64Array =>
  points === undefined ? stamps : Float64Array.from(points, (one) => stamps[one] ?? 0);

function decimalsOf(column: Column | undefined): Decimals | undefined {
  return column?.data.kind === 'numbers' ? column.data : undefined;
}

const wholes = (column: Column | undefined): Float64Array | undefined => {
  const some = decimalsOf(column);
  return some && numbersOf(some);
};

function times(some: Decimals | undefined, count: Float64Array): Decimals {
  if (some === undefined) throw new Error('numbers without a value');
  return { ...some, values: some.values.map((value, at) => value * (count[at] ?? 0)) };
}

/** Where the stamps of a span begin and end. */
function spanOf(at: Float64Array, { from, to }: Stepping): readonly [number, number] {
  let first = 0;
  while (first < at.length && (at[first] ?? 0) < from) first += 1;
  let end = at.length;
  while (end > first && (at[end - 1] ?? 0) >= to) end -= 1;
  return [first, end];
}

/** Days in their order → points; `across` folds once more, where a step may reach over midnight. */
export function pointsOf(
  days: readonly DaySteps[],
  across: number | undefined,
): readonly HistoryPoint[] {
  const kinds = [
    lastPoints(
      days.map(({ words }) => words),
      across,
    ),
    lastPoints(
      days.map(({ flags }) => flags),
      across,
    ),
    meanPoints(
      days.map(({ means }) => means),
      across,
    ),
  ].filter((points) => points.length > 0);
  if (kinds.length < 2) return kinds[0] ?? [];
  const byStamp = new Map(kinds.flat().map((point) => [point.at, point]));
  return [...byStamp.values()].sort((a, b) => a.at - b.at);
}

function meanPoints(
  days: readonly (Means | undefined)[],
  across: number | undefined,
): readonly HistoryPoint[] {
  const some = days.filter((day) => day !== undefined);
  const all = {
    at: joinedRows(some.map(({ at }) => at)),
    count: joinedRows(some.map(({ count }) => count)),
    sum: joinedDecimals(some.map(({ sum }) => sum)),
  };
  const { at, count, sum } = across === undefined ? all : foldedMeans(all, stepsOf(all.at, across));
  const numbers = numbersOf(sum);
  return Array.from(at, (stamp, place) => ({
    at: epochMs(stamp),
    value: (numbers[place] ?? 0) / (count[place] ?? 1),
  }));
}

function lastPoints(
  days: readonly (Lasts | undefined)[],
  across: number | undefined,
): readonly HistoryPoint[] {
  const some = days.filter((day) => day !== undefined);
  const all = {
    at: joinedRows(some.map(({ at }) => at)),
    values: some.flatMap(({ values }) => values),
  };
  const { at, values } = across === undefined ? all : foldedLasts(all, stepsOf(all.at, across));
  return values.map((value, place) => ({ at: epochMs(at[place] ?? 0), value }));
}
