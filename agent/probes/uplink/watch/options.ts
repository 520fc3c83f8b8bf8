import * as z from 'zod';
import { Address, Span } from '../../../../kit/config-fields.ts';
import { parseSpan } from '../../../../kit/units.ts';

const DomainName = z
  .string()
  .max(200)
  .regex(
    /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*$/i,
    'expected a domain name',
  );

/** Asking oftener would be felt by those who serve the name. */
const SHORTEST = parseSpan('5s') ?? 0;

const Names = z.strictObject({
  /** New names below this one are asked for; without it, the host of the collector or of a target. */
  name: DomainName.optional(),
  /** `ADDRESS` or `ADDRESS:PORT`; without it, the system's own name servers. */
  server: Address.optional(),
  every: Span.prefault('10s').refine((span) => span >= SHORTEST, 'expected 5s or more'),
});

/** The `watch` part of `uplink`: the line followed second by second. */
export const WatchOptions = z.union([
  z.literal('off'),
  z.strictObject({
    /** The school's router; without it, the one of the default route. */
    gateway: Address.optional(),
    dns: z.union([z.literal('off'), Names]).prefault({}),
  }),
]);
export type WatchOptions = z.infer<typeof WatchOptions>;
