import * as z from 'zod';

/** Of the collector's config: where its alert rules stand. */
export const RulesConfig = z.strictObject({
  /** Folder of rules in place of the shipped ones. */
  folder: z.string().min(1).optional(),
  /** File that changes rules without touching what is shipped. */
  overrides: z.string().min(1).optional(),
});
export type RulesConfig = z.infer<typeof RulesConfig>;
