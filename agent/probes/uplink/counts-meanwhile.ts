import type { Clock } from '../../../kit/clock.ts';
import type { LineCounters } from '../line-counters.ts';
import type { CountSeries } from './capacity.ts';
import { countKeeper, watchLine } from './line-watch.ts';
import { routerMeter } from './traffic.ts';

const NEVER = { down: Number.POSITIVE_INFINITY, up: Number.POSITIVE_INFINITY };

/** Runs something while the router's counters are read, whatever they say. */
export async function countsMeanwhile<Value>(
  { counters, clock }: { readonly counters: LineCounters; readonly clock: Clock },
  run: (signal: AbortSignal) => Promise<Value>,
  signal: AbortSignal,
): Promise<{ readonly value: Value; readonly counted: CountSeries }> {
  const keeper = countKeeper();
  const meter = routerMeter(counters, keeper.keep);
  const rule = { kind: 'application', limits: NEVER } as const;
  const watch = watchLine({ meter, own: () => ({ down: 0, up: 0 }), rule, clock }, signal);
  try {
    const value = await run(watch.signal);
    return { value, counted: keeper.series() };
  } finally {
    await watch.end();
  }
}
