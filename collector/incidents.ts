import type { Clock } from '../kit/clock.ts';
import type { Audit } from './access/audit.ts';
import { Throttle } from './access/throttle.ts';
import { ruleSayings } from './alert/rule-sayings.ts';
import type { RuleSet } from './alert/rules/rule-set.ts';
import type { Calendar } from './calendar/calendar.ts';
import type { CollectorConfig } from './config.ts';
import type { Core } from './core.ts';
import { AckDesk } from './incident/ack-desk.ts';
import { AckLinks } from './incident/ack-link.ts';
import { IncidentDesk } from './incident/incident-desk.ts';
import { Incidents } from './incident/incidents.ts';
import { LostTimeReader } from './incident/lost-times.ts';
import { schoolTimeWithin, zonedMonths } from './incident/school-time.ts';
import type { Known } from './notify/recipients/shown-address.ts';
import { devicesOf } from './store/inventory.ts';
import type { Sql } from './store/sql.ts';

interface Joined extends Pick<Core, 'units' | 'facts'> {
  readonly state: Sql;
  readonly people: { readonly known: Known };
  readonly audit: Audit;
  readonly rules: RuleSet;
  readonly calendar: Pick<Calendar, 'isSchoolTime'>;
}

/** A mail program may try a broken link more than once, and a school’s people share one address. */
const FORGED_LINKS_OF_AN_ADDRESS = 100;

/** What people read of incidents and do about them. */
export function incidentsOf(
  { config, clock }: { readonly config: CollectorConfig; readonly clock: Clock },
  { state: sql, units, facts, people, audit, rules, calendar }: Joined,
) {
  const months = zonedMonths(config.time_zone);
  const schoolTime = schoolTimeWithin(calendar, months);
  const sayings = ruleSayings(rules);
  const device = (school: string, id: string) =>
    devicesOf(facts.latest({ school, measurement: 'device', device: id }))[0];
  const { known } = people;
  const incidents = new Incidents({ sql, units, device, sayings, schoolTime, known, clock });
  const links = new AckLinks(sql);
  const throttle = new Throttle({ sql, kind: 'acknowledge', free: FORGED_LINKS_OF_AN_ADDRESS });
  return {
    incidents,
    lostTimes: new LostTimeReader({
      ...{ sql, months, schoolTime },
      rules: rules.rules.filter(({ scope }) => scope === 'school').map(({ id }) => id),
      title: (rule) => sayings(rule).title,
    }),
    incidentDesk: new IncidentDesk({ sql, incidents, units, audit, clock }),
    ackDesk: new AckDesk({ sql, links, incidents, audit, throttle, clock }),
    ackLink: links.link,
    /** For the escalation, which counts school time too. */
    schoolTime,
  };
}
