import { describe, expect, it } from 'vitest';
import { days, epochMs, hours, minutes } from '../../kit/units.ts';
import { at } from '../../test/incident-stage.ts';
import { calendarOf } from '../calendar/make-calendar.ts';
import { schoolTimeWithin, zonedMonths } from './school-time.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const HOURS = { days: [1, 2, 3, 4, 5, 6], from: '07:10', to: '16:55' };
const { isSchoolTime } = calendarOf({ files: [], hours: HOURS, timeZone: ZONE });
const within = schoolTimeWithin({ isSchoolTime }, zonedMonths(ZONE));

describe('school time within a span', () => {
  it.each([
    ['before lessons', '2026-11-23T06:00:00', '2026-11-23T07:10:00', 0],
    ['from their first minute', '2026-11-23T06:00:00', '2026-11-23T07:11:00', minutes(1)],
    ['to the second', '2026-11-23T07:10:30', '2026-11-23T07:10:50', 20_000],
    ['a whole day of lessons', '2026-11-23T00:00:00', '2026-11-24T00:00:00', hours(9.75)],
    ['a Sunday', '2026-11-22T00:00:00', '2026-11-23T00:00:00', 0],
    ['over the end of a month', '2026-11-30T12:00:00', '2026-12-01T12:00:00', hours(9.75)],
    ['over the end of a year', '2026-12-31T16:00:00', '2027-01-01T08:10:00', minutes(55 + 60)],
    ['backwards', '2026-11-24T00:00:00', '2026-11-23T00:00:00', 0],
  ])('%s', (_, from, to, expected) => {
    expect(within(at(from), at(to))).toBe(expected);
  });

  it('adds up over two months to what its minutes say', () => {
    const [from, to] = [at('2026-01-01T00:00:00'), at('2026-03-01T00:00:00')];
    let counted = 0;
    for (let minute = from; minute < to; minute = epochMs(minute + 60_000))
      if (isSchoolTime(minute)) counted += 60_000;
    expect(within(from, to)).toBe(counted);
    expect(counted).toBeGreaterThan(days(18));
  });
});
