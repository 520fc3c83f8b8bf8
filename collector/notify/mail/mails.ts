import type { Clock } from '../../../kit/clock.ts';
import type { Log } from '../../../kit/log.ts';
import type { MailView, Sight } from '../../report/views.ts';
import type { Sql } from '../../store/sql.ts';
import type { Notice, Notifier } from '../notifier.ts';
import { compose } from './compose.ts';
import type { Keep } from './folder-door.ts';
import { emlOf } from './message.ts';
import type { MailOptions } from './options.ts';
import { type MailFilter, mailId, Outbox } from './outbox.ts';
import { Sender } from './sender.ts';
import type { Post } from './smtp-door.ts';

export interface MailParts {
  readonly sql: Sql;
  /** Undefined where the config says nothing of mail. */
  readonly options: MailOptions | undefined;
  /** `smtpPost(options.smtp)`; undefined keeps every mail as a file. */
  readonly post: Post | undefined;
  readonly keep: Keep;
  readonly schoolsBelow: (unit: string) => ReadonlySet<string>;
  /** Where people reach the collector's pages. */
  readonly publicUrl: () => string;
  readonly timeZone: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

const NOBODY: MailOptions = {
  from: { name: 'hatang', address: 'hatang@hatang.invalid' },
  to: [],
  official_domains: 'any',
};

type To = MailOptions['to'][number];

/** Tells people by mail. */
export class Mails implements Notifier {
  readonly #parts: MailParts;
  readonly #options: MailOptions;
  readonly #outbox: Outbox;
  readonly #sender: Sender;
  #warned = false;

  constructor(parts: MailParts) {
    this.#parts = parts;
    this.#options = parts.options ?? NOBODY;
    this.#outbox = new Outbox(parts.sql);
    this.#sender = new Sender({ ...parts, outbox: this.#outbox, from: this.#options.from });
  }

  accept(notice: Notice): void {
    const { to } = this.#options;
    if (to.length === 0) this.#warnOnce();
    if (notice.tell === 'later') return;
    for (const recipient of to)
      if (this.#concerns(recipient, notice)) this.#write(recipient, notice);
  }

  deliver(signal: AbortSignal): Promise<void> {
    return this.#sender.deliver(signal);
  }

  mails(filter: MailFilter): readonly MailView[] {
    return this.#outbox.mails(filter);
  }

  /** The message as a file; undefined where there is no such mail, or it may not be seen. */
  async eml(id: string, sight: Sight): Promise<Uint8Array | undefined> {
    const letter = this.#outbox.find(id, sight);
    return letter === undefined ? undefined : await emlOf(letter, this.#options.from);
  }

  #concerns({ schools, unit }: To, { school }: Notice): boolean {
    if (schools !== 'all' && !schools.includes(school.id)) return false;
    return unit === undefined || this.#parts.schoolsBelow(unit).has(school.id);
  }

  #write({ address, language }: To, notice: Notice): void {
    const { publicUrl, timeZone } = this.#parts;
    this.#outbox.enqueue({
      id: mailId(notice.incident, notice.kind, address),
      incident: notice.incident,
      kind: notice.kind,
      recipient: address,
      language,
      ...compose(notice, publicUrl(), { language, timeZone }),
      createdAt: notice.at,
    });
  }

  #warnOnce(): void {
    if (this.#warned) return;
    this.#warned = true;
    this.#parts.log.warn({}, 'mail_has_no_recipients');
  }
}
