import * as z from 'zod';
import { TimeOfDay } from '../../../kit/config-fields.ts';

/** When digests go out, and which of them; wall time of the collector's zone. */
export const DigestOptions = z.strictObject({
  /** Times of day; none sends no daily digest. */
  daily: z.array(TimeOfDay).max(6).default(['07:30', '16:30']),
  weekly: z
    .union([
      z.literal('off'),
      z.strictObject({
        /** 1 is Monday, 7 is Sunday. */
        day: z.int().min(1).max(7).default(1),
        at: TimeOfDay.default('07:00'),
      }),
    ])
    .prefault({}),
  /** What happens where there is nothing to say. */
  empty: z.enum(['skip', 'send']).default('skip'),
  /** `school`: on days off only where something critical opened since the last one and still is. */
  days: z.enum(['school', 'all']).default('school'),
});
export type DigestOptions = z.infer<typeof DigestOptions>;
