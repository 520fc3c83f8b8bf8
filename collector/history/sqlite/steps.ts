/** Rising stamps cut into steps; what folds the values of a step into one. */
export interface Steps {
  /** Beginnings of the steps that have a stamp. */
  readonly at: Float64Array;
  /** Where each ends among the stamps. */
  readonly ends: Uint32Array;
}

export const stepOf = (at: number, step: number): number => Math.floor(at / step) * step;

export function stepsOf(stamps: Float64Array, step: number): Steps {
  const at = new Float64Array(stamps.length);
  const ends = new Uint32Array(stamps.length);
  let count = 0;
  let over = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < stamps.length; place += 1) {
    const stamp = stamps[place] ?? 0;
    if (stamp >= over) {
      at[count] = stepOf(stamp, step);
      over = (at[count] ?? 0) + step;
      count += 1;
    }
    ends[count - 1] = place + 1;
  }
  return { at: at.subarray(0, count), ends: ends.subarray(0, count) };
}

export const sums = (values: Float64Array, steps: Steps): Float64Array =>
  reduced(values, steps, (a, b) => a + b);
export const leasts = (values: Float64Array, steps: Steps): Float64Array =>
  reduced(values, steps, Math.min);
export const mosts = (values: Float64Array, steps: Steps): Float64Array =>
  reduced(values, steps, Math.max);

function reduced(
  values: Float64Array,
  { ends }: Steps,
  join: (a: number, b: number) => number,
): Float64Array {
  if (values.length === ends.length) return values;
  const made = new Float64Array(ends.length);
  let at = 0;
  for (let step = 0; step < ends.length; step += 1) {
    const end = ends[step] ?? 0;
    let value = values[at] ?? 0;
    for (at += 1; at < end; at += 1) value = join(value, values[at] ?? 0);
    made[step] = value;
  }
  return made;
}

/** The last value of each step. */
export function lasts<Value>(values: ArrayLike<Value>, { ends }: Steps): Value[] {
  const made: Value[] = [];
  for (let step = 0; step < ends.length; step += 1) {
    const value = values[(ends[step] ?? 0) - 1];
    if (value === undefined) throw new Error(`step ${step} of ${ends.length} has no value`);
    made.push(value);
  }
  return made;
}

/** How many stamps each step has; undefined where it is one each. */
export function sizes({ ends }: Steps): Float64Array | undefined {
  if (ends.at(-1) === ends.length) return undefined;
  const made = new Float64Array(ends.length);
  let begin = 0;
  for (let step = 0; step < ends.length; step += 1) {
    const end = ends[step] ?? 0;
    made[step] = end - begin;
    begin = end;
  }
  return made;
}
