import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { holidaysFile } from '../../test/write-holidays.ts';
import { CalendarFile } from './calendar-file.ts';
import { loadCalendar } from './load-door.ts';
import { calendarOf } from './make-calendar.ts';
import { dayAfter, weekdayOf } from './wall-time.ts';

const hours = { days: [1, 2, 3, 4, 5, 6], from: '07:00', to: '17:00' };
const timeZone = 'Asia/Ho_Chi_Minh';
const files = shipped();
const calendar = calendarOf({ files, hours, timeZone });

function shipped(): readonly CalendarFile[] {
  const read = loadCalendar({ shipped: 'on' });
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}

const withOwn = (own: object) =>
  calendarOf({ files: [...files, CalendarFile.parse(own)], hours, timeZone });

/** Days off of a year that are no Sunday, as ranges: `2026-02-12..2026-02-21 Nghỉ Tết Nguyên đán`. */
function daysOffIn(year: number): readonly string[] {
  const ranges: { from: string; to: string; name: string }[] = [];
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = dayAfter(day)) {
    const name = calendar.dayOff(day)?.vi;
    if (name === undefined || weekdayOf(day) === 7) continue;
    const last = ranges.at(-1);
    const joins =
      last?.name === name && [dayAfter(last.to), dayAfter(dayAfter(last.to))].includes(day);
    if (joins) last.to = day;
    else ranges.push({ from: day, to: day, name });
  }
  return ranges.map(({ from, to, name }) => `${from}${from === to ? '' : `..${to}`} ${name}`);
}

describe('days off in Ho Chi Minh City', () => {
  it('of 2025: holidays alone before the first school year that is known', () => {
    expect(daysOffIn(2025)).toEqual([
      '2025-01-01 Tết Dương lịch',
      '2025-01-28..2025-02-01 Tết Nguyên Đán',
      '2025-04-07 Giỗ tổ Hùng Vương',
      '2025-04-30 Ngày Giải phóng miền Nam',
      '2025-05-01 Quốc tế Lao động',
      '2025-09-01..2025-09-02 Quốc khánh',
    ]);
  });

  it('of 2026: Tết on 17 February, Giỗ Tổ on a Sunday and made up for, summer, and 24 November for the first time', () => {
    expect(daysOffIn(2026)).toEqual([
      '2026-01-01 Tết Dương lịch',
      '2026-01-02 Nghỉ hoán đổi Tết Dương lịch',
      '2026-02-12..2026-02-21 Nghỉ Tết Nguyên đán',
      '2026-04-27 Nghỉ bù Giỗ tổ Hùng Vương',
      '2026-04-30 Ngày Giải phóng miền Nam',
      '2026-05-01 Quốc tế Lao động',
      '2026-06-01..2026-08-29 Nghỉ hè',
      '2026-08-31 Nghỉ hoán đổi Quốc khánh',
      '2026-09-01..2026-09-02 Quốc khánh',
      '2026-11-24 Ngày Văn hóa Việt Nam',
    ]);
  });

  it('of 2027: Tết on 6 February, Giỗ Tổ on 16 April', () => {
    expect(daysOffIn(2027)).toEqual([
      '2027-01-01 Tết Dương lịch',
      '2027-02-01..2027-02-13 Nghỉ Tết Nguyên đán',
      '2027-04-16 Giỗ tổ Hùng Vương',
      '2027-04-30 Ngày Giải phóng miền Nam',
      '2027-05-01 Quốc tế Lao động',
      '2027-05-31..2027-08-14 Nghỉ hè',
      '2027-09-02..2027-09-03 Quốc khánh',
      '2027-11-24 Ngày Văn hóa Việt Nam',
    ]);
    expect(
      calendarOf({
        files: files.map((file) => ({ ...file, days_off: [] })),
        hours,
        timeZone,
      }).dayOff('2027-02-06')?.en,
    ).toBe('Vietnamese New Year');
  });

  it('a holiday on a Saturday is made up for where no lessons are held on Saturdays', () => {
    const fiveDays = calendarOf({ files, hours: { ...hours, days: [1, 2, 3, 4, 5] }, timeZone });
    expect(fiveDays.dayOff('2027-05-03')?.en).toBe('Labour Day, made up for');
    expect(calendar.dayOff('2027-05-03')).toBeUndefined();
  });
});

