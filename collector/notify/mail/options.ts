import * as z from 'zod';
import { Slug, Span } from '../../../kit/config-fields.ts';
import { hours } from '../../../kit/units.ts';

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

const Recipient = z.strictObject({
  address: z.email().max(254),
  language: z.enum(['vi', 'en']).default('vi'),
  /** Whose incidents: all schools, or these. */
  schools: z.union([z.literal('all'), z.array(Slug).min(1)]).default('all'),
  /** Only the schools at or below this unit. */
  unit: Slug.optional(),
});
export type Recipient = z.infer<typeof Recipient>;

export const DEFAULT_STORM = { most: 10, within: hours(1) };

/** So many mails of their own a person gets within so long; openings beyond are told together. */
const Storm = z.strictObject({
  most: z.int().min(1).max(1_000).default(DEFAULT_STORM.most),
  within: Span.default(DEFAULT_STORM.within),
});

/** Who gets mail, from whom, and through which server; without a server every mail is kept as a file. */
export const MailOptions = z.strictObject({
  from: Mailbox,
  to: z.array(Recipient).default([]),
  /** smtp://[USER:PASSWORD@]HOST[:PORT] upgrades to TLS where offered, and must where there is a password; smtps:// is TLS from the start. */
  smtp: z
    .url({ protocol: /^smtps?$/, message: 'expected smtp://HOST:PORT or smtps://HOST:PORT' })
    .optional(),
  storm: Storm.default(DEFAULT_STORM),
});
export type MailOptions = z.infer<typeof MailOptions>;
