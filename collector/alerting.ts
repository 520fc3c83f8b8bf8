import { join } from 'node:path';
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import { Alerts } from './alert/alerts.ts';
import type { CollectorConfig } from './config.ts';
import type { Core } from './core.ts';
import { mailFolder } from './notify/mail/folder-door.ts';
import { Mails } from './notify/mail/mails.ts';
import { smtpPost } from './notify/mail/smtp-door.ts';
import type { Sql } from './store/sql.ts';

interface AlertingParts {
  readonly config: CollectorConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly state: Sql;
  readonly publicUrl: () => string;
}

/** Incidents, and the mails that tell of them. */
export function alertingOf(parts: AlertingParts, { facts, units }: Pick<Core, 'facts' | 'units'>) {
  const { config, state } = parts;
  const { mail, time_zone: timeZone } = config;
  const mails = new Mails({
    ...parts,
    sql: state,
    options: mail,
    post: mail?.smtp === undefined ? undefined : smtpPost(mail.smtp),
    keep: mailFolder(join(config.data, 'mails')),
    schoolsBelow: (unit) => units.schoolsBelow(unit),
    timeZone,
  });
  const alerts = new Alerts({
    ...parts,
    sql: state,
    signals: facts,
    school: (id) => units.school(id),
    notifiers: [mails],
    timeZone,
    silentAfter: config.alerts.agent_silent_after,
  });
  return { alerts, mails };
}
