import type { Clock } from '../../kit/clock.ts';
import { type Ms, ms, seconds } from '../../kit/units.ts';
import type { Probe } from '../probes/probe.ts';
import { confirmAfter, dueAfter, firstDue, phaseOf } from './cadence.ts';
import { isHealthy, type PassReport, startPass, untilCut } from './pass.ts';
import { Slots } from './slots.ts';

export interface Schedule {
  readonly probes: readonly Probe[];
  readonly clock: Clock;
  /** Spreads the same target of different schools: the school and the agent's name. */
  readonly seed: string;
  /** How many passes may run at once. */
  readonly slots: number;
  report(pass: PassReport): void;
}

/** Looks at every target at its own pace until `stop`; resolves when the last loop has ended. */
export async function runSchedule(schedule: Schedule, stop: AbortSignal): Promise<void> {
  const slots = new Slots(schedule.slots);
  const start = schedule.clock.elapsed();
  await Promise.all(
    schedule.probes.map((probe) => follow({ probe, schedule, slots, start }, stop)),
  );
}

interface Target {
  readonly probe: Probe;
  readonly schedule: Schedule;
  readonly slots: Slots;
  readonly start: Ms;
}

/** The loop of one target: it waits for nobody but a free slot and its own last pass. */
async function follow({ probe, schedule, slots, start }: Target, stop: AbortSignal): Promise<void> {
  const { clock } = schedule;
  const name = `${schedule.seed}/${probe.id}`;
  const sinceStart = (): Ms => ms(clock.elapsed() - start);
  const phase = phaseOf(name, probe.every);
  let due = firstDue(name, probe.every, schedule.probes.length);
  let healthy = true;
  while (!stop.aborted) {
    await clock.sleep(ms(Math.max(0, due - sinceStart())), stop);
    if (stop.aborted || !(await slots.take(stop))) return;
    const began = sinceStart();
    const report = await look({ probe, schedule, slots }, stop);
    if (report === undefined) return;
    const turned = healthy && !isHealthy(report);
    healthy = isHealthy(report);
    const regular = dueAfter(probe.every, phase, { began, now: sinceStart() });
    const sooner = turned ? confirmAfter(probe.every) : againOf(report);
    due = sooner === undefined ? regular : ms(Math.min(regular, sinceStart() + sooner));
  }
}

/** What was put off is not asked for again at once, whatever it says. */
const SOONEST = seconds(1);

function againOf({ outcome }: PassReport): Ms | undefined {
  const again = outcome.kind === 'measured' ? outcome.pass.again : undefined;
  return again === undefined ? undefined : ms(Math.max(SOONEST, again));
}

/** One pass in a slot already taken. Undefined when the agent stops: a look cut short proves nothing. */
async function look(
  { probe, schedule, slots }: Omit<Target, 'start'>,
  stop: AbortSignal,
): Promise<PassReport | undefined> {
  const running = startPass(probe, schedule.clock, stop);
  const report = await running.report;
  slots.give();
  if (stop.aborted && !isHealthy(report)) return undefined;
  schedule.report(report);
  await untilCut(running.ended, stop);
  return report;
}
