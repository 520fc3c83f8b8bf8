import * as z from 'zod';
import { Address, Rate, Share, Size, Slug, Span, TimeOfDay } from '../../../kit/config-fields.ts';
import { endpointOf } from '../../../kit/endpoint.ts';
import { WatchOptions } from './watch/options.ts';

const WithPort = Address.refine(
  (address) => endpointOf(address) !== undefined,
  'expected HOST:PORT',
);

const UdpTarget = z.strictObject({ name: Slug, udp_echo: WithPort });
const TcpTarget = z.strictObject({ name: Slug, tcp: WithPort });

const ServerUrl = z.url({ protocol: /^https?$/, hostname: /./ });

const TimeZone = z.string().refine((zone) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format() !== '';
  } catch {
    // That it throws is how Intl says that there is no such zone.
    return false;
  }
}, 'expected an IANA zone such as Asia/Ho_Chi_Minh');

/** Days: 1 is Monday, 7 is Sunday. */
const Lessons = z
  .strictObject({
    days: z.array(z.int().min(1).max(7)).default([1, 2, 3, 4, 5, 6]),
    from: TimeOfDay.default('07:00'),
    to: TimeOfDay.default('17:00'),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'to is not after from' });

/** May go past midnight. */
const Night = z.strictObject({
  from: TimeOfDay.default('22:30'),
  to: TimeOfDay.default('05:00'),
});

const Bandwidth = z.strictObject({
  /** The collector, or a `hatang measure-server`. */
  server: ServerUrl,
  every: Span.prefault('6h'),
  /** Each direction. */
  seconds: z.number().min(0.5).max(10).default(3),
  /** Each direction. */
  max_bytes: Size.prefault('100MiB'),
  /** Both directions, a day of `time_zone`. */
  budget: Size.prefault('1GiB'),
  /** Of the line's known rate: below it nobody is disturbed; a rise by as much during a test ends it. */
  idle_below: Share.prefault('20%'),
  /** How long a busy line is waited for before it is tested lightly all the same, out of lessons. */
  patience: Span.prefault('6h'),
  time_zone: TimeZone.default('Asia/Ho_Chi_Minh'),
  /** When a heavier test disturbs nobody. */
  night: Night.prefault({}),
  /** When a busy line is never tested. */
  lessons: Lessons.prefault({}),
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
export type BandwidthOptions = NonNullable<UplinkOptions['bandwidth']>;
