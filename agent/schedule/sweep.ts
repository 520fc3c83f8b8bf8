import type { Clock } from '../../kit/clock.ts';
import { ms } from '../../kit/units.ts';
import type { Probe } from '../probes/probe.ts';
import { type PassReport, startPass } from './pass.ts';
import { PASSES_AT_ONCE, Slots } from './slots.ts';

/**
 * Beside so many, a further pass waits a moment before it begins. A pass works hardest at its beginning: many beginnings at
 * once would cost memory, and hold up whoever is counting pictures by then.
 */
const UNPACED = 8;
const PACE = ms(100);

interface SweepParts {
  readonly clock: Clock;
  readonly stop: AbortSignal;
}

/** One pass over every target, as soon as there is room for it. What had not begun at `stop` is left out. */
export async function sweep(
  probes: readonly Probe[],
  { clock, stop }: SweepParts,
): Promise<readonly PassReport[]> {
  const slots = new Slots(PASSES_AT_ONCE);
  const reports: Promise<PassReport>[] = [];
  for (const probe of probes) {
    if (!(await slots.take(stop))) break;
    if (slots.taken > UNPACED) await clock.sleep(PACE, stop);
    if (stop.aborted) break;
    const { report } = startPass(probe, clock, stop);
    reports.push(report.finally(() => slots.give()));
  }
  return await Promise.all(reports);
}
