/**
 * Numbers as decimals: value = mantissa · 10^-exponent, exactly, or they are kept as they are (exponent undefined).
 * Measured figures have few digits, so mantissas are small; and sums of mantissas have no rounding, in whatever order.
 */
export interface Decimals {
  /** From -15 to 15, one for all values; undefined: the values are the numbers themselves. */
  readonly exponent: number | undefined;
  readonly values: Float64Array;
}

/** Mantissas below stay whole when a difference of differences of them is written with its sign. */
const MOST = 2 ** 50;
export const MOST_EXPONENT = 15;
const POWERS = Float64Array.from({ length: MOST_EXPONENT + 1 }, (_, at) => Number(`1e${at}`));
const power = (at: number): number => POWERS[at] ?? Number.NaN;

/** The smallest exponent that gives back every number exactly. */
export function decimals(numbers: Float64Array): Decimals {
  const plain = { exponent: undefined, values: numbers };
  const exponent = exponentOf(numbers);
  if (exponent === undefined) return plain;
  const by = power(exponent);
  const values = new Float64Array(numbers.length);
  for (let at = 0; at < numbers.length; at += 1) {
    const number = numbers[at] ?? 0;
    const mantissa = Math.round(number * by);
    if (mantissa / by !== number || Math.abs(mantissa) > MOST) return plain;
    values[at] = mantissa;
  }
  return exponent === 0 ? withoutZeros(values) : { exponent, values };
}

function exponentOf(numbers: Float64Array): number | undefined {
  let exponent = 0;
  for (let at = 0; at < numbers.length; at += 1) {
    const number = numbers[at] ?? 0;
    if (Object.is(number, -0)) return undefined;
    while (Math.round(number * power(exponent)) / power(exponent) !== number) {
      exponent += 1;
      if (exponent > MOST_EXPONENT) return undefined;
    }
  }
  return exponent;
}

/** 300000000, 450000000 become 30, 45. */
function withoutZeros(whole: Float64Array): Decimals {
  const isRound = whole.every((value) => value % 10 === 0) && whole.some((value) => value !== 0);
  let zeros = isRound ? MOST_EXPONENT : 0;
  for (let at = 0; at < whole.length && zeros > 0; at += 1)
    while ((whole[at] ?? 0) % power(zeros) !== 0) zeros -= 1;
  if (zeros === 0) return { exponent: 0, values: whole };
  return { exponent: -zeros, values: whole.map((value) => value / power(zeros)) };
}

/** As mantissas again where a sum outgrew them. */
export function fitting(some: Decimals): Decimals {
  const fits = some.exponent === undefined || some.values.every((value) => Math.abs(value) <= MOST);
  return fits ? some : { exponent: undefined, values: numbersOf(some) };
}

export function numbersOf({ exponent, values }: Decimals): Float64Array {
  if (exponent === undefined || exponent === 0) return values;
  const by = power(Math.abs(exponent));
  return exponent > 0 ? values.map((value) => value / by) : values.map((value) => value * by);
}

/** One row of several, on the finest of their exponents where that keeps them whole. */
export function joinedDecimals(rows: readonly Decimals[]): Decimals {
  const [first] = rows;
  if (first !== undefined && rows.length === 1) return first;
  const exponent = rows.reduce<number | undefined>(
    (finest, one) =>
      finest === undefined || one.exponent === undefined
        ? undefined
        : Math.max(finest, one.exponent),
    -MOST_EXPONENT,
  );
  const raised = rows.map((one) => raise(one, exponent));
  const whole = raised.filter((row) => row !== undefined);
  return whole.length === rows.length
    ? { exponent, values: joinedRows(whole) }
    : { exponent: undefined, values: joinedRows(rows.map(numbersOf)) };
}

function raise(some: Decimals, exponent: number | undefined): Float64Array | undefined {
  if (some.exponent === exponent) return some.values;
  if (some.exponent === undefined || exponent === undefined) return undefined;
  const by = Number(`1e${exponent - some.exponent}`);
  const values = some.values.map((value) => value * by);
  return values.every((value) => Math.abs(value) <= Number.MAX_SAFE_INTEGER) ? values : undefined;
}

export function joinedRows(rows: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(rows.reduce((length, row) => length + row.length, 0));
  let at = 0;
  for (const row of rows) {
    whole.set(row, at);
    at += row.length;
  }
  return whole;
}
