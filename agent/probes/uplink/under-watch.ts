import type { Clock } from '../../../kit/clock.ts';
import type { LineCounters } from '../line-counters.ts';
import type { CountSeries } from './capacity.ts';
import { surgeLimits } from './gate.ts';
import { countKeeper, type WatchParts, watchLine } from './line-watch.ts';
import type { BandwidthOptions } from './options.ts';
import type { OwnBytes, Surge } from './surge.ts';
import { type Meter, type Rates, routerMeter } from './traffic.ts';
import type { Passage } from './turn.ts';

export interface Watching {
  readonly passage: Pick<Passage, 'meter' | 'before'>;
  readonly options: BandwidthOptions;
  readonly known: Partial<Rates>;
  readonly counters: LineCounters | undefined;
  /** The server's port by the kernel's counters, where there are any. */
  readonly kernel: (() => OwnBytes) | undefined;
  /** The bytes the test took from and handed to its sockets so far. */
  readonly spent: () => OwnBytes;
  readonly clock: Clock;
}

export interface UnderWatch<Value> {
  readonly value: Value;
  /** Others came to need the line: there is no rate, and the test is made later. */
  readonly surge: Surge | undefined;
  /** For the capacity; empty without a router. */
  readonly series: CountSeries;
}

/** Runs one direction of a test, its signal aborted by a surge, and keeps the router's counts meanwhile. */
export async function underWatch<Value>(
  watching: Watching,
  measure: (signal: AbortSignal) => Promise<Value>,
  stop: AbortSignal,
): Promise<UnderWatch<Value>> {
  const keeper = countKeeper();
  const parts = partsOf(watching, keeper.keep);
  if (parts === undefined)
    return { value: await measure(stop), surge: undefined, series: keeper.series() };
  const watch = watchLine(parts, stop);
  try {
    const value = await measure(watch.signal);
    return { value, surge: watch.surge(), series: keeper.series() };
  } finally {
    await watch.end();
  }
}

/** The router beside what the kernel counted of the server; else whatever counts, beside what the sockets took. */
function partsOf(
  { passage, options, known, counters, kernel, spent, clock }: Watching,
  keep: ReturnType<typeof countKeeper>['keep'],
): WatchParts | undefined {
  const meter: Meter | undefined =
    passage.meter?.kind === 'router' && counters !== undefined
      ? routerMeter(counters, keep)
      : passage.meter;
  if (meter === undefined) return undefined;
  const limits = surgeLimits(passage.before, known, options);
  const byKernel = meter.kind === 'router' ? kernel : undefined;
  return {
    meter,
    own: byKernel ?? spent,
    rule: { kind: byKernel === undefined ? 'application' : 'kernel', limits },
    clock,
  };
}
