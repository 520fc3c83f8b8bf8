import * as z from 'zod';
import { type EpochMs, epochMs } from '../kit/units.ts';
import { Confidence } from './criterion.ts';

/** Until when makers mend their operating systems: config/standards/data/os-support.yaml. */

export const Edition = z.enum(['home_pro', 'enterprise_education', 'ltsc']);
export type Edition = z.infer<typeof Edition>;

const Release = z.strictObject({
  name: z.string().min(1),
  /** The build that names the release on the wire, `19045`. */
  build: z.int().positive(),
  /** The newest release people should run. */
  current: z.boolean().default(false),
  last_day: z.partialRecord(Edition, z.iso.date()),
  source: z.string().min(1),
  confidence: Confidence,
});

export const OsSupport = z.strictObject({
  checked: z.iso.date(),
  windows: z.array(Release).min(1),
});
export type OsSupport = z.infer<typeof OsSupport>;

export interface InstalledSystem {
  readonly name: string;
  readonly version: string;
  /** What the school declared, where the name doesn't say it. */
  readonly edition: Edition | undefined;
}

/**
 * Whole days until the last day of updates (negative past it) and whether the release is current.
 * Undefined for a system the table doesn't know; `edition` where the answer hangs on an unknown edition.
 */
export type Support =
  | { readonly daysLeft: number; readonly current: boolean }
  | 'edition'
  | undefined;

const DAY_MS = 86_400_000;
/** Last days are days of the country the schools stand in: UTC+7, no summer time. */
const LOCAL_OFFSET_MS = 7 * 3_600_000;

export function supportOf(table: OsSupport, system: InstalledSystem, now: EpochMs): Support {
  if (!/windows/i.test(system.name)) return undefined;
  const builds = new Set(`${system.version} ${system.name}`.match(/\b\d{4,5}\b/g));
  const release = table.windows.find(({ build }) => builds.has(String(build)));
  if (release === undefined) return undefined;
  const edition = editionIn(system.name) ?? system.edition;
  const dates = Object.entries(release.last_day).filter(
    ([known]) => edition === undefined || known === edition,
  );
  if (dates.length === 0) return undefined;
  const days = dates.map(([, day]) => daysUntil(day, now));
  const [soonest, latest] = [Math.min(...days), Math.max(...days)];
  // A build that lives on as LTSC alone is long dead in its other editions, which the table doesn't list.
  const onlyLtsc = edition === undefined && dates.every(([known]) => known === 'ltsc');
  if (latest >= 0 && (soonest < 0 || onlyLtsc)) return 'edition';
  return { daysLeft: soonest, current: release.current };
}

function editionIn(name: string): Edition | undefined {
  if (/\bLTS[BC]\b/i.test(name)) return 'ltsc';
  if (/\b(?:Enterprise|Education)\b/i.test(name)) return 'enterprise_education';
  return /\b(?:Home|Pro)\b/i.test(name) ? 'home_pro' : undefined;
}

/** 0 on the last day itself. */
function daysUntil(day: string, now: EpochMs): number {
  const today = Math.floor((now + LOCAL_OFFSET_MS) / DAY_MS);
  return epochMs(Date.parse(`${day}T00:00:00Z`)) / DAY_MS - today;
}
