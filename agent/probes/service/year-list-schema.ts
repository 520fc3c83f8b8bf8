import * as z from 'zod';
import { Slug } from '../../../kit/config-fields.ts';
import { Text } from '../../../kit/text.ts';
import { Confidence } from '../../../standards/criterion.ts';
import { SchoolLevel, ServiceUrl } from './options.ts';

/** One named system, as it stands in config/services/*.yaml. */
const System = z
  .strictObject({
    id: Slug,
    name: Text,
    url: ServiceUrl,
    /** The schools it is for; without it all. */
    levels: z.array(SchoolLevel).min(1).optional(),
    /** A dead one is kept with its reason, so that nobody adds it again; it is never asked. */
    status: z.enum(['active', 'dead']).default('active'),
    reason: Text.optional(),
    source: z.strictObject({ document: z.string().min(1), clause: z.string().min(1) }),
    confidence: Confidence,
    note: Text.optional(),
  })
  .refine(({ status, reason }) => (status === 'dead') === (reason !== undefined), {
    path: ['reason'],
    error: 'a dead system says why, and no other does',
  });

/** The systems of one school year. */
export const YearList = z
  .strictObject({
    school_year: z.string().regex(/^\d{4}-\d{4}$/, 'expected such as 2026-2027'),
    valid_from: z.iso.date(),
    valid_to: z.iso.date(),
    note: Text.optional(),
    systems: z.array(System).min(1).max(80),
  })
  .refine(({ valid_from, valid_to }) => valid_from <= valid_to, {
    path: ['valid_to'],
    error: 'ends before it begins',
  })
  .refine(({ systems }) => new Set(systems.map(({ id }) => id)).size === systems.length, {
    path: ['systems'],
    error: 'two systems have one id',
  });
export type YearList = z.infer<typeof YearList>;

/** The schema of config/services/*.yaml for editors, as the text of config/schema/services.json. */
export const yearListJsonSchema = (): string =>
  `${JSON.stringify(z.toJSONSchema(YearList, { io: 'input', reused: 'ref' }), undefined, 2)}\n`;
