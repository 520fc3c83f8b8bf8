import * as z from 'zod';
import { Span } from '../../../kit/config-fields.ts';

/** WS-Discovery's own. Source: IANA, ws-discovery. */
const DISCOVERY_PORT = 3702;

export const DiscoveryOptions = z.union(
  [
    z.literal('off'),
    z.strictObject({
      every: Span.prefault('1h'),
      /** Names or own addresses to ask from; none: those inside the subnets. */
      interfaces: z.array(z.string().min(1).max(64)).max(16).default([]),
      multicast: z.boolean().default(true),
      /** Every address of the subnets, one by one. */
      unicast: z.boolean().default(true),
      port: z.int().min(1).max(65_535).default(DISCOVERY_PORT),
    }),
  ],
  { error: 'expected off, or every, interfaces, multicast, unicast, port' },
);
export type DiscoveryOptions = z.infer<typeof DiscoveryOptions>;
export type DiscoverySection = Exclude<DiscoveryOptions, 'off'>;

const DEFAULTS = DiscoveryOptions.parse({});

/** Where subnets are named they are searched, unless somebody says `off`; without subnets never. */
export function discoveryOf({
  discovery = DEFAULTS,
  subnets,
}: {
  readonly discovery?: DiscoveryOptions | undefined;
  readonly subnets: readonly string[];
}): DiscoverySection | undefined {
  return discovery === 'off' || subnets.length === 0 ? undefined : discovery;
}

/** The name of an agent's search among its probes. */
export const searchId = (agent: string): string => `${agent}:discovery`;
