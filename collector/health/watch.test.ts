import { afterEach, describe, expect, it } from 'vitest';
import { days, minutes, seconds } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { openDatabase } from '../store/database-door.ts';
import { zonedDay } from '../store/zoned-day.ts';
import { fullIn, storeGrowth } from './growth.ts';
import type { Standing } from './readiness.ts';
import { watchHealth } from './watch.ts';

const logged: (readonly [level: string, event: string, fields: object])[] = [];
const note = (level: string) => (fields: object, event: string) => {
  logged.push([level, event, fields]);
};
const log = { info: note('info'), warn: note('warn'), error: note('error') };
let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  logged.length = 0;
  await stop?.();
});

function watching(clock: ManualClock, status: () => Standing['status'], bytes = () => 100) {
  const noted: number[] = [];
  const watch = watchHealth({
    readiness: {
      standing: () => [{ name: 'disk', status: status(), output: 'full', since: undefined }],
    },
    growth: { note: (size) => noted.push(size) },
    places: {
      files: () => [
        { name: 'a', bytes: bytes() },
        { name: 'b', bytes: 1 },
      ],
    },
    clock,
    log,
  });
  stop = () => watch.stop();
  return noted;
}

describe('the watch over the collector’s health', () => {
  it('logs each turn once, and nothing while all stays as it is', async () => {
    const clock = new ManualClock();
    let status: Standing['status'] = 'pass';
    watching(clock, () => status);
    await clock.advance(minutes(5));
    expect(logged).toEqual([]);
    for (const next of ['fail', 'warn', 'pass'] as const) {
      status = next;
      await clock.advance(minutes(5));
    }
    expect(logged.map(([level, event]) => [level, event])).toEqual([
      ['error', 'check_fails'],
      ['warn', 'check_warns'],
      ['info', 'check_passes_again'],
    ]);
    expect(logged[0]?.[2]).toEqual({ check: 'disk', output: 'full' });
  });

  it('notes what the files take, twice an hour', async () => {
    const clock = new ManualClock();
    const noted = watching(clock, () => 'pass');
    await clock.advance(minutes(61));
    expect(noted).toEqual([101, 101, 101]);
  });

  it('goes on where the size can’t be noted', async () => {
    const clock = new ManualClock();
    watching(
      clock,
      () => 'pass',
      () => {
        throw new Error('gone');
      },
    );
    await clock.advance(seconds(30));
    expect(logged.map(([level, event]) => [level, event])).toEqual([['warn', 'size_not_noted']]);
  });
});

describe('the growth of the stores', () => {
  const growth = () => storeGrowth(openDatabase(':memory:'), zonedDay('Asia/Ho_Chi_Minh'));

  it('is unknown on the first day, and then bytes a day', async () => {
    const [clock, grows] = [new ManualClock(), growth()];
    grows.note(1_000, clock.now());
    expect(grows.aDay(clock.now())).toBeUndefined();
    await clock.advance(days(4));
    grows.note(1_400, clock.now());
    expect(grows.aDay(clock.now())).toBe(100);
    // The last note of a day counts.
    grows.note(1_800, clock.now());
    expect(grows.aDay(clock.now())).toBe(200);
  });

  it('looks back a month, and forgets after a year and more', async () => {
    const [clock, sql] = [new ManualClock(), openDatabase(':memory:')];
    const grows = storeGrowth(sql, zonedDay('Asia/Ho_Chi_Minh'));
    grows.note(0, clock.now());
    await clock.advance(days(100));
    grows.note(5_000, clock.now());
    expect(grows.aDay(clock.now())).toBeUndefined();
    await clock.advance(days(301));
    grows.note(9_000, clock.now());
    expect(sql.all('SELECT bytes FROM store_size ORDER BY day')).toEqual([
      { bytes: 5_000 },
      { bytes: 9_000 },
    ]);
  });

  it.each([
    [1_000, 100, 10, days(90)],
    [100, 100, 10, 0],
    [50, 100, 10, 0],
    [1_000, 100, 0, undefined],
    [1_000, 100, -5, undefined],
    [1_000, 100, undefined, undefined],
  ])(
    'with %d bytes free, %d in reserve and %s a day fills the disk in %s',
    (free, reserve, aDay, span) => {
      expect(fullIn({ freeBytes: free }, reserve, aDay)).toBe(span);
    },
  );
});
