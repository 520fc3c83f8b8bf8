import { simpleParser } from 'mailparser';
import type { Delivery, Post } from '../collector/notify/mail/smtp-door.ts';
import { minutes } from '../kit/units.ts';
import { sampleMember } from './mail-notices.ts';
import { MailStage } from './mail-stage.ts';

/** A server that does as `now` says, and what it took. */
export class MailServer {
  now: Delivery['kind'] = 'accepted';
  silent = false;
  readonly inbox: Buffer[] = [];

  readonly post: Post = async ({ eml }) => {
    // What went unanswered arrived all the same.
    if (this.now === 'accepted' || this.now === 'unanswered') this.inbox.push(Buffer.from(eml));
    return this.now === 'accepted'
      ? { kind: 'accepted' }
      : { kind: this.now, reason: 'so it says', silent: this.silent };
  };

  /** Ids of the mails that arrived, in order; a repeated one counts once, as receivers see it. */
  ids(): readonly string[] {
    return [...new Set(this.inbox.map(idOf))];
  }

  async texts(): Promise<readonly string[]> {
    const parsed = await Promise.all(this.inbox.map((eml) => simpleParser(eml)));
    return parsed.map(({ subject, text }) => `${subject}\n${text}`);
  }

  /** By id: of a mail that came twice the first, which is the one that receivers keep. */
  async textById(): Promise<ReadonlyMap<string, string>> {
    const texts = await this.texts();
    const pairs = this.inbox.map((eml, nth) => [idOf(eml), texts[nth] ?? ''] as const);
    return new Map(pairs.reverse());
  }
}

const idOf = (eml: Buffer): string =>
  /^Message-ID:\s*<(.+)@/im.exec(eml.toString('latin1'))?.[1] ?? '';

export class StormStage extends MailStage {
  /** An incident whose name stands in the mail once: in the list of a mail of many, or in a subject. */
  tell(kind: 'opened' | 'resolved' | 'escalated', incident: string, post: Post): void {
    const device = `Camera <${incident}>`;
    const over = kind === 'resolved' ? { leftAt: this.clock.now() } : {};
    const members = [sampleMember({ device, since: this.clock.now(), ...over })];
    this.mails({ post }).accept(this.notice(kind, incident, { members }));
  }

  /** The loop for so long, a look a minute. */
  async run(span: number, post: Post): Promise<void> {
    for (let gone = 0; gone < span; gone += minutes(1)) {
      await this.pass({ post });
      await this.clock.advance(minutes(1));
    }
    await this.pass({ post });
  }
}
