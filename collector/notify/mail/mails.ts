import type { Clock } from '../../../kit/clock.ts';
import { days, type EpochMs, epochMs, type Ms } from '../../../kit/units.ts';
import type { MailFilter, MailView, Sight } from '../../report/views.ts';
import type { Sql } from '../../store/sql.ts';
import type { Notice } from '../notice.ts';
import type { Notifier } from '../notifier.ts';
import type { Known } from '../recipients/shown-address.ts';
import type { AcknowledgeAsked } from './acknowledge.ts';
import { Bounces } from './bounces.ts';
import { Bundles } from './bundles.ts';
import type { Keep } from './folder-door.ts';
import { MailList } from './mail-list.ts';
import { emlOf } from './message.ts';
import { DEFAULT_STORM, type MailOptions } from './options.ts';
import { Outbox } from './outbox.ts';
import { Queue } from './queue.ts';
import { Sender } from './sender.ts';
import type { Post } from './smtp-door.ts';
import { Writer, type WriterParts } from './writer.ts';

export interface MailParts extends WriterParts {
  readonly sql: Sql;
  /** Undefined where the config says nothing of mail. */
  readonly options: MailOptions | undefined;
  /** `smtpPost(options.smtp)`; undefined keeps every mail as a file. */
  readonly post: Post | undefined;
  readonly keep: Keep;
  /** Where this recipient acknowledges this incident with one click; undefined where they can't. Asked as the mail goes out. */
  readonly acknowledgeLink?: (asked: AcknowledgeAsked) => string | undefined;
  readonly known: Known;
  readonly clock: Clock;
  readonly random: () => number;
}

/** How the mail side fares: what a rule on the collector's own mails reads. */
export interface MailHealth {
  readonly queued: number;
  readonly oldestQueuedAt: EpochMs | undefined;
  /** No try has reached a server since then. */
  readonly failingSince: EpochMs | undefined;
}

const NOBODY: MailOptions = {
  from: { name: 'hatang', address: 'hatang@hatang.invalid' },
  to: [],
  storm: DEFAULT_STORM,
  official_domains: 'any',
};

/** A year and what is needed to write about it. */
const KEPT = days(400);

/** Tells people by mail. */
export class Mails implements Notifier {
  readonly #options: MailOptions;
  readonly #clock: Clock;
  readonly #writer: Writer;
  readonly #list: MailList;
  readonly #bounces: Bounces;
  readonly #sender: Sender;

  constructor(parts: MailParts) {
    this.#options = parts.options ?? NOBODY;
    this.#clock = parts.clock;
    const outbox = new Outbox(parts.sql);
    const writer = new Writer(parts, outbox);
    const queue = new Queue({
      outbox,
      bundles: new Bundles(parts.sql),
      budget: this.#options.storm,
      composeBundle: (bundle) => writer.bundle(bundle),
    });
    this.#writer = writer;
    this.#list = new MailList(parts.sql, parts.known);
    this.#bounces = new Bounces(parts.sql);
    this.#sender = new Sender({ ...parts, outbox, queue, from: this.#options.from });
  }

  accept(notice: Notice): void {
    if (notice.tell === 'digest') return;
    const { kind } = notice;
    if (kind === 'left' || kind === 'resolved') this.#writer.end(notice);
    else this.#writer.begin(notice, kind === 'escalated' ? kind : 'opened');
  }

  deliver(signal: AbortSignal): Promise<void> {
    return this.#sender.deliver(signal);
  }

  /** Tries everything that is due now; gives the pause until the next look. */
  pass(signal: AbortSignal): Promise<Ms> {
    return this.#sender.pass(signal);
  }

  /** Forgets mails settled long ago, but for those of incidents that are still open. */
  prune(now: EpochMs): void {
    this.#list.forget(epochMs(now - KEPT));
  }

  mails(filter: MailFilter): readonly MailView[] {
    return this.#list.mails(filter);
  }

  counts(sight: Sight): ReadonlyMap<string, number> {
    return this.#list.counts(sight);
  }

  health(): MailHealth {
    return { ...this.#list.queue(), failingSince: this.#sender.failingSince };
  }

  /** What a mail server reports of a mail of ours. */
  bounce(message: Uint8Array): ReturnType<Bounces['take']> {
    return this.#bounces.take(message, this.#clock.now());
  }

  /** The message as a file; undefined where there is no such mail, or it may not be seen. */
  async eml(id: string, sight: Sight): Promise<Uint8Array | undefined> {
    const letter = this.#list.find(id, sight);
    return letter === undefined ? undefined : await emlOf(letter, this.#options.from);
  }
}
