import { expect, it } from 'vitest';
import { seconds } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { kept } from './kept.ts';

it('a kept value is made anew when its time is over, and when making it failed', async () => {
  const clock = new ManualClock();
  let made = 0;
  const ask = kept(seconds(5), clock, () => {
    made += 1;
    if (made === 1) throw new Error('not yet');
    return made;
  });
  expect(ask).toThrow('not yet');
  expect([ask(), ask()]).toEqual([2, 2]);
  await clock.advance(seconds(4));
  expect(ask()).toBe(2);
  await clock.advance(seconds(1));
  expect(ask()).toBe(3);
});