describe('the shipped days', () => {
  it('are the public holidays that the library computes', () => {
    const path = new URL('../../config/calendar/public-holidays.yaml', import.meta.url);
    expect(readFileSync(path, 'utf8')).toBe(holidaysFile());
  });

  it('all name their source', () => {
    const dated = files.flatMap(({ holidays, days_off, days_on, school_years }) => [
      ...holidays,
      ...days_off,
      ...days_on,
      ...school_years.flatMap(({ terms, summer_until }) => [...terms, summer_until]),
    ]);
    expect(dated.length).toBeGreaterThan(15);
    expect(dated.filter(({ source }) => source === undefined)).toEqual([]);
  });

  it('say which school year a day lies in, and whether its dates are assumed', () => {
    expect(calendar.schoolYear('2026-05-30')).toEqual({ name: '2025-2026', assumed: true });
    expect(calendar.schoolYear('2026-11-26')).toEqual({ name: '2026-2027', assumed: true });
    expect(calendar.schoolYear('2027-08-15')?.name).toBe('2026-2027');
    expect(calendar.schoolYear('2027-08-16')).toBeUndefined();
    expect(calendar.schoolYear('2025-08-24')).toBeUndefined();
  });

  it('go by weekday and holidays where no school year is known', () => {
    expect(calendar.isSchoolDay('2031-07-15')).toBe(true);
    expect(calendar.isSchoolDay('2031-07-20')).toBe(false);
    expect(calendar.isSchoolDay('2031-11-24')).toBe(false);
    expect(calendar.isSchoolDay('2031-01-23')).toBe(false);
  });
});

describe('a place’s own file', () => {
  it('adds days off and days on, over all that is shipped', () => {
    const own = withOwn({
      days_off: [
        { from: '2026-12-07', to: '2026-12-08', name: { vi: 'Hội khỏe', en: 'Sports days' } },
      ],
      days_on: [{ day: '2026-11-29' }, { day: '2027-02-02' }],
    });
    expect(own.dayOff('2026-12-08')?.vi).toBe('Hội khỏe');
    expect(own.isSchoolDay('2026-12-09')).toBe(true);
    expect(own.isSchoolDay('2026-11-29')).toBe(true);
    expect(own.isSchoolDay('2027-02-02')).toBe(true);
    expect(own.isSchoolTime(epochMs(Date.parse('2026-11-29T08:00:00+07:00')))).toBe(true);
  });

  it('puts a school year of the same name in place of the shipped one', () => {
    const term = { name: { vi: 'Cả năm', en: 'The year' }, from: '2026-09-07', to: '2027-05-22' };
    const own = withOwn({
      school_years: [{ name: '2026-2027', terms: [term], summer_until: { day: '2027-08-20' } }],
    });
    expect(own.isSchoolDay('2027-05-24')).toBe(false);
    expect(own.isSchoolDay('2027-01-11')).toBe(true);
    expect(own.schoolYear('2027-05-24')).toEqual({ name: '2026-2027', assumed: false });
  });

  it('may name a break between terms', () => {
    const terms = [
      { name: { vi: 'I', en: 'I' }, from: '2030-09-02', to: '2031-01-11' },
      { name: { vi: 'II', en: 'II' }, from: '2031-01-20', to: '2031-05-24' },
    ];
    const own = withOwn({
      school_years: [{ name: '2030-2031', terms, summer_until: { day: '2031-08-20' } }],
    });
    expect(own.dayOff('2031-01-15')?.en).toBe('Break between terms');
  });
});

describe('school time', () => {
  it.each([
    ['Thursday just before seven', '2026-11-26T06:59:59+07:00', false],
    ['Thursday at seven', '2026-11-26T07:00:00+07:00', true],
    ['Thursday just before five', '2026-11-26T16:59:59+07:00', true],
    ['Thursday at five', '2026-11-26T17:00:00+07:00', false],
    ['Sunday morning', '2026-11-29T09:00:00+07:00', false],
    ['the morning of 24 November', '2026-11-24T09:00:00+07:00', false],
    ['the day after it', '2026-11-25T09:00:00+07:00', true],
    ['Tết', '2027-02-08T09:00:00+07:00', false],
    ['Friday 00:30 UTC, which is 07:30 there', '2026-11-27T00:30:00Z', true],
  ])('%s', (_what, at, expected) => {
    expect(calendar.isSchoolTime(epochMs(Date.parse(at)))).toBe(expected);
  });

  it('goes by the wall in Berlin, before, during and after both changes of the clocks', () => {
    const berlin = calendarOf({
      files: [],
      hours: { ...hours, days: [1, 2, 3, 4, 5, 6, 7], from: '01:30' },
      timeZone: 'Europe/Berlin',
    });
    const spring = Date.parse('2026-03-28T00:00:00Z');
    const autumn = Date.parse('2026-10-24T00:00:00Z');
    const wall = new Intl.DateTimeFormat('de-DE', {
      timeZone: 'Europe/Berlin',
      hour: '2-digit',
      minute: '2-digit',
    });
    fc.assert(
      fc.property(
        fc.constantFrom(spring, autumn),
        fc.integer({ min: 0, max: 3 * 86_400_000 }),
        (start, later) => {
          const at = epochMs(start + later);
          const time = wall.format(at);
          expect(berlin.isSchoolTime(at)).toBe(time >= '01:30' && time < '17:00');
        },
      ),
      { seed: 20261025, numRuns: 2_000 },
    );
  });
});
