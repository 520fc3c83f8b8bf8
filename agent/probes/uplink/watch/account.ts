import type { EpochMs } from '../../../../kit/units.ts';
import { epochMs } from '../../../../kit/units.ts';
import type { Fact } from '../../../../wire/fact.ts';
import type { Counted } from './outage.ts';
import { secondsBetween } from './run.ts';

/** The seconds of one minute that were seen; what lies between them and was not seen is unknown. */
export interface Minute {
  /** The first second in it. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly up: number;
  readonly down: number;
  readonly local: number;
  readonly dns: number;
  readonly collector: number;
  readonly portal: number;
}

const MINUTE_MS = 60_000;
const minuteOf = (at: EpochMs): number => Math.floor(at / MINUTE_MS);
/** The second before the next minute begins. */
const lastSecondOf = (at: EpochMs): EpochMs => epochMs((minuteOf(at) + 1) * MINUTE_MS - 1_000);

/**
 * Adds seconds in their order; gives the minutes that are over. A second at or before one that was counted belongs to a
 * clock that was set back: a new minute begins with it.
 */
export function count(
  before: Minute | undefined,
  seconds: readonly Counted[],
): { readonly minute: Minute | undefined; readonly over: readonly Minute[] } {
  const over: Minute[] = [];
  let minute = before;
  for (const second of seconds) {
    if (minute !== undefined && second.at <= minute.to) {
      over.push(minute);
      minute = undefined;
    } else if (minute !== undefined && minuteOf(second.at) !== minuteOf(minute.from)) {
      over.push({ ...minute, to: lastSecondOf(minute.from) });
      minute = undefined;
    }
    minute = added(minute ?? blank(second.at), second);
  }
  return { minute, over };
}

const blank = (at: EpochMs): Minute => ({
  ...{ from: at, to: at, up: 0, down: 0, local: 0 },
  ...{ dns: 0, collector: 0, portal: 0 },
});

function added(minute: Minute, { at, line, bad }: Counted): Minute {
  const one = (yes: boolean): number => (yes ? 1 : 0);
  return {
    from: minute.from,
    to: at,
    up: minute.up + one(line === 'up'),
    down: minute.down + one(line === 'down'),
    local: minute.local + one(line === 'local'),
    dns: minute.dns + one(bad.has('dns')),
    collector: minute.collector + one(bad.has('collector')),
    portal: minute.portal + one(bad.has('portal')),
  };
}

export function minuteFact(device: string, minute: Minute): Fact {
  const known = minute.up + minute.down;
  return {
    measurement: 'uplink_minute',
    tags: { device },
    fields: {
      up_s: minute.up,
      down_s: minute.down,
      known_s: known,
      unknown_s: secondsBetween(minute.from, minute.to) + 1 - known,
      local_down_s: minute.local,
      dns_down_s: minute.dns,
      collector_down_s: minute.collector,
      portal_down_s: minute.portal,
    },
    at: minute.from,
  };
}
