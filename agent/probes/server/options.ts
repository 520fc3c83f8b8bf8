import * as z from 'zod';
import { Slug, Span } from '../../../kit/config-fields.ts';

/** The `server` section: the machine the agent runs on. */
export const ServerOptions = z.strictObject({
  id: Slug.default('server'),
  name: z.string().min(1).max(100).default('Máy chủ'),
  /** The switch it is plugged into: from there the way to everything else begins. */
  behind: Slug.optional(),
  every: Span.prefault('60s'),
});
export type ServerOptions = z.infer<typeof ServerOptions>;
