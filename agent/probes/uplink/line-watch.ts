import type { Clock } from '../../../kit/clock.ts';
import { ms } from '../../../kit/units.ts';
import type { PortCount } from '../line-counters.ts';
import type { CountSeries } from './capacity.ts';
import { type OwnBytes, type Surge, type SurgeRule, surgeIn, type Watched } from './surge.ts';
import type { Carried, Meter } from './traffic.ts';

/** Two windows of 50 ms are over 150 ms after a surge begins, at the latest. */
const EVERY = ms(50);
/** Of watched moments: far longer than any stall, and more than two refreshes of a slow router. */
const MOST_KEPT = 400;

export interface WatchParts {
  readonly meter: Meter;
  /** Since whatever beginning; read at the moment it is asked. */
  readonly own: () => OwnBytes;
  readonly rule: SurgeRule;
  readonly clock: Clock;
}

export interface LineWatch {
  /** Aborts with the surge, or with whatever stops the test. */
  readonly signal: AbortSignal;
  readonly surge: () => Surge | undefined;
  /** The moment the streams have ended: what drains afterwards is no surge. Resolves when nothing is asked any more. */
  end(): Promise<void>;
}

/** Reads the meter through one direction of a test, and aborts the test when others come to need the line. */
export function watchLine(parts: WatchParts, stop: AbortSignal): LineWatch {
  const surged = new AbortController();
  const ended = new AbortController();
  let surge: Surge | undefined;
  const run = follow(parts, AbortSignal.any([stop, ended.signal]), (found) => {
    surge = found;
    surged.abort(new Error(`surge: others need the line, ${found.direction}`));
  });
  // Whatever broke it is told by `end`, and is no reason for the process to fall before.
  run.catch(() => undefined);
  return {
    signal: AbortSignal.any([stop, surged.signal]),
    surge: () => surge,
    async end() {
      ended.abort();
      await run;
    },
  };
}

async function follow(
  { meter, own, rule, clock }: WatchParts,
  signal: AbortSignal,
  abort: (surge: Surge) => void,
): Promise<void> {
  let watched: Watched[] = [];
  let first: Carried | undefined;
  let found = false;
  while (!signal.aborted) {
    const asked = clock.elapsed();
    const before = own();
    const read = await meter.read(signal);
    const after = own();
    if (read.ok) {
      first ??= read.value;
      watched = [...watched, momentOf(read.value, first, [before, after])].slice(-MOST_KEPT);
      const surge = found ? undefined : surgeIn(watched, rule);
      if (surge !== undefined && !signal.aborted) {
        found = true;
        abort(surge);
      }
    } else {
      // A gap or a reset: nothing before it may be held against anything after.
      watched = [];
      first = undefined;
    }
    await clock.sleep(ms(Math.max(0, EVERY - (clock.elapsed() - asked))), signal);
  }
}

/** The own bytes of the moment at which the meter counted: halfway between question and answer. */
const momentOf = (
  carried: Carried,
  first: Carried,
  [before, after]: readonly [OwnBytes, OwnBytes],
): Watched => ({
  at: carried.at,
  carried: { down: Number(carried.down - first.down), up: Number(carried.up - first.up) },
  own: { down: (before.down + after.down) / 2, up: (before.up + after.up) / 2 },
});

/** What `routerMeter` keeps for the capacity: `keep` takes each count, or that there was none. */
export function countKeeper(): {
  readonly keep: (count: PortCount | undefined) => void;
  readonly series: () => CountSeries;
} {
  const counts: PortCount[] = [];
  let missed = 0;
  return {
    keep(count) {
      if (count === undefined) missed += 1;
      else counts.push(count);
    },
    series: () => ({ counts: [...counts], missed }),
  };
}
