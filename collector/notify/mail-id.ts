import { createHash } from 'node:crypto';

/** One message for each (incident, kind, recipient), whoever asks for it how often, in whatever case the address is written. */
export function mailId(incident: string, kind: string, recipient: string): string {
  const who = mailbox(recipient);
  const exact = createHash('sha256').update(JSON.stringify([incident, kind, who]));
  return `${incident}-${kind}-${exact.digest('hex').slice(0, 12)}`;
}

/** An address as mails are kept under it: An@ and an@ are one person. */
export const mailbox = (address: string): string => address.toLowerCase();
