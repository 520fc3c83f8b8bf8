import * as z from 'zod';
import { Slug } from '../../../kit/config-fields.ts';
import { oneLine } from '../../../kit/one-line.ts';
import { DUTIES, SEVERITIES, type Severity } from '../../alert/rule.ts';
import { addressOf } from './official.ts';
import type { Recipient } from './recipients.ts';

/** The least severity that is told at once; never: only digests. */
export const AT_ONCE = [...SEVERITIES, 'never'] as const;
export type AtOnce = (typeof AT_ONCE)[number];

/** Who gets mail of a unit or a school, and which. */
export interface Contact extends Recipient {
  readonly atOnce: AtOnce;
  readonly daily: boolean;
  readonly weekly: boolean;
  /** Only these of the schools below the unit; undefined: all of them. */
  readonly schools: ReadonlySet<string> | undefined;
}

const Address = z.string().transform((text, context) => {
  const address = addressOf(text);
  if (address !== undefined) return address;
  context.addIssue({ code: 'custom', message: 'expected a mail address such as an@hcm.edu.vn' });
  return z.NEVER;
});

const NAME_LENGTH = 100;

/** What is the same wherever a contact is stated: in the config, over JSON, in a form. */
export const contactFields = {
  address: Address,
  name: z
    .string()
    .trim()
    .max(NAME_LENGTH)
    .refine((name) => oneLine(name, NAME_LENGTH) === name, 'one line without control characters'),
  language: z.enum(['vi', 'en']),
  duty: z.enum(DUTIES),
  daily: z.boolean(),
  weekly: z.boolean(),
};

/** One entry of `mail.to`. */
export const ConfiguredContact = z.strictObject({
  address: contactFields.address,
  name: contactFields.name.default(''),
  language: contactFields.language.default('vi'),
  /** Whose incidents: all schools, or these. */
  schools: z.union([z.literal('all'), z.array(Slug).min(1)]).default('all'),
  /** Only the schools at or below this unit. */
  unit: Slug.optional(),
  duty: contactFields.duty.default('technical'),
  at_once: z.enum(AT_ONCE).default('info'),
  /** Left out: who looks after more than some schools gets the daily digest, leaders the weekly one. */
  daily: z.boolean().optional(),
  weekly: z.boolean().optional(),
});
type ConfiguredContact = z.infer<typeof ConfiguredContact>;

export function configuredContact(stated: ConfiguredContact): Contact {
  const { address, name, language, unit, duty, at_once: atOnce } = stated;
  const some = stated.schools === 'all' ? undefined : new Set(stated.schools);
  const { daily = some === undefined, weekly = duty === 'leader' } = stated;
  return { address, name, language, unit, duty, atOnce, daily, weekly, schools: some };
}

export const hearsAtOnce = ({ atOnce }: Pick<Contact, 'atOnce'>, severity: Severity): boolean =>
  atOnce !== 'never' && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(atOnce);

/** False where the contact gets no mail of any kind. */
export const hearsAnything = ({ atOnce, daily, weekly }: Contact): boolean =>
  atOnce !== 'never' || daily || weekly;
