/**
 * Points of a series → its steps in each rollup. A field's column `value` holds the last of a step. The others stand only
 * where they say more: no `count` (or `flags`) means one each, no `sum` (or `trues`) the last times the count, no `min` or
 * `max` the last. So a rollup of points as far apart as its steps holds each once.
 */
import type { Column, Part, SeriesColumns, Values } from './columns.ts';
import { fitting } from './decimals.ts';
import { distinct, placesAmong } from './merge.ts';
import { lasts, leasts, mosts, type Steps, stepsOf, sums } from './steps.ts';
import { ROLLUPS, type Rollup } from './tiers.ts';

/** One field's figures by step, or by point: then each of `tallies` is the value itself. */
interface Figures {
  readonly field: string;
  /** Beginnings of the steps, or stamps. */
  readonly at: Float64Array;
  readonly last: Values;
  readonly tallies: Tallies | undefined;
}

/** `sum`, `min` and `max` are mantissas on the exponent of `last`. */
interface Tallies {
  readonly count: Float64Array;
  readonly sum: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
}

export function rolledUp(points: SeriesColumns): Readonly<Record<Rollup, SeriesColumns>> {
  const measured = points.columns.map((column) => figuresOf(column, points.stamps));
  const fives = measured.map((one) => fold(one, ROLLUPS.five_minutes));
  const hours = fives.map((one) => fold(one, ROLLUPS.hour));
  const days = hours.map((one) => fold(one, ROLLUPS.day));
  const { series } = points;
  return {
    five_minutes: columnsOf(series, fives),
    hour: columnsOf(series, hours),
    day: columnsOf(series, days),
  };
}

function figuresOf({ field, points, data }: Column, stamps: Float64Array): Figures {
  const at = points === undefined ? stamps : Float64Array.from(points, (one) => stamps[one] ?? 0);
  if (data.kind === 'words') return { field, at, last: data, tallies: undefined };
  const values = new Float64Array(data.values);
  const count = new Float64Array(values.length).fill(1);
  return { field, at, last: data, tallies: { count, sum: values, min: values, max: values } };
}

function fold({ field, at, last, tallies }: Figures, step: number): Figures {
  const steps = stepsOf(at, step);
  return {
    field,
    at: steps.at,
    last: lastOf(last, steps),
    tallies: tallies && {
      count: sums(tallies.count, steps),
      sum: sums(tallies.sum, steps),
      min: leasts(tallies.min, steps),
      max: mosts(tallies.max, steps),
    },
  };
}

function lastOf(data: Values, steps: Steps): Values {
  switch (data.kind) {
    case 'numbers':
      return { ...data, values: new Float64Array(lasts(data.values, steps)) };
    case 'flags':
      return { kind: 'flags', values: new Uint8Array(lasts(data.values, steps)) };
    case 'words':
      return { kind: 'words', values: lasts(data.values, steps) };
  }
}

function columnsOf(series: string, figures: readonly Figures[]): SeriesColumns {
  const stamps = unionOf(figures.map(({ at }) => at));
  const columns = figures.flatMap((one) => {
    const points = one.at.length === stamps.length ? undefined : placesAmong(one.at, stamps);
    return partsOf(one).map(({ part, data }) => ({ field: one.field, part, points, data }));
  });
  return { series, stamps, columns };
}

function unionOf(rows: readonly Float64Array[]): Float64Array {
  const [first] = rows;
  if (first !== undefined && rows.every((row) => areAlike(row, first))) return first;
  return distinct(Float64Array.from(rows.flatMap((row) => [...row])).sort());
}

function partsOf({ last, tallies }: Figures): readonly { part: Part; data: Values }[] {
  const value = { part: 'value' as const, data: last };
  if (tallies === undefined || last.kind === 'words') return [value];
  const { count, sum, min, max } = tallies;
  const isNumber = last.kind === 'numbers';
  const lastValues = new Float64Array(last.values);
  const numbers = (part: Part, values: Float64Array, exponent: number | undefined) => ({
    part,
    data: { kind: 'numbers' as const, ...fitting({ exponent, values }) },
  });
  const exponent = isNumber ? last.exponent : 0;
  const parts: { part: Part; data: Values }[] = [value];
  if (count.some((one) => one !== 1)) parts.push(numbers(isNumber ? 'count' : 'flags', count, 0));
  if (sum.some((one, at) => one !== (lastValues[at] ?? 0) * (count[at] ?? 0)))
    parts.push(numbers(isNumber ? 'sum' : 'trues', sum, exponent));
  if (!isNumber) return parts;
  if (!areAlike(min, lastValues)) parts.push(numbers('min', min, exponent));
  if (!areAlike(max, lastValues)) parts.push(numbers('max', max, exponent));
  return parts;
}

const areAlike = (one: Float64Array, other: Float64Array): boolean =>
  one === other ||
  (one.length === other.length && one.every((value, at) => Object.is(value, other[at])));
