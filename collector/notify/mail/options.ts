import * as z from 'zod';
import { Span } from '../../../kit/config-fields.ts';
import { hours } from '../../../kit/units.ts';
import { ConfiguredContact } from '../recipients/contact.ts';
import { isOfficial, OfficialDomains, sayOfficial } from '../recipients/official.ts';

const MAILBOX = /^(?:([^<>"\p{Cc}]{1,100}?) ?<([^<>\s]+)>|([^<>\s]+))$/u;

/** `hatang@example.vn` or `hatang <hatang@example.vn>`. */
const Mailbox = z.string().transform((text, context) => {
  const match = MAILBOX.exec(text.trim());
  const address = z
    .email()
    .max(254)
    .safeParse(match?.[2] ?? match?.[3]);
  if (address.success) return { name: match?.[1]?.trim() ?? '', address: address.data };
  context.addIssue({ code: 'custom', message: 'expected ADDRESS or NAME <ADDRESS>' });
  return z.NEVER;
});

export const DEFAULT_STORM = { most: 10, within: hours(1) };

/** So many mails of their own a person gets within so long; beginnings beyond are told together. */
const Storm = z.strictObject({
  most: z.int().min(1).max(1_000).default(DEFAULT_STORM.most),
  within: Span.default(DEFAULT_STORM.within),
});

/** Who gets mail, from whom, and through which server; without a server every mail is kept as a file. */
const Parts = z.strictObject({
  from: Mailbox,
  to: z.array(ConfiguredContact).default([]),
  /** Where mail about schools may go; `any` asks for nothing. */
  official_domains: OfficialDomains,
  /** smtp://[USER:PASSWORD@]HOST[:PORT] upgrades to TLS where offered, and must where there is a password; smtps:// is TLS from the start. */
  smtp: z
    .url({ protocol: /^smtps?$/, message: 'expected smtp://HOST:PORT or smtps://HOST:PORT' })
    .optional(),
  storm: Storm.default(DEFAULT_STORM),
});
/** An address elsewhere is refused here, as it is on the page of contacts. */
export const MailOptions = Parts.superRefine(({ to, official_domains: official }, context) => {
  for (const [at, { address }] of to.entries())
    if (!isOfficial(address, official))
      context.addIssue({
        code: 'custom',
        path: ['to', at, 'address'],
        message: `not at an official domain (${sayOfficial(official)}); the list is mail.official_domains`,
      });
});
export type MailOptions = z.infer<typeof MailOptions>;
