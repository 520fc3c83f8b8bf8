import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EpochMs, epochMs } from '../../kit/units.ts';
import { type SchoolDays, usableSince } from './school-days.ts';

const at = (text: string): EpochMs => epochMs(Date.parse(`${text}+07:00`));
const weekdays: SchoolDays = { days: [1, 2, 3, 4, 5], holidays: [] };
const tet: SchoolDays = { ...weekdays, holidays: [{ from: '2027-02-01', to: '2027-02-14' }] };

describe('the moment from which on a machine counts as usable', () => {
  // 2026-11-24 is a Tuesday.
  it.each<[string, string, number, SchoolDays, string]>([
    ['Friday is two school days ago', '2026-11-24T10:00', 2, weekdays, '2026-11-20T00:00'],
    ['the weekend before is one', '2026-11-24T10:00', 1, weekdays, '2026-11-23T00:00'],
    ['on a Monday the weekend is one day ago', '2026-11-23T10:00', 1, weekdays, '2026-11-20T00:00'],
    ['on a Sunday Friday is none', '2026-11-22T10:00', 0, weekdays, '2026-11-20T00:00'],
    ['today alone', '2026-11-24T10:00', 0, weekdays, '2026-11-24T00:00'],
    ['a minute before midnight', '2026-11-24T23:59', 1, weekdays, '2026-11-23T00:00'],
    ['a minute after midnight', '2026-11-25T00:01', 1, weekdays, '2026-11-24T00:00'],
    ['a week of five', '2026-11-24T10:00', 5, weekdays, '2026-11-17T00:00'],
    ['a holiday is no school day', '2027-02-15T10:00', 1, tet, '2027-01-29T00:00'],
    ['inside a holiday', '2027-02-10T10:00', 1, tet, '2027-01-28T00:00'],
    [
      'school on Saturday',
      '2026-11-23T10:00',
      1,
      { ...weekdays, days: [1, 6] },
      '2026-11-21T00:00',
    ],
  ])('%s', (_, now, within, calendar, from) => {
    expect(usableSince(at(now), within, calendar)).toBe(at(from));
  });

  it('ends the search where no day is a school day', () => {
    const never: SchoolDays = { days: [1], holidays: [{ from: '1970-01-01', to: '2099-12-31' }] };
    expect(usableSince(at('2026-11-24T10:00'), 5, never)).toBeLessThan(at('2024-11-24T00:00'));
  });

  const day = fc.date({
    min: new Date('2026-01-01T00:00Z'),
    max: new Date('2027-12-31T00:00Z'),
    noInvalidDate: true,
  });
  const calendars = fc.record({
    days: fc.uniqueArray(fc.constantFrom(1, 2, 3, 4, 5, 6, 7), { minLength: 1 }),
    holidays: fc.uniqueArray(
      day.map((from) => {
        const first = from.toISOString().slice(0, 10);
        const last = new Date(from.getTime() + 10 * 86_400_000).toISOString().slice(0, 10);
        return { from: first, to: last };
      }),
      { maxLength: 3 },
    ),
  });
  const within = fc.integer({ min: 0, max: 30 });

  /** Counted one by one, with the calendar of the platform. */
  function schoolDaysAfter(seen: EpochMs, now: EpochMs, { days, holidays }: SchoolDays): number {
    let count = 0;
    for (
      let noon = Date.parse(`${localDate(seen)}T12:00+07:00`) + 86_400_000;
      ;
      noon += 86_400_000
    ) {
      const date = localDate(noon);
      if (date > localDate(now)) return count;
      const weekday = new Date(`${date}T00:00Z`).getUTCDay() || 7;
      if (days.includes(weekday) && !holidays.some(({ from, to }) => from <= date && date <= to))
        count += 1;
    }
  }
  const local = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Ho_Chi_Minh' });
  const localDate = (moment: number): string => local.format(moment);

  it('parts what was seen within the days from what was not', () => {
    fc.assert(
      fc.property(day, within, calendars, (date, days, calendar) => {
        const now = epochMs(date.getTime());
        const since = usableSince(now, days, calendar);
        expect(schoolDaysAfter(since, now, calendar)).toBeLessThanOrEqual(days);
        expect(schoolDaysAfter(epochMs(since - 1), now, calendar)).toBeGreaterThan(days);
      }),
      { numRuns: 60 },
    );
  });
});
