import { type Clock, systemClock } from '../../kit/clock.ts';
import { epochMs, ms } from '../../kit/units.ts';

/** A clock on which everything takes a fraction of its time; those that start from one instant show the same time. */
export function fasterClock(speed: number, from: number): Clock {
  return {
    elapsed: () => ms(systemClock.elapsed() * speed),
    now: () => epochMs(Math.round(from + (systemClock.now() - from) * speed)),
    sleep: (span, signal) => systemClock.sleep(ms(span / speed), signal),
  };
}
