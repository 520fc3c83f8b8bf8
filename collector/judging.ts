import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import { JudgeThread } from './assess/judge-door.ts';
import { Rounds } from './assess/rounds.ts';
import type { CollectorConfig } from './config.ts';
import type { Core } from './core.ts';
import { FollowUp } from './follow-up.ts';
import { afterTurn } from './later-door.ts';

/** Schools judged in the background, by a thread of its own; what it finds is kept for the next start. */
export function judgingOf(
  { config, clock, log }: { config: CollectorConfig; clock: Clock; log: Log },
  { assessment, judged, units }: Pick<Core, 'assessment' | 'judged' | 'units'>,
) {
  const { data: folder, time_zone, standards } = config;
  const thread = new JudgeThread({ folder, config: { time_zone, standards } });
  const rounds = new Rounds({
    judge: (school) => thread.judge(school),
    learn(school, summary) {
      assessment.learn(school, summary);
      judged.keep(new Map([[school, summary]]), clock.now());
    },
    schools: () => units.schoolIds(),
    clock,
    log,
  });
  return { rounds, stop: () => thread.stop() };
}

interface Followers {
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly assessment: Pick<Core['assessment'], 'touch'>;
  readonly rounds: Pick<Rounds, 'touch'>;
  readonly alerts: { evaluate(schools: ReadonlySet<string>): void };
  readonly events: { changed(): void };
}

/** New facts of a school: judged anew when asked for, its alerts looked at, open pages told. */
export function followingUp({ clock, assessment, rounds, alerts, events }: Followers) {
  const followUp = new FollowUp({
    look(school) {
      alerts.evaluate(new Set([school]));
      events.changed();
    },
    elapsed: () => clock.elapsed(),
    later: afterTurn,
  });
  return (school: string): void => {
    assessment.touch(school);
    rounds.touch(school);
    followUp.add(school);
  };
}
