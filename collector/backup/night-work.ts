import { days, type EpochMs, hours } from '../../kit/units.ts';
import type { BackupConfig } from './backup-config.ts';
import type { StoreFile } from './store-file.ts';

/** What the collector's thread for backups is given. */
export interface NightWork {
  readonly data: string;
  readonly folder: string;
  readonly keep: number;
  readonly facts: Exclude<BackupConfig, 'off'>['facts'];
  readonly version: string;
  readonly now: EpochMs;
}

export type NightResult =
  | {
      readonly kind: 'made';
      readonly name: string;
      readonly removed: readonly string[];
      /** Facts were due and were left out, since the disk would not hold them twice. */
      readonly noRoom: boolean;
    }
  | { readonly kind: 'damaged'; readonly file: StoreFile; readonly why: string }
  | { readonly kind: 'failed'; readonly problem: string };

const WEEK_LESS_A_NIGHT = days(6.5);
/** A night that was slept through is made good. */
export const OVERDUE = hours(25);

/** A week that failed is made good the next night. */
export function factsAreDue(
  when: NightWork['facts'],
  newest: EpochMs | undefined,
  now: EpochMs,
): boolean {
  if (when !== 'weekly') return when === 'nightly';
  return newest === undefined || now - newest >= WEEK_LESS_A_NIGHT;
}
