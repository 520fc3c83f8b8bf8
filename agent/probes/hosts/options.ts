import * as z from 'zod';
import { Span } from '../../../kit/config-fields.ts';

export const HostsOptions = z.union(
  [
    z.literal('off'),
    z.strictObject({
      every: Span.prefault('24h'),
      /** Addresses a second, at most. */
      rate: z.number().min(0.1).max(50).default(10),
      /** Addresses a search, at most. */
      most: z.int().min(1).max(4_096).default(1_024),
    }),
  ],
  { error: 'expected off, or every, rate, most' },
);
export type HostsOptions = z.infer<typeof HostsOptions>;
export type HostsSection = Exclude<HostsOptions, 'off'>;

const DEFAULTS = HostsOptions.parse({});

/** Where subnets are named their hosts are listed, unless somebody says `off`; without subnets never. */
export function hostsOf({
  hosts = DEFAULTS,
  subnets,
}: {
  readonly hosts?: HostsOptions | undefined;
  readonly subnets: readonly string[];
}): HostsSection | undefined {
  return hosts === 'off' || subnets.length === 0 ? undefined : hosts;
}

/** The name of an agent's search for hosts among its probes. */
export const hostSearchId = (agent: string): string => `${agent}:hosts`;
