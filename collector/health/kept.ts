import type { Clock } from '../../kit/clock.ts';
import type { Ms } from '../../kit/units.ts';

/** Makes a value once in a while, however many ask for it. */
export function kept<Value>(
  span: Ms,
  clock: Pick<Clock, 'elapsed'>,
  make: () => Value,
): () => Value {
  let last: { readonly value: Value; readonly until: number } | undefined;
  return () => {
    const now = clock.elapsed();
    if (last === undefined || now >= last.until) last = { value: make(), until: now + span };
    return last.value;
  };
}
