import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { CollectorFields } from './alert/rules/collector-fields.ts';
import type { RuleSet } from './alert/rules/rule-set.ts';
import { alertingOf } from './alerting.ts';
import type { Calendar } from './calendar/calendar.ts';
import type { CollectorConfig } from './config.ts';
import type { Core } from './core.ts';
import { startDigesting } from './digesting.ts';
import { mailDueSince } from './health/at-work.ts';
import { type HistoryHealth, NOTHING_WAITS } from './history/history.ts';
import type { incidentsOf } from './incidents.ts';
import { Outbox } from './notify/mail/outbox.ts';
import { selfTold } from './self-told.ts';
import type { healthOf } from './self-watch.ts';
import type { Stores } from './store/stores-door.ts';
import { tellingOf } from './telling.ts';
import type { accessOf } from './ways-in.ts';

interface OutageParts {
  readonly config: CollectorConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly publicUrl: () => string;
}

interface Joined extends Core, ReturnType<typeof accessOf>, ReturnType<typeof incidentsOf> {
  readonly stores: Stores;
  readonly rules: RuleSet;
  readonly calendar: Calendar;
}

interface Watched {
  readonly health: ReturnType<typeof healthOf>;
  readonly history: () => HistoryHealth | undefined;
}

/** From what is wrong to whoever hears of it: incidents, mails, other programs, digests. */
export function outagesOf(parts: OutageParts, joined: Joined) {
  const { config, clock } = parts;
  const { stores, people, desks, rules } = joined;
  const telling = tellingOf({ ...parts, ...people, sql: stores.state });
  let told: (() => CollectorFields) | undefined;
  const alerting = alertingOf(
    {
      ...{ ...parts, ...joined, state: stores.state, hooks: telling.hooks },
      ...{ maintenance: desks.maintenance, recipients: people.people },
      known: people.known,
      self: () => told?.() ?? {},
    },
    joined,
  );
  return {
    ...alerting,
    telling,
    /** The rules watch the collector itself, too, whose health asks the parts that are joined here. */
    watchItself({ health, history }: Watched): void {
      told = selfTold({
        ...{ ...health, clock, reserveBytes: config.disk_reserve },
        history: () => history() ?? NOTHING_WAITS,
        mailDueSince: () => mailDueSince(stores.state),
      });
    },
    startDigests: () =>
      startDigesting(
        {
          ...{ ...parts, ...stores, calendar: joined.calendar, recipients: people.people },
          outbox: new Outbox(stores.state),
          rule: (id) => ({
            title: rules.titleOf(id),
            wholeSchool: rules.rule(id)?.scope === 'school',
          }),
        },
        joined,
      ),
  };
}
