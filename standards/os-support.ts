import * as z from 'zod';
import { type EpochMs, epochMs } from '../kit/units.ts';
import { Confidence } from './criterion.ts';

/** Until when makers mend their operating systems: config/standards/data/os-support.yaml. */

export const Edition = z.enum(['home_pro', 'enterprise_education', 'ltsc']);
export type Edition = z.infer<typeof Edition>;

const Release = z.strictObject({
  name: z.string().min(1),
  /** The build that names the release on the wire, `19045`; an LTSC shares it with the release it was made from. */
  build: z.int().positive(),
  /** The newest release people should run. */
  current: z.boolean().default(false),
  last_day: z.partialRecord(Edition, z.iso.date()),
  source: z.string().min(1),
  confidence: Confidence,
  /** Until when updates can be bought (ESU): it counts for a school that declares it has, and no longer than that. */
  extended: z
    .strictObject({ last_day: z.iso.date(), source: z.string().min(1), confidence: Confidence })
    .optional(),
});
type Release = z.infer<typeof Release>;

export const OsSupport = z.strictObject({
  checked: z.iso.date(),
  windows: z.array(Release).min(1),
});
export type OsSupport = z.infer<typeof OsSupport>;

export interface InstalledSystem {
  readonly name: string;
  readonly version: string;
  /** With its revision, `26100.4061`; undefined where only a version is told. */
  readonly build: string | undefined;
  /** What the machine says; where neither it nor the name does, what the school declared. */
  readonly edition: Edition | undefined;
  readonly declaredEdition: Edition | undefined;
  /** `2027-10-12`: until when the school declared that it bought updates. */
  readonly extendedUntil: string | undefined;
}

/**
 * Whole days until the last day of updates (negative past it) and whether the release is current.
 * Undefined for a system the table doesn't know; `edition` where the answer hangs on an unknown edition.
 */
export type Support =
  | {
      readonly daysLeft: number;
      readonly current: boolean;
      readonly release: string;
      /** `2025-10-14` */
      readonly lastDay: string;
    }
  | 'edition'
  | undefined;

const DAY_MS = 86_400_000;
/** Last days are days of the country the schools stand in: UTC+7, no summer time. */
const LOCAL_OFFSET_MS = 7 * 3_600_000;

interface Dated {
  readonly release: Release;
  readonly edition: string;
  readonly lastDay: string;
}

export function supportOf(table: OsSupport, system: InstalledSystem, now: EpochMs): Support {
  // A server system shares builds with LTSC and has dates of its own, which the table doesn't list.
  if (!/windows/i.test(system.name) || /server/i.test(system.name)) return undefined;
  const edition = system.edition ?? editionIn(system.name) ?? system.declaredEdition;
  const dated = releasesOf(table, system)
    .flatMap((release) => datesOf(release, system.extendedUntil))
    .filter((one) => edition === undefined || one.edition === edition)
    .sort((a, b) => (a.lastDay < b.lastDay ? -1 : 1));
  const [soonest, latest] = [dated[0], dated.at(-1)];
  if (soonest === undefined || latest === undefined) return undefined;
  // A build that lives on as LTSC alone is long dead in its other editions, which the table doesn't list.
  const onlyLtsc = edition === undefined && dated.every((one) => one.edition === 'ltsc');
  const daysLeft = daysUntil(soonest.lastDay, now);
  if (daysUntil(latest.lastDay, now) >= 0 && (daysLeft < 0 || onlyLtsc)) return 'edition';
  const { name, current } = soonest.release;
  return { daysLeft, current, release: name, lastDay: soonest.lastDay };
}

/** The releases of the first text that names a build the table knows. */
function releasesOf({ windows }: OsSupport, system: InstalledSystem): readonly Release[] {
  for (const text of [system.build ?? '', system.version, system.name]) {
    const builds = new Set(buildsIn(text));
    const found = windows.filter(({ build }) => builds.has(build));
    if (found.length > 0) return found;
  }
  return [];
}

/** `19045` of `10.0.19045.4170`, `19045.4170` or `build 19045`: a revision is no build. */
const buildsIn = (text: string): readonly number[] =>
  [...text.matchAll(/(?<![\d.])(?:\d{1,2}\.\d\.)?(\d{4,5})(?!\d)/g)].map(([, build]) =>
    Number(build),
  );

const datesOf = (release: Release, declared: string | undefined): readonly Dated[] =>
  Object.entries(release.last_day).map(([edition, day]) => ({
    release,
    edition,
    lastDay: extendedDay(day, release, declared),
  }));

function extendedDay(day: string, { extended }: Release, declared: string | undefined): string {
  if (extended === undefined || declared === undefined || declared <= day) return day;
  return declared < extended.last_day ? declared : extended.last_day;
}

/** Pro Education is served as Pro is, not as Education. */
function editionIn(name: string): Edition | undefined {
  if (/\bLTS[BC]\b/i.test(name)) return 'ltsc';
  if (/\b(?:Home|Pro)\b/i.test(name)) return 'home_pro';
  return /\b(?:Enterprise|Education)\b/i.test(name) ? 'enterprise_education' : undefined;
}

/** 0 on the last day itself. */
function daysUntil(day: string, now: EpochMs): number {
  const today = Math.floor((now + LOCAL_OFFSET_MS) / DAY_MS);
  return epochMs(Date.parse(`${day}T00:00:00Z`)) / DAY_MS - today;
}
