import { type EpochMs, epochMs } from './units.ts';

/** A few days by the minute, a few months by the quarter of an hour. */
const MOST = 8_192;

/** The same function of time, asked once for each stretch of `grainMs` over which it doesn't change. */
export function remembering<Value>(
  grainMs: number,
  ask: (at: EpochMs) => Value,
): (at: EpochMs) => Value {
  const known = new Map<number, Value>();
  return (at) => {
    const grain = Math.floor(at / grainMs);
    const before = known.get(grain);
    if (before !== undefined) return before;
    if (known.size >= MOST) known.clear();
    const value = ask(epochMs(grain * grainMs));
    known.set(grain, value);
    return value;
  };
}
