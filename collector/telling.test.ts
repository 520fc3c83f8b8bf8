import { expect, it } from 'vitest';
import { days, minutes } from '../kit/units.ts';
import { ManualClock } from '../test/manual-clock.ts';
import { openDatabase } from './store/database-door.ts';
import { tellingOf } from './telling.ts';

it('a database that fails at the daily count of schools without contact is told, and asked again the next day', async () => {
  const clock = new ManualClock();
  const told: string[] = [];
  const log = (_: object, event: string) => void told.push(event);
  let broken = true;
  const telling = tellingOf({
    config: { webhooks: [], dead_man: undefined },
    ...{ clock, log: { info: log, warn: log, error: log }, random: () => 0 },
    sql: openDatabase(':memory:'),
    schoolsWithout() {
      if (broken) throw new Error('disk I/O error');
      return ['thcs-a'];
    },
  });
  const ending = new AbortController();
  const running = telling.run(ending.signal, { standing: () => [], sinceTick: () => minutes(0) });
  await clock.advance(minutes(1));
  broken = false;
  await clock.advance(days(1));
  ending.abort();
  await running;
  expect(told).toEqual(['schools_without_contact_not_counted', 'schools_without_contact']);
});
