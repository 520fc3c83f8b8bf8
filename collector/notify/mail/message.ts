import type { SendMailOptions } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { MailOptions } from './options.ts';
import { type Letter, mailId } from './outbox.ts';

export type Sender = MailOptions['from'];

/** A letter as nodemailer takes it; the same letter always gives the same Message-ID. */
export function toMessage(letter: Letter, from: Sender): SendMailOptions {
  const { incident, recipient, kind } = letter;
  const messageId = (id: string) => `<${id}@${from.address.split('@')[1] ?? 'hatang.invalid'}>`;
  const opening =
    incident === undefined || kind === 'opened'
      ? undefined
      : messageId(mailId(incident, 'opened', recipient));
  return {
    from,
    to: { name: '', address: recipient },
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    date: new Date(letter.createdAt),
    messageId: messageId(letter.id),
    ...(opening === undefined ? {} : { inReplyTo: opening, references: [opening] }),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Content-Language': letter.language,
      'X-Hatang-Kind': kind,
      ...(incident === undefined ? {} : { 'X-Hatang-Incident': incident }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** The whole message as an .eml file holds it. */
export function emlOf(letter: Letter, from: Sender): Promise<Buffer> {
  return new MailComposer(toMessage(letter, from)).compile().build();
}
