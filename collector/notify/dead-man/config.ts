import * as z from 'zod';
import { Span } from '../../../kit/config-fields.ts';
import { seconds } from '../../../kit/units.ts';
import { isOpenToAll, OutUrl, SAY_OPEN } from '../out-url.ts';

const LEAST = seconds(10);

/** A watcher outside that raises the alarm when it hears nothing: a dead collector can't say that it is dead. */
export const DeadManConfig = z
  .strictObject({
    /** Asked for as long as the collector does its work. */
    url: OutUrl,
    every: Span.refine((span) => span >= LEAST, 'expected 10s or more').prefault('60s'),
    /** Asked for instead while it does not; without it nothing is. */
    fail_url: OutUrl.optional(),
    insecure: z.boolean().default(false),
  })
  .superRefine(({ url, fail_url: failUrl, insecure }, context) => {
    if (insecure) return;
    for (const [key, one] of Object.entries({ url, fail_url: failUrl }))
      if (one !== undefined && URL.canParse(one) && isOpenToAll(one))
        context.addIssue({ code: 'custom', path: [key], message: SAY_OPEN });
  });
export type DeadManConfig = z.infer<typeof DeadManConfig>;
