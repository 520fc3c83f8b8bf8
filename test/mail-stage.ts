import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mailFolder } from '../collector/notify/mail/folder-door.ts';
import { Mails } from '../collector/notify/mail/mails.ts';
import { MailOptions } from '../collector/notify/mail/options.ts';
import { Outbox } from '../collector/notify/mail/outbox.ts';
import { Sender } from '../collector/notify/mail/sender.ts';
import { type Post, smtpPost } from '../collector/notify/mail/smtp-door.ts';
import type { Notice } from '../collector/notify/notifier.ts';
import type { MailView } from '../collector/report/views.ts';
import { type Database, openDatabase } from '../collector/store/database-door.ts';
import { type Log, silentLog } from '../kit/log.ts';
import { ManualClock } from './manual-clock.ts';

interface Setting {
  /** Of an SMTP server; without one mails are kept as files. */
  readonly port?: number;
  readonly post?: Post;
  readonly to?: readonly object[];
  readonly log?: Log;
}

/** The mail side of a collector over a real database and a real folder. */
export class MailStage {
  readonly clock = new ManualClock();
  readonly database: Database = openDatabase(':memory:');
  readonly folder = mkdtempSync(join(tmpdir(), 'hatang-mail-'));

  constructor() {
    this.database.run("INSERT INTO unit (id, kind, name) VALUES ('thcs-a', 'school', 'THCS A')");
    this.database.run("INSERT INTO school (id, created_at) VALUES ('thcs-a', 0)");
  }

  close(): void {
    this.database.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A new one over the same database, as after a restart. */
  mails(setting: Setting = {}): Mails {
    return new Mails(this.#parts(setting));
  }

  /** One pass of the sender's loop, awaited. */
  pass(setting: Setting = {}) {
    const parts = this.#parts(setting);
    const sending = { ...parts, outbox: new Outbox(this.database), from: parts.options.from };
    return new Sender(sending).pass(new AbortController().signal);
  }

  shown(): readonly MailView[] {
    return this.mails().mails({ sight: undefined, limit: 100 });
  }

  /** Newest first. */
  states(): readonly string[] {
    return this.shown().map(({ state }) => state);
  }

  notice(kind: Notice['kind'], incident = 'thcs-a-camera_offline-c1-1'): Notice {
    this.database.run(
      `INSERT OR IGNORE INTO incident (id, rule, school, device, severity, state, opened_at, cause, evidence)
       VALUES (?1, 'camera_offline', 'thcs-a', ?1, 'critical', 'open', 0, '{}', '{}')`,
      incident,
    );
    const at = this.clock.now();
    return {
      ...CAMERA_OFFLINE,
      kind,
      incident,
      openedAt: at,
      resolvedAt: kind === 'resolved' ? at : undefined,
      at,
    };
  }

  #parts({ port, post, to = [{ address: 'truc@hatang.invalid' }], log = silentLog }: Setting) {
    return {
      sql: this.database,
      options: MailOptions.parse({
        from: 'hatang <hatang@hatang.invalid>',
        to,
        official_domains: ['hatang.invalid'],
      }),
      post: post ?? (port === undefined ? undefined : smtpPost(`smtp://127.0.0.1:${port}`)),
      keep: mailFolder(join(this.folder, 'mails')),
      schoolsBelow: (unit: string) => new Set(unit === 'cho-quan' ? ['thcs-a'] : []),
      publicUrl: () => 'http://127.0.0.1:8480',
      timeZone: 'Asia/Ho_Chi_Minh',
      clock: this.clock,
      random: () => 1,
      log,
    };
  }
}

const CAMERA_OFFLINE = {
  rule: 'camera_offline',
  severity: 'critical',
  tell: 'at_once',
  school: { id: 'thcs-a', name: 'Trường THCS Nguyễn Thị Định', unit: undefined },
  simulated: false,
  subject: { vi: 'Camera Cổng trường', en: 'Camera Cổng trường' },
  headline: { vi: 'Camera Cổng trường mất tín hiệu', en: 'Camera Cổng trường is offline' },
  cause: { vi: 'Camera Cổng trường mất tín hiệu.', en: 'Camera Cổng trường is offline.' },
  advice: { vi: 'Kiểm tra nguồn điện.', en: 'Check its power.' },
  evidence: {},
} as const;
