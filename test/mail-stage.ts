import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AcknowledgeAsked } from '../collector/notify/mail/acknowledge.ts';
import { mailFolder } from '../collector/notify/mail/folder-door.ts';
import { Mails } from '../collector/notify/mail/mails.ts';
import { MailOptions } from '../collector/notify/mail/options.ts';
import { type Post, smtpPost } from '../collector/notify/mail/smtp-door.ts';
import type { Member, Notice } from '../collector/notify/notice.ts';
import type { Hearing, Recipients } from '../collector/notify/recipients/recipients.ts';
import type { MailView } from '../collector/report/views.ts';
import { type Database, openDatabase } from '../collector/store/database-door.ts';
import { type Log, silentLog } from '../kit/log.ts';
import { type NoticeAsked, sampleMember, sampleNotice } from './mail-notices.ts';
import { ManualClock } from './manual-clock.ts';

/** The one address that whoever does not see all may read. */
export const KNOWN = 'known@hatang.invalid';

export interface Listener extends Partial<Omit<Hearing, 'schools'>> {
  readonly address: string;
  /** Undefined: all. */
  readonly schools?: readonly string[];
}

export interface MailSetting {
  /** Of an SMTP server; without one mails are kept as files. */
  readonly port?: number;
  readonly post?: Post;
  readonly to?: readonly Listener[];
  readonly storm?: object;
  readonly log?: Log;
  readonly acknowledgeLink?: (asked: AcknowledgeAsked) => string | undefined;
}

const NOBODY_IN_PARTICULAR = {
  name: '',
  language: 'vi',
  duty: 'technical',
  unit: undefined,
  all: false,
} as const;

/** Who hears of what, without a table of contacts. */
export function listeners(to: readonly Listener[]): Pick<Recipients, 'hearing'> {
  return {
    hearing: ({ schools }) =>
      to
        .map((one) => ({
          ...NOBODY_IN_PARTICULAR,
          ...one,
          schools: new Set(schools.filter((school) => one.schools?.includes(school) ?? true)),
        }))
        .filter((one) => one.schools.size > 0 || schools.length === 0),
  };
}

/** The mail side of a collector over a real database and a real folder. */
export class MailStage {
  readonly clock = new ManualClock();
  readonly database: Database;
  readonly folder = mkdtempSync(join(tmpdir(), 'hatang-mail-'));

  constructor(file = ':memory:') {
    this.database = openDatabase(file);
    this.school('thcs-a');
  }

  close(): void {
    this.database.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  school(id: string): void {
    this.database.run("INSERT OR IGNORE INTO unit (id, kind, name) VALUES (?1, 'school', ?1)", id);
    this.database.run('INSERT OR IGNORE INTO school (id, created_at) VALUES (?, 0)', id);
  }

  /** A new one over the same database, as after a restart. */
  mails(setting: MailSetting = {}): Mails {
    const { port, post, to = [{ address: 'truc@hatang.invalid' }], log = silentLog } = setting;
    const { storm, acknowledgeLink } = setting;
    return new Mails({
      sql: this.database,
      options: MailOptions.parse({ from: 'hatang <hatang@hatang.invalid>', storm }),
      post: post ?? (port === undefined ? undefined : smtpPost(`smtp://127.0.0.1:${port}`)),
      keep: mailFolder(join(this.folder, 'mails')),
      recipients: listeners(to),
      known: (address, sight) => sight === undefined || address === KNOWN,
      unitName: (id) => (id === 'cho-quan' ? 'Phường Chợ Quán' : undefined),
      ...(acknowledgeLink === undefined ? {} : { acknowledgeLink }),
      publicUrl: () => 'http://127.0.0.1:8480',
      timeZone: 'Asia/Ho_Chi_Minh',
      clock: this.clock,
      random: () => 1,
      log,
    });
  }

  /** One pass of the sender's loop, awaited. */
  pass(setting: MailSetting = {}) {
    return this.mails(setting).pass(new AbortController().signal);
  }

  /** Newest first. */
  shown(): readonly MailView[] {
    return this.mails().mails({ sight: undefined, limit: 10_000 });
  }

  /** Newest first. */
  states(): readonly string[] {
    return this.shown().map(({ state }) => state);
  }

  /** A camera of `thcs-a`, unless members say otherwise; the incident is in the database as the engine writes it. */
  notice(
    kind: Notice['kind'],
    incident = 'thcs-a-camera_offline-c1-1',
    asked: Partial<NoticeAsked> = {},
  ): Notice {
    const at = this.clock.now();
    const over = kind === 'resolved' ? { leftAt: at } : {};
    const camera = { device: 'Camera Cổng trường', since: at, ...over };
    const members = asked.members ?? [sampleMember(camera)];
    this.#keep(incident, members);
    return sampleNotice({ kind, incident, members, at, ...asked });
  }

  #keep(incident: string, members: readonly Member[]): void {
    this.database.run(
      `INSERT OR IGNORE INTO incident (id, rule, school, device, severity, state, opened_at, cause, evidence)
       VALUES (?1, 'camera_offline', NULL, ?1, 'critical', 'open', 0, '{}', '{}')`,
      incident,
    );
    for (const { school, device, since, leftAt } of members)
      this.database.run(
        `INSERT INTO incident_member (incident, rule, school, device, since, joined_at, left_at, evidence)
         VALUES (?1, ?1, ?2, ?3, ?4, ?4, ?5, '{}')
         ON CONFLICT (incident, school, device) DO UPDATE SET left_at = excluded.left_at`,
        incident,
        school?.id ?? '',
        device?.id ?? '',
        since,
        leftAt ?? null,
      );
  }
}
