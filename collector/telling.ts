/** Joins what tells besides mail: webhooks, the watcher outside, and the daily word that some schools have nobody to tell. */
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import { messageOf } from '../kit/result.ts';
import { days, type Ms, minutes, seconds } from '../kit/units.ts';
import type { CollectorConfig } from './config.ts';
import { mailDueSince, workProblem } from './health/at-work.ts';
import { kept } from './health/kept.ts';
import type { Metric } from './health/metric.ts';
import type { Standing } from './health/readiness.ts';
import { DeadMan } from './notify/dead-man/dead-man.ts';
import { sendWithin } from './notify/out-door.ts';
import type { HookStanding } from './notify/webhook/calls.ts';
import { Hooks } from './notify/webhook/hooks.ts';
import type { Sql } from './store/sql.ts';

export interface TellingParts {
  readonly config: Pick<CollectorConfig, 'webhooks' | 'dead_man'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly sql: Sql;
  /** Schools of which nobody gets mail. */
  readonly schoolsWithout: () => readonly string[];
}

/** How the collector's work stands, as whoever runs it knows. */
export interface AtWork {
  readonly standing: () => readonly Standing[];
  /** Since incidents were last looked at. */
  readonly sinceTick: () => Ms;
}

export interface Telling {
  /** One of the notifiers: `accept` within the incident's transaction. */
  readonly hooks: Hooks;
  standing(): readonly HookStanding[];
  metrics(): readonly Metric[];
  /** Until the signal aborts. */
  run(signal: AbortSignal, work: AtWork): Promise<void>;
}

const PATIENCE = seconds(10);
const COUNTED_EVERY = seconds(15);
const FIRST_LOOK = minutes(1);

export function tellingOf(parts: TellingParts): Telling {
  const { config, clock, log, sql, schoolsWithout } = parts;
  const send = sendWithin(PATIENCE);
  const hooks = new Hooks({ ...parts, hooks: config.webhooks, send });
  const deadMan = config.dead_man && new DeadMan({ config: config.dead_man, send, clock, log });
  const counted = kept(COUNTED_EVERY, clock, () => [
    ...hooks.metrics(),
    withoutMetric(schoolsWithout().length),
  ]);
  return {
    hooks,
    standing: () => hooks.standing(),
    metrics: () => [...counted(), ...(deadMan?.metrics() ?? [])],
    async run(signal, { standing, sinceTick }) {
      const problem = () => {
        const work = {
          standing: standing(),
          sinceTick: sinceTick(),
          mailDueSince: mailDueSince(sql),
        };
        return workProblem(work, clock.now());
      };
      await Promise.all([
        hooks.deliver(signal),
        deadMan?.run(signal, problem),
        warnDaily(parts, signal),
      ]);
    },
  };
}

const withoutMetric = (value: number): Metric => ({
  name: 'hatang_schools_without_contact',
  help: 'Schools of which nobody gets mail when something breaks',
  type: 'gauge',
  value,
});

/** Once a day, by number and not by name: the page of contacts says which. */
async function warnDaily({ clock, log, schoolsWithout }: TellingParts, signal: AbortSignal) {
  for (let pause: Ms = FIRST_LOOK; !signal.aborted; pause = days(1)) {
    await clock.sleep(pause, signal);
    if (signal.aborted) return;
    try {
      const schools = schoolsWithout().length;
      if (schools > 0) log.warn({ schools }, 'schools_without_contact');
    } catch (error) {
      log.error({ problem: messageOf(error) }, 'schools_without_contact_not_counted');
    }
  }
}
