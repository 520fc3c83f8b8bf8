import * as z from 'zod';
import { Address, Slug, Span } from '../../../kit/config-fields.ts';

const account = {
  /** An account of the device that may only look; never the administrator's. */
  user: z.string().min(1).max(200).optional(),
  password: z.string().min(1).max(200).optional(),
  /** The only certificate this device may show, in place of the one first seen. */
  certificate: z
    .string()
    .regex(/^(?:[0-9A-Fa-f]{2}:?){32}$/, 'expected a SHA-256 fingerprint: 64 hex digits')
    .optional(),
};

const device = {
  id: Slug,
  name: z.string().min(1).max(200),
  address: Address,
  /** The switch, recorder or gateway it is reached through. */
  behind: Slug.optional(),
  ...account,
};

const together = {
  message: 'user and password are given together or not at all',
  path: ['password'],
};
const bothOrNeither = (one: { user?: string | undefined; password?: string | undefined }) =>
  (one.user === undefined) === (one.password === undefined);

export const CameraEntry = z
  .strictObject({
    ...device,
    zone: z.enum(['public', 'yard', 'corridor', 'classroom']).optional(),
  })
  .refine(bothOrNeither, together);
export type CameraEntry = z.infer<typeof CameraEntry>;

export const RecorderEntry = z.strictObject(device).refine(bothOrNeither, together);
export type RecorderEntry = z.infer<typeof RecorderEntry>;

const distinctIds = (list: readonly { readonly id: string }[]) =>
  new Set(list.map(({ id }) => id)).size === list.length;
const distinct = { message: 'every id stands once' };

const cadence = {
  every: Span.default(Span.parse('60s')),
  /** For one whole pass over one device. */
  deadline: Span.default(Span.parse('30s')),
};

export const CameraOptions = z.strictObject({
  ...cadence,
  /** How long a stream is watched. */
  window: Span.default(Span.parse('6s')),
  /** One connection to 21 and 23 an hour, to see whether they are closed; a handshake with 322 and 443. */
  ports: z.boolean().default(true),
  /** Once a day and camera one login that nobody could have: does the camera take any? */
  invented_login: z.boolean().default(true),
  /** A stream that is refused over the connection may come over UDP. */
  udp: z.boolean().default(false),
  list: z.array(CameraEntry).max(512).refine(distinctIds, distinct).default([]),
});
export type CameraOptions = z.infer<typeof CameraOptions>;

export const RecorderOptions = z.strictObject({
  ...cadence,
  list: z.array(RecorderEntry).max(64).refine(distinctIds, distinct).default([]),
});
export type RecorderOptions = z.infer<typeof RecorderOptions>;
