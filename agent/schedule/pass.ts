import type { Clock } from '../../kit/clock.ts';
import { messageOf } from '../../kit/result.ts';
import type { Text } from '../../kit/text.ts';
import { type EpochMs, type Ms, ms, seconds } from '../../kit/units.ts';
import type { Pass, Probe } from '../probes/probe.ts';
import { sayFailed, sayOverran } from './words.ts';

/** How one look at a target ended. `overran`: it had not settled a moment after its deadline. */
export type Outcome =
  | { readonly kind: 'measured'; readonly pass: Pass }
  | { readonly kind: 'failed'; readonly problem: Text }
  | { readonly kind: 'overran'; readonly problem: Text };

export interface PassReport {
  readonly probe: Probe;
  readonly startedAt: EpochMs;
  readonly took: Ms;
  /** It ran past its deadline, whatever it gave in the end. */
  readonly late: boolean;
  readonly outcome: Outcome;
}

export interface RunningPass {
  readonly report: Promise<PassReport>;
  /** Settles when `measure` itself has; later than the report for a pass that overran. Never rejects. */
  readonly ended: Promise<void>;
}

/** What a probe is left after its deadline to bring its facts home. */
const GRACE = seconds(2);

/** One look at one target: cut off at its deadline, and never longer than that by more than the grace. */
export function startPass(probe: Probe, clock: Clock, stop: AbortSignal): RunningPass {
  const startedAt = clock.now();
  const began = clock.elapsed();
  const cut = new AbortController();
  const settled = new AbortController();
  // Not AbortSignal.any: what hangs on `stop` must be let go of after each pass, or it piles up.
  const cutByStop = (): void => cut.abort(stop.reason);
  stop.addEventListener('abort', cutByStop, { once: true });
  const outcome = measure(probe, cut.signal);
  const ended = outcome.then(() => {
    stop.removeEventListener('abort', cutByStop);
    settled.abort();
  });
  return { report: watch(), ended };

  async function watch(): Promise<PassReport> {
    await Promise.race([untilCut(clock.sleep(probe.deadline, settled.signal), cut.signal), ended]);
    const late = !settled.signal.aborted && !stop.aborted;
    if (late) cut.abort(new Error(`deadline of ${probe.deadline} ms`));
    const inGrace = clock.sleep(GRACE, settled.signal).then(() => undefined);
    const given = await Promise.race([outcome, inGrace]);
    const took = ms(clock.elapsed() - began);
    return { probe, startedAt, took, late, outcome: given ?? overran(probe) };
  }
}

/** Whichever comes first; leaves nothing behind on the signal. */
export function untilCut(waited: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      signal.removeEventListener('abort', end);
      resolve();
    };
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    waited.then(end, end);
  });
}

const overran = ({ deadline }: Probe): Outcome => ({
  kind: 'overran',
  problem: sayOverran(deadline, GRACE),
});

async function measure(probe: Probe, signal: AbortSignal): Promise<Outcome> {
  try {
    return { kind: 'measured', pass: await probe.measure(signal) };
  } catch (error) {
    return { kind: 'failed', problem: sayFailed(messageOf(error)) };
  }
}

/** Whether a look found its target in order; a look that gave nothing did not. */
export const isHealthy = ({ outcome }: PassReport): boolean =>
  outcome.kind === 'measured' && outcome.pass.healthy;

/** Why a look was not in order, in the probe's own words. */
export const problemOf = ({ outcome }: PassReport): Text | undefined =>
  outcome.kind === 'measured' ? outcome.pass.problem : outcome.problem;
