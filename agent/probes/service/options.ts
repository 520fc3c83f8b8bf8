import * as z from 'zod';
import { Slug, Span } from '../../../kit/config-fields.ts';

/** A credential in an address would end in logs and facts. */
const ServiceUrl = z
  .url({ protocol: /^https?$/, hostname: /./ })
  .refine((text) => URL.parse(text)?.username === '', 'expected an address without credentials');

const Service = z.strictObject({
  name: Slug,
  url: ServiceUrl,
  /** The line it is reached through. */
  device: Slug.default('line'),
});

/** The `service` section: named systems the school has to reach. */
export const ServiceOptions = z.strictObject({
  every: Span.prefault('5m'),
  deadline: Span.prefault('15s'),
  list: z
    .array(Service)
    .max(100)
    .refine(
      (list) => new Set(list.map(({ name }) => name)).size === list.length,
      'two services have one name',
    ),
});
export type ServiceOptions = z.infer<typeof ServiceOptions>;
