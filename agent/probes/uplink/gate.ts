import { type EpochMs, hours, type Ms, minutes, ms } from '../../../kit/units.ts';
import type { LeaseWeight } from '../../../wire/lease.ts';
import { inLessons, untilTomorrow, weightAt } from './calendar.ts';
import type { BandwidthOptions } from './options.ts';
import type { Rates } from './traffic.ts';

/** Why a test was put off. */
export type Waited = 'busy' | 'budget' | 'lease' | 'surge';

/** Below it a line whose rate nobody knows counts as idle. */
const IDLE_UNKNOWN_BPS = 5e6;
/** A test of less than this share of a second of the line tells nothing. */
const SHORTEST_TEST_S = 1;
const FEWEST_BYTES = 1024 ** 2;

export interface Situation {
  readonly now: EpochMs;
  readonly options: BandwidthOptions;
  /** What the line carries now; undefined where nothing tells. */
  readonly rates: Rates | undefined;
  /** By contract or by the last test. */
  readonly known: Partial<Rates>;
  readonly leftBytes: number;
  /** Since the line was first found busy; 0 where it was not. */
  readonly waiting: Ms;
}

export type Decision =
  | {
      readonly go: true;
      readonly weight: LeaseWeight;
      /** Busy for longer than the patience: tested all the same, lightly. */
      readonly forced: boolean;
      /** Each direction. */
      readonly maxBytes: number;
    }
  | { readonly go: false; readonly waited: 'busy' | 'budget' };

/** Whether the bytes left today make a test at all. */
export function affords({ options, known, leftBytes }: Omit<Situation, 'rates'>): boolean {
  const second = ((known.down ?? 0) + (known.up ?? 0)) / 2 / 8;
  const useful = Math.max(FEWEST_BYTES, second * SHORTEST_TEST_S);
  return leftBytes / 2 >= Math.min(options.max_bytes, useful);
}

/** Whether to test now, how heavily, and with how many bytes. */
export function decide(situation: Situation): Decision {
  const { now, options, leftBytes, waiting } = situation;
  if (!affords(situation)) return { go: false, waited: 'budget' };
  const maxBytes = Math.floor(Math.min(options.max_bytes, leftBytes / 2));
  const busy = isBusy(situation);
  if (!busy) return { go: true, weight: weightAt(now, options), forced: false, maxBytes };
  const patient = waiting < options.patience || inLessons(now, options);
  return patient
    ? { go: false, waited: 'busy' }
    : { go: true, weight: 'light', forced: true, maxBytes };
}

function isBusy({ rates, known, options }: Situation): boolean {
  if (rates === undefined) return false;
  const limits = allowance(known, options.idle_below);
  return rates.down > limits.down || rates.up > limits.up;
}

/** What others may carry without the line being called busy. */
const allowance = (known: Partial<Rates>, share: number): Rates => ({
  down: known.down === undefined ? IDLE_UNKNOWN_BPS : known.down * share,
  up: known.up === undefined ? IDLE_UNKNOWN_BPS : known.up * share,
});

/** What others may carry during a test: what they carried before it, and as much again as a busy line begins with. */
export function surgeLimits(
  before: Rates | undefined,
  known: Partial<Rates>,
  options: BandwidthOptions,
): Rates {
  const more = allowance(known, options.idle_below);
  return { down: (before?.down ?? 0) + more.down, up: (before?.up ?? 0) + more.up };
}

const FIRST_RETRY = minutes(5);
const LONGEST_RETRY = minutes(30);
const AFTER_MIDNIGHT = hours(1);

/** When to try again: twice as late each time, at most half an hour, and no two schools at once. */
export function againAfter(
  waited: Waited,
  {
    tries,
    now,
    timeZone,
  }: { readonly tries: number; readonly now: EpochMs; readonly timeZone: string },
  random: () => number,
): Ms {
  if (waited === 'budget') return ms(untilTomorrow(now, timeZone) + random() * AFTER_MIDNIGHT);
  const base = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(tries, 10));
  return ms(base * (0.75 + random() / 2));
}
