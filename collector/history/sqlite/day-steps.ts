/** One field of a series, day by day, as what its answer is made of: points, or steps with a mean or a last value. */
import type { FieldValue } from '../../../wire/fact.ts';
import type { HistorySeries } from '../history.ts';
import { type Column, fieldValues, type Part, type SeriesColumns } from './columns.ts';
import { type Decimals, joinedDecimals, joinedRows, numbersOf } from './decimals.ts';
import { lasts, type Steps, sizes, stepsOf, sums } from './steps.ts';
import { ROLLUPS, TIERS } from './tiers.ts';

interface Means {
  readonly at: Float64Array;
  /** Undefined: one each. */
  readonly count: Float64Array | undefined;
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
  /** Undefined: every point. */
  readonly step: number | undefined;
  readonly from: number;
  readonly to: number;
}

/** Points, or steps that begin in the span, folded into the steps asked for. */
export function stepsOfDay(day: SeriesColumns, stepping: Stepping): DaySteps {
  const column = (kind: Column['data']['kind'], part: Part) =>
    day.columns.find((one) => one.data.kind === kind && one.part === part);
  const lastsOfKind = (kind: 'flags' | 'words') => {
    const value = column(kind, 'value');
    return value && lastsOf(day.stamps, value, stepping);
  };
  const value = column('numbers', 'value');
  const numbers = value && {
    value,
    count: column('numbers', 'count'),
    sum: column('numbers', 'sum'),
  };
  const means = numbers && meansOf(day.stamps, numbers, stepping);
  const [flags, words] = [lastsOfKind('flags'), lastsOfKind('words')];
  const length = [means, flags, words].reduce((sum, one) => sum + (one?.at.length ?? 0), 0);
  return { means, flags, words, length };
}

interface Numbers {
  readonly value: Column;
  readonly count: Column | undefined;
  readonly sum: Column | undefined;
}

function meansOf(stamps: Float64Array, columns: Numbers, stepping: Stepping): Means {
  const at = stampsOf(columns.value, stamps);
  const [first, end] = spanOf(at, stepping);
  const count = columns.count && numbersOf(decimalsOf(columns.count)).subarray(first, end);
  const last = decimalsOf(columns.value);
  const sum = columns.sum === undefined ? times(last, columns.count) : decimalsOf(columns.sum);
  const values = sum.values.subarray(first, end);
  const cut = { at: at.subarray(first, end), count, sum: { exponent: sum.exponent, values } };
  return folding(stepping, cut.at, (steps) => foldedMeans(cut, steps)) ?? cut;
}

const foldedMeans = ({ count, sum }: Means, steps: Steps): Means => ({
  at: steps.at,
  count: count === undefined ? sizes(steps) : sums(count, steps),
  sum: { exponent: sum.exponent, values: sums(sum.values, steps) },
});

function lastsOf(stamps: Float64Array, column: Column, stepping: Stepping): Lasts {
  const at = stampsOf(column, stamps);
  const [first, end] = spanOf(at, stepping);
  const cut = { at: at.subarray(first, end), values: fieldValues(column.data).slice(first, end) };
  return folding(stepping, cut.at, (steps) => foldedLasts(cut, steps)) ?? cut;
}

const foldedLasts = ({ values }: Lasts, steps: Steps): Lasts => ({
  at: steps.at,
  values: lasts(values, steps),
});

/** Undefined where every point is asked for, or where the steps are those of the tier. */
function folding<Value>(
  { tier, step }: Stepping,
  at: Float64Array,
  fold: (steps: Steps) => Value,
): Value | undefined {
  const name = TIERS[tier];
  const isFolded = name !== undefined && name !== 'raw' && ROLLUPS[name] === step;
  return step === undefined || isFolded ? undefined : fold(stepsOf(at, step));
}

const stampsOf = ({ points }: Column, stamps: Float64Array): Float64Array =>
  points === undefined ? stamps : Float64Array.from(points, (one) => stamps[one] ?? 0);

function decimalsOf({ data, field }: Column): Decimals {
  if (data.kind !== 'numbers') throw new Error(`${field} has a part that is not of numbers`);
  return data;
}

function times(some: Decimals, count: Column | undefined): Decimals {
  if (count === undefined) return some;
  const counts = numbersOf(decimalsOf(count));
  return { ...some, values: some.values.map((value, at) => value * (counts[at] ?? 0)) };
}

/** Where the stamps of a span begin and end. */
function spanOf(at: Float64Array, { from, to }: Stepping): readonly [number, number] {
  let first = 0;
  while (first < at.length && (at[first] ?? 0) < from) first += 1;
  let end = at.length;
  while (end > first && (at[end - 1] ?? 0) >= to) end -= 1;
  return [first, end];
}

type Points = Pick<HistorySeries, 'at' | 'values'>;

/** Days in their order → points; `across` folds once more, where a step may reach over midnight. */
export function pointsOf(days: readonly DaySteps[], across: number | undefined): Points {
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
  ].filter(({ at }) => at.length > 0);
  const [first = { at: [], values: [] }] = kinds;
  return kinds.length < 2 ? first : overlaid(kinds);
}

function meanPoints(days: readonly (Means | undefined)[], across: number | undefined): Points {
  const some = days.filter((day) => day !== undefined);
  const all = {
    at: joinedRows(some.map(({ at }) => at)),
    count: joinedCounts(some),
    sum: joinedDecimals(some.map(({ sum }) => sum)),
  };
  const { at, count, sum } = across === undefined ? all : foldedMeans(all, stepsOf(all.at, across));
  const numbers = numbersOf(sum);
  return {
    at,
    values: count === undefined ? numbers : numbers.map((one, place) => one / (count[place] ?? 1)),
  };
}

function joinedCounts(days: readonly Means[]): Float64Array | undefined {
  if (days.every(({ count }) => count === undefined)) return undefined;
  return joinedRows(days.map(({ at, count }) => count ?? new Float64Array(at.length).fill(1)));
}

function lastPoints(days: readonly (Lasts | undefined)[], across: number | undefined): Points {
  const some = days.filter((day) => day !== undefined);
  const all = {
    at: joinedRows(some.map(({ at }) => at)),
    values: some.flatMap(({ values }) => values),
  };
  return across === undefined ? all : foldedLasts(all, stepsOf(all.at, across));
}

/** The later kinds over the earlier ones. */
function overlaid(kinds: readonly Points[]): Points {
  const byStamp = new Map<number, FieldValue | undefined>();
  for (const { at, values } of kinds)
    for (let place = 0; place < at.length; place += 1) byStamp.set(at[place] ?? 0, values[place]);
  const sorted = [...byStamp].sort(([a], [b]) => a - b);
  return { at: sorted.map(([at]) => at), values: sorted.map(([, value]) => value ?? '') };
}
