import { join } from 'node:path';
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { EpochMs, Ms } from '../kit/units.ts';
import { Alerts } from './alert/alerts.ts';
import type { CollectorFields } from './alert/rules/collector-fields.ts';
import type { RuleSet } from './alert/rules/rule-set.ts';
import type { Calendar, Maintenance } from './calendar/calendar.ts';
import type { CollectorConfig } from './config.ts';
import type { Core } from './core.ts';
import type { AckLink } from './incident/ack-link.ts';
import { Escalation } from './incident/escalation.ts';
import { mailFolder } from './notify/mail/folder-door.ts';
import { Mails } from './notify/mail/mails.ts';
import { smtpPost } from './notify/mail/smtp-door.ts';
import type { Notice } from './notify/notice.ts';
import type { Recipients } from './notify/recipients/recipients.ts';
import type { Known } from './notify/recipients/shown-address.ts';
import type { Sql } from './store/sql.ts';

interface AlertingParts {
  readonly config: CollectorConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly state: Sql;
  readonly rules: RuleSet;
  readonly calendar: Pick<Calendar, 'isSchoolTime'>;
  readonly maintenance: Maintenance;
  /** How much of a span lies in school time. */
  readonly schoolTime: (from: EpochMs, to: EpochMs) => Ms;
  readonly recipients: Recipients;
  readonly known: Known;
  readonly ackLink: AckLink;
  /** What is told besides mail. */
  readonly hooks: { accept(notice: Notice): void };
  readonly publicUrl: () => string;
  readonly self: () => CollectorFields;
}

/** Incidents, what tells of them, and whom else it tells when nobody answers. */
export function alertingOf(parts: AlertingParts, { facts, units }: Pick<Core, 'facts' | 'units'>) {
  const { config, clock, state, rules, ackLink, publicUrl, hooks } = parts;
  const { mail, time_zone: timeZone } = config;
  const mails = new Mails({
    ...parts,
    sql: state,
    options: mail,
    post: mail?.smtp === undefined ? undefined : smtpPost(mail.smtp),
    keep: mailFolder(join(config.data, 'mails')),
    unitName: (id) => units.name(id),
    acknowledgeLink: (asked) => ackLink({ ...asked, publicUrl: publicUrl(), now: clock.now() }),
    timeZone,
  });
  const notifiers = [mails, hooks];
  const alerts = new Alerts({
    ...parts,
    ...{ sql: state, notifiers, signals: facts },
    scene: {
      school: (id) => units.school(id),
      unit: (id) => units.name(id),
      devices: (school) => facts.devices(school),
      timeZone,
    },
    silentAfter: config.alerts.agent_silent_after,
  });
  alerts.endStrangers();
  const escalation = new Escalation({
    ...parts,
    ...{ sql: state, notifiers, rules: rules.rules },
    noticeOf: (incident, kind) => alerts.notice(incident, kind),
  });
  return { alerts, escalation, mails };
}
