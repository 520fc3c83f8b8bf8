import { type Bps, bps, days, type Ms, ms, seconds } from '../../kit/units.ts';
import type { LeaseRequest, LeaseWeight } from '../../wire/lease.ts';

/** What a lease of one weight gives. */
export interface LeaseTerms {
  /** The most a direction may take. */
  readonly seconds: number;
  /** At most so many to one holder within `LeaseLimits.period`. */
  readonly most: number;
}

/** What the far end can carry at once, and what one holder may have of it. */
export interface LeaseLimits {
  /** Leases at once. */
  readonly slots: number;
  /** Over all leases at once. */
  readonly capacity: Bps;
  /** What a line is taken to carry while nobody says otherwise. */
  readonly assumedLine: Bps;
  readonly terms: Readonly<Record<LeaseWeight, LeaseTerms>>;
  readonly period: Ms;
  /** More are turned away: the queue can't grow without limit. */
  readonly mostWaiting: number;
}

/**
 * A mean fixed line of Viet Nam carries 154 Mbit/s (vietnamnet, 26/11/2025). Light: a direction is measured in 3 s at the
 * latest; 48 a day is one each quarter of an hour of twelve.
 */
export const DEFAULT_LEASE_LIMITS: LeaseLimits = {
  slots: 10,
  capacity: bps(1e9),
  assumedLine: bps(200e6),
  terms: { light: { seconds: 5, most: 60 }, heavy: { seconds: 10, most: 24 } },
  period: days(1),
  mostWaiting: 10_000,
};

/** Whoever says that a line carries next to nothing still may fill a slot of this. */
const LEAST_LINE = 20e6;
/** A line may carry more than is expected of it. */
const HEADROOM = 2;
/** Beside the directions themselves: idle latency before them, connecting, and a queue that drains after each. */
const AROUND = seconds(10);

/** A lease as it would be given. */
export interface Slot {
  readonly weight: LeaseWeight;
  /** The larger direction: they are measured one after the other. Never above the capacity. */
  readonly rate: Bps;
  readonly seconds: number;
  readonly life: Ms;
  readonly downBytes: number;
  readonly upBytes: number;
}

export function slotFor(
  { weight, expectedDownBps, expectedUpBps }: LeaseRequest,
  { capacity, assumedLine, terms }: LeaseLimits,
): Slot {
  const within = (expected: number = assumedLine): number =>
    Math.min(capacity, Math.max(expected, LEAST_LINE));
  const [down, up] = [within(expectedDownBps), within(expectedUpBps)];
  const { seconds: span } = terms[weight];
  // A line that nobody states may carry anything: its bytes must not end the test before its time.
  const bytesOf = (expected: number | undefined): number =>
    Math.ceil((Math.min(within(expected ?? capacity) * HEADROOM, capacity) * span) / 8);
  return {
    weight,
    rate: bps(Math.max(down, up)),
    seconds: span,
    life: ms(2 * seconds(span) + AROUND),
    downBytes: bytesOf(expectedDownBps),
    upBytes: bytesOf(expectedUpBps),
  };
}

/** The `measure` section of the collector's config. */
export function leaseLimits(section: {
  readonly slots: number;
  readonly capacity: Bps;
  readonly assumed_line: Bps;
  readonly light_a_day: number;
  readonly heavy_a_day: number;
}): LeaseLimits {
  const { light, heavy } = DEFAULT_LEASE_LIMITS.terms;
  return {
    ...DEFAULT_LEASE_LIMITS,
    slots: section.slots,
    capacity: section.capacity,
    assumedLine: section.assumed_line,
    terms: {
      light: { ...light, most: section.light_a_day },
      heavy: { ...heavy, most: section.heavy_a_day },
    },
  };
}
