import * as z from 'zod';
import { Size, Span } from '../../../kit/config-fields.ts';

const Place = {
  url: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/^https?:\/\/[^/]*@/.test(url), 'put username and password beside the url'),
  /** Of 1.x and 3, and what InfluxQL reads from; of 2.x the name its bucket is mapped to. The bucket's own where left out. */
  database: z.string().min(1).optional(),
  /** 2.x. */
  org: z.string().min(1).optional(),
  bucket: z.string().min(1).optional(),
  token: z.string().min(1).optional(),
  /** 1.x. */
  username: z.string().min(1).optional(),
  password: z.string().optional(),
  /** Makes the database of 1.x that is not there; it keeps points for `keep`, or for ever. */
  create: z.boolean().default(false),
  keep: Span.optional(),
  /** What waits on this disk while the server is away. */
  outbox: z.strictObject({ most: Size.prefault('20GiB') }).prefault({}),
};

interface Named {
  readonly database?: string | undefined;
  readonly bucket?: string | undefined;
  readonly org?: string | undefined;
  readonly token?: string | undefined;
  readonly username?: string | undefined;
  readonly create: boolean;
  readonly keep?: number | undefined;
}

const placed = <Fields extends Named>(fields: Fields, context: z.RefinementCtx<Fields>) => {
  const tell = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  const { database = fields.bucket, bucket, org, token, username, create, keep } = fields;
  if (database === undefined) tell('database', 'expected a database (1.x, 3) or a bucket (2.x)');
  if (org !== undefined && bucket === undefined) tell('org', 'org goes with a bucket');
  if (token !== undefined && username !== undefined) tell('token', 'either a token or a username');
  if (create && bucket !== undefined)
    tell('create', 'a bucket is not created: make it in InfluxDB');
  if (keep !== undefined && !create) tell('keep', 'keep goes with create: true');
  return { ...fields, database: database ?? '' };
};

/** Where facts are written and read by InfluxQL: InfluxDB 1.x, 2.x or 3. */
export const InfluxHistoryConfig = z
  .strictObject({ kind: z.literal('influx'), ...Place })
  .transform(placed);
/** Where facts are written besides; it need not be readable: VictoriaMetrics too. */
export const MirrorConfig = z.strictObject(Place).transform(placed);
export type MirrorConfig = z.infer<typeof MirrorConfig>;
