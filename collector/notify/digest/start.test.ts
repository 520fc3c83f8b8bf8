import { describe, expect, it } from 'vitest';
import { isCalendar } from '../../nightly-door.ts';
import { DigestOptions } from './options.ts';
import { calendarOf, startDigests } from './start.ts';

describe('the times digests are looked at', () => {
  it('are those of the config just past the minute, and every hour', () => {
    const calendar = calendarOf(DigestOptions.parse({}));
    expect(calendar).toEqual(['2 30 7 * * *', '2 30 16 * * *', '2 0 7 * * 1', '2 5 * * * *']);
    expect(calendar.every(isCalendar)).toBe(true);
  });

  it('of a Sunday are what cron calls it', () => {
    const options = DigestOptions.parse({ daily: [], weekly: { day: 7, at: '20:15' } });
    expect(calendarOf(options)).toEqual(['2 15 20 * * 0', '2 5 * * * *']);
  });

  it('begin at once, and the end waits for the look that runs', async () => {
    const begun = Promise.withResolvers<void>();
    const going = Promise.withResolvers<void>();
    let ended = false;
    const digests = {
      look(signal: AbortSignal) {
        if (!signal.aborted) begun.resolve();
        return going.promise;
      },
    };
    const started = startDigests(digests, DigestOptions.parse({}), 'Asia/Ho_Chi_Minh');
    await begun.promise;
    const stopped = started.stop().then(() => {
      ended = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toBe(false);
    going.resolve();
    await stopped;
    expect(ended).toBe(true);
  });
});
