import { expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { zonedDay } from './zoned-day.ts';

it.each([
  ['Asia/Ho_Chi_Minh', '2026-11-22T16:59:59.999Z', '2026-11-22'],
  ['Asia/Ho_Chi_Minh', '2026-11-22T17:00:00Z', '2026-11-23'],
  ['Asia/Kathmandu', '2026-11-22T18:14:59Z', '2026-11-22'],
  ['Asia/Kathmandu', '2026-11-22T18:15:00Z', '2026-11-23'],
  ['UTC', '1999-12-31T23:59:59Z', '1999-12-31'],
])('in %s, %s falls on %s', (zone, moment, day) => {
  const dayOf = zonedDay(zone);
  dayOf(epochMs(Date.parse(moment) - 1_000));
  expect(dayOf(epochMs(Date.parse(moment)))).toBe(day);
});
