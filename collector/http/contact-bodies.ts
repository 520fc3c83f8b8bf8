import * as z from 'zod';
import { AT_ONCE, contactFields } from '../notify/recipients/contact.ts';

/** null: everyone’s. Left out: the caller’s own unit. */
const UnitId = z.string().min(1).max(64).nullable();

export const ContactRequest = z.strictObject({
  unit: UnitId.optional(),
  address: contactFields.address,
  name: contactFields.name.default(''),
  language: contactFields.language.default('vi'),
  duty: contactFields.duty.default('technical'),
  /** The least severity that is told at once; never: only digests. */
  atOnce: z.enum(AT_ONCE).default('info'),
  daily: z.boolean().default(true),
  weekly: z.boolean().default(false),
});

export const ContactChange = z
  .strictObject({ unit: UnitId, ...contactFields, atOnce: z.enum(AT_ONCE) })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');
