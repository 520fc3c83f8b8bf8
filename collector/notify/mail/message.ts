import type { SendMailOptions } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import { mailId } from '../mail-id.ts';
import { withAcknowledge } from './acknowledge.ts';
import type { Letter } from './letter.ts';
import type { MailOptions } from './options.ts';

export type Sender = MailOptions['from'];

/** What a Message-ID and a list's name stand under. */
const domainOf = (from: Sender): string => from.address.split('@')[1] ?? 'hatang.invalid';

export const messageIdOf = (id: string, from: Sender): string => `<${id}@${domainOf(from)}>`;

/**
 * A letter as nodemailer takes it; the same letter always gives the same Message-ID. A thread begins with the opening,
 * also for who got none of their own. `Auto-Submitted` (RFC 3834 §5) keeps automatic answers away; `Precedence` is no standard.
 */
export function toMessage(letter: Letter, from: Sender, link?: string): SendMailOptions {
  const { incident, recipient, kind } = letter;
  const root = incident === undefined ? undefined : mailId(incident, 'opened', recipient);
  const opening = root === undefined || root === letter.id ? undefined : messageIdOf(root, from);
  return {
    from,
    to: { name: '', address: recipient },
    subject: letter.subject,
    ...withAcknowledge(letter, link),
    date: new Date(letter.createdAt),
    messageId: messageIdOf(letter.id, from),
    ...(opening === undefined ? {} : { inReplyTo: opening, references: [opening] }),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'List-Id': `hatang <hatang.${domainOf(from)}>`,
      'Content-Language': letter.language,
      'X-Hatang-Kind': kind,
      ...(incident === undefined ? {} : { 'X-Hatang-Incident': incident }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** The whole message as an .eml file holds it, or as it goes over the wire. */
export function emlOf(letter: Letter, from: Sender, link?: string): Promise<Buffer> {
  return new MailComposer(toMessage(letter, from, link)).compile().build();
}
