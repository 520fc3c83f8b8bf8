import * as z from 'zod';
import { Address, Rate, Size, Slug, Span } from '../../../kit/config-fields.ts';
import { endpointOf } from '../../../kit/endpoint.ts';
import { WatchOptions } from './watch/options.ts';

const WithPort = Address.refine(
  (address) => endpointOf(address) !== undefined,
  'expected HOST:PORT',
);

const UdpTarget = z.strictObject({ name: Slug, udp_echo: WithPort });
const TcpTarget = z.strictObject({ name: Slug, tcp: WithPort });

const ServerUrl = z.url({ protocol: /^https?$/, hostname: /./ });

const Bandwidth = z.strictObject({
  /** The collector, or a `hatang measure-server`. */
  server: ServerUrl,
  every: Span.prefault('6h'),
  /** Each direction. */
  seconds: z.number().min(0.5).max(10).default(3),
  /** Each direction. */
  max_bytes: Size.prefault('100MiB'),
});

/** The `uplink` section: the school's line, where its far ends are, and what the contract states. */
export const UplinkOptions = z.strictObject({
  id: Slug.default('line'),
  name: z.string().min(1).max(100).default('Đường truyền cáp quang'),
  every: Span.prefault('30s'),
  /** Probes a pass and a target. */
  probes: z.int().min(1).max(100).default(10),
  targets: z
    .array(z.union([UdpTarget, TcpTarget]))
    .max(20)
    .refine(
      (targets) => new Set(targets.map(({ name }) => name)).size === targets.length,
      'two targets have one name',
    ),
  contract: z.strictObject({ down: Rate, up: Rate }).optional(),
  bandwidth: Bandwidth.optional(),
  watch: WatchOptions.prefault({}),
});
export type UplinkOptions = z.infer<typeof UplinkOptions>;
