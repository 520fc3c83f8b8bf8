import * as z from 'zod';
import { isCalendar } from '../nightly-door.ts';

/** Nightly backups by the collector itself. */
export const BackupConfig = z.union([
  z.literal('off'),
  z.strictObject({
    /** Cron's five fields, in the collector's time zone. */
    at: z
      .string()
      .refine(isCalendar, 'expected five fields of cron such as 0 3 * * *')
      .default('0 3 * * *'),
    /** The default is `backups` in the data folder; a folder on another disk or machine is better. */
    folder: z.string().min(1).optional(),
    /** How many stay; the newest with facts stays besides. */
    keep: z.int().min(1).max(1_000).default(7),
    /** facts.db is large where a city's history is embedded. */
    facts: z.enum(['nightly', 'weekly', 'never']).default('weekly'),
  }),
]);
export type BackupConfig = z.infer<typeof BackupConfig>;
