import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import { ms } from '../kit/units.ts';
import type { Device } from '../standards/evidence.ts';
import type { Calendar } from './calendar/calendar.ts';
import type { CollectorConfig } from './config.ts';
import type { Core } from './core.ts';
import { afterTurn } from './later-door.ts';
import type { DigestOutbox } from './notify/digest/digest-mail.ts';
import { Digests } from './notify/digest/digests.ts';
import { Presses } from './notify/digest/presses.ts';
import type { RuleName } from './notify/digest/reader.ts';
import { startDigests } from './notify/digest/start.ts';
import type { Recipients } from './notify/recipients/recipients.ts';
import type { Sql } from './store/sql.ts';

export interface DigestingParts {
  readonly config: Pick<CollectorConfig, 'time_zone' | 'digests'>;
  readonly clock: Clock;
  readonly log: Log;
  /** `hatang.db` and `facts.db`. */
  readonly state: Sql;
  readonly facts: Sql;
  readonly publicUrl: () => string;
  readonly recipients: Pick<Recipients, 'readers'>;
  readonly calendar: Pick<Calendar, 'isSchoolDay'>;
  readonly outbox: DigestOutbox;
  readonly rule: (id: string) => RuleName;
}

export interface DigestingCore {
  readonly units: Pick<Core['units'], 'schools' | 'school' | 'name'>;
  readonly judged: Pick<Core['judged'], 'all'>;
  readonly facts: {
    agents: Core['facts']['agents'];
    devices(school: string): readonly Device[];
  };
}

/** Digests by mail, looked at now and by the calendar, until they are stopped. */
export function startDigesting(
  parts: DigestingParts,
  core: DigestingCore,
): { stop(): Promise<void> } {
  const { digests: options, time_zone: timeZone } = parts.config;
  return startDigests(digestsOf(parts, core), options, timeZone);
}

export function digestsOf(parts: DigestingParts, { units, judged, facts }: DigestingCore): Digests {
  const { config, state: sql } = parts;
  const { digests: options, time_zone: timeZone } = config;
  const turn = () => new Promise<void>((resolve) => afterTurn(resolve, ms(0)));
  const presses = new Presses({
    ...parts,
    ...{ sql, options, timeZone, turn },
    schools: () => units.schools(),
    agents: () => facts.agents(),
    judged: () => judged.all(),
    devices: (school) => facts.devices(school),
  });
  return new Digests({
    ...parts,
    ...{ sql, options, timeZone, turn },
    unit(id) {
      const name = units.name(id);
      return name === undefined ? undefined : { name, isSchool: units.school(id) !== undefined };
    },
    press: (order) => presses.press(order),
    begin: (now) => presses.begin(now),
  });
}
