import type { FieldValue } from '../../../wire/fact.ts';
import { type Decimals, decimals, numbersOf } from './decimals.ts';

/**
 * What a column holds of its field. Measured points have `value` alone; in a rollup `value` is the step's last one,
 * and the others tell of the numbers, or of the flags, of the step.
 */
export const PARTS = ['value', 'count', 'sum', 'min', 'max', 'flags', 'trues'] as const;
export type Part = (typeof PARTS)[number];

export type Values =
  | ({ readonly kind: 'numbers' } & Decimals)
  /** 1 is true. */
  | { readonly kind: 'flags'; readonly values: Uint8Array }
  | { readonly kind: 'words'; readonly values: readonly string[] };

export interface Column {
  readonly field: string;
  readonly part: Part;
  /** Which points have it, rising; undefined: every one. */
  readonly points: Uint32Array | undefined;
  readonly data: Values;
}

/** Points of one series: stamps rise, none stands twice. */
export interface SeriesColumns {
  /** Canonical identity, `line-protocol` seriesKey. */
  readonly series: string;
  /** ms since 1970. */
  readonly stamps: Float64Array;
  readonly columns: readonly Column[];
}

/** One value a point, by field; undefined where a point has none. */
export type FieldRows = Map<string, (FieldValue | undefined)[]>;

/** A column for each kind of value that a field had. */
export function columnsOf(rows: FieldRows): readonly Column[] {
  return [...rows].flatMap(([field, values]) => {
    const kinds = new Set(values.map((value) => typeof value));
    return (['number', 'boolean', 'string'] as const)
      .filter((kind) => kinds.has(kind))
      .map((kind) => ({ field, part: 'value' as const, ...columnOf(values, kind) }));
  });
}

function columnOf(
  values: readonly (FieldValue | undefined)[],
  kind: 'number' | 'boolean' | 'string',
): Pick<Column, 'points' | 'data'> {
  const points = new Uint32Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; at += 1)
    if (typeof values[at] === kind) points[count++] = at;
  const has = points.subarray(0, count);
  const isEvery = count === values.length;
  return { points: isEvery ? undefined : has, data: valuesOf(values, has, kind) };
}

function valuesOf(
  values: readonly (FieldValue | undefined)[],
  points: Uint32Array,
  kind: 'number' | 'boolean' | 'string',
): Values {
  if (kind === 'string')
    return { kind: 'words', values: Array.from(points, (at) => String(values[at])) };
  if (kind === 'boolean')
    return { kind: 'flags', values: Uint8Array.from(points, (at) => Number(values[at])) };
  const numbers = new Float64Array(points.length);
  for (let at = 0; at < points.length; at += 1) numbers[at] = Number(values[points[at] ?? 0]);
  return { kind: 'numbers', ...decimals(numbers) };
}

/** The values as they were measured, one a point of the column. */
export function fieldValues(data: Values): readonly FieldValue[] {
  switch (data.kind) {
    case 'numbers':
      return Array.from(numbersOf(data));
    case 'flags':
      return Array.from(data.values, (value) => value === 1);
    case 'words':
      return data.values;
  }
}
