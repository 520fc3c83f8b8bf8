import * as z from 'zod';
import { endpointOf } from './endpoint.ts';
import { SLUG, SLUG_EXPECTED } from './slug.ts';
import { parseRate, parseShare, parseSize, parseSpan } from './units.ts';

/** A field written with its unit that leaves the schema as the branded number. */
function withUnit<Value>(parse: (text: string) => Value | undefined, example: string) {
  return z.string().transform((text, context): Value => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `expected a value such as ${example}` });
    return z.NEVER;
  });
}

export const Span = withUnit(parseSpan, '30s, 5m, 2h or 7d');
export const Size = withUnit(parseSize, '512KiB, 100MiB or 2GiB');
/** A ratio from 0 to 1. */
export const Share = withUnit(parseShare, '20%');
export const Rate = withUnit(parseRate, '100Mbit/s or 1Gbit/s');

/** Wall time of a day, by the hour of 24. */
export const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as 07:00');

/** Identity of a device, a school, an agent: stable, short, safe in a URL and in a line of facts. */
export const Slug = z.string().regex(SLUG, SLUG_EXPECTED);

/** `host`, `host:port`, `[v6]:port`; the port stays text until a probe knows its default. */
export const Address = z
  .string()
  .refine((text) => endpointOf(text, 1) !== undefined, 'expected HOST or HOST:PORT');
