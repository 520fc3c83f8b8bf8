import { days, hours, type Ms, minutes } from '../../../kit/units.ts';

/** What is kept of a day: every point, and three rollups, each step of one a whole number of steps of the one before. */
export const TIERS = ['raw', 'five_minutes', 'hour', 'day'] as const;
export type Tier = (typeof TIERS)[number];
export type Rollup = Exclude<Tier, 'raw'>;

/** Steps are aligned to 1970 UTC, as InfluxQL's are. */
export const ROLLUPS: Readonly<Record<Rollup, Ms>> = {
  five_minutes: minutes(5),
  hour: hours(1),
  day: days(1),
};

/** Place of a tier in the database: the finer before the coarser. */
export const placeOf = (tier: Tier): number => TIERS.indexOf(tier);

export const DAY = days(1);
/** Blocks are kept by UTC day. */
export const dayOf = (at: number): number => Math.floor(at / DAY);
export const startOf = (day: number): number => day * DAY;

/** The place of the coarsest tier whose steps begin at each of these spans and stamps. */
export function coarsest(at: readonly number[]): number {
  const fits = (step: number) => at.every((one) => one % step === 0);
  return Math.max(
    0,
    ...TIERS.map((tier, place) => (tier !== 'raw' && fits(ROLLUPS[tier]) ? place : 0)),
  );
}
