import { expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { nextMonth, zonedDay, zonedMidnight } from './zoned-day.ts';

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

it.each([
  ['Asia/Ho_Chi_Minh', '2026-11-23', '2026-11-22T17:00:00Z'],
  ['Asia/Kathmandu', '2026-11-23', '2026-11-22T18:15:00Z'],
  ['UTC', '2026-01-01', '2026-01-01T00:00:00Z'],
  ['Pacific/Kiritimati', '2026-11-23', '2026-11-22T10:00:00Z'],
  ['Pacific/Pago_Pago', '2026-11-23', '2026-11-23T11:00:00Z'],
  ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00Z'],
])('in %s the day %s begins at %s', (zone, day, moment) => {
  expect(zonedMidnight(zone)(day)).toBe(Date.parse(moment));
});

it('a year ends with its twelfth month', () => {
  expect(nextMonth('2026-11-23')).toBe('2026-12-01');
  expect(nextMonth('2026-12-31')).toBe('2027-01-01');
});
