import { byCalendar } from '../../nightly-door.ts';
import type { Digests } from './digests.ts';
import type { DigestOptions } from './options.ts';

/** Besides the times of the digests: after a machine that slept, or a clock that was set. */
const HOURLY = '2 5 * * * *';

/** Looks at start and whenever something comes due, until it is stopped. */
export function startDigests(
  digests: Pick<Digests, 'look'>,
  options: DigestOptions,
  timeZone: string,
): { stop(): Promise<void> } {
  const ending = new AbortController();
  const look = () => digests.look(ending.signal);
  const ends = calendarOf(options).map((expression) => byCalendar(expression, timeZone, look));
  const first = look();
  return {
    async stop() {
      ending.abort();
      await Promise.all([first, look(), ...ends.map((end) => end())]);
    },
  };
}

/** Cron's six fields, two seconds past the minute: a timer that fires early comes after the slot all the same. */
export function calendarOf({ daily, weekly }: DigestOptions): readonly string[] {
  const at = (time: string, day: string) => {
    const [hour, minute] = time.split(':').map(Number);
    return `2 ${minute} ${hour} * * ${day}`;
  };
  return [
    ...daily.map((time) => at(time, '*')),
    ...(weekly === 'off' ? [] : [at(weekly.at, String(weekly.day % 7))]),
    HOURLY,
  ];
}
