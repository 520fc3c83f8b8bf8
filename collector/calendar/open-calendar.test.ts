import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { calendarOf } from './make-calendar.ts';
import { calendarDoubt, readTeaching, type TeachingConfig, tellDoubt } from './open-calendar.ts';

const school_hours = { days: [1, 2, 3, 4, 5, 6], from: '07:00', to: '17:00' };
const time_zone = 'Asia/Ho_Chi_Minh';
const openCalendar = (config: TeachingConfig) => calendarOf(readTeaching(config));
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-calendar-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function ownFile(text: string): string {
  const file = join(folder, 'own.yaml');
  writeFileSync(file, text);
  return file;
}

const opened = (text: string, shipped: 'on' | 'off' = 'on') =>
  openCalendar({ calendar: { shipped, file: ownFile(text) }, school_hours, time_zone });

describe('the calendar of a configuration', () => {
  it('is the shipped one with the place’s own days over it', () => {
    const calendar = opened(
      'days_off: [{ from: 2026-12-03, name: { vi: Hội trại, en: Camp } }]\ndays_on: [{ day: 2026-11-24 }]\n',
    );
    expect(calendar.dayOff('2026-12-03')?.vi).toBe('Hội trại');
    expect(calendar.isSchoolDay('2026-11-24')).toBe(true);
    expect(calendar.isSchoolDay('2027-02-08')).toBe(false);
  });

  it('leaves the shipped days out where it is told to', () => {
    const calendar = opened('days_off: []\n', 'off');
    expect(calendar.isSchoolDay('2027-02-08')).toBe(true);
    expect(calendar.isSchoolDay('2027-02-07')).toBe(false);
  });

  it('names every problem of a file at once, each with its path', () => {
    const file = `
holidays:
  - { name: { vi: A, en: A } }
  - { name: { vi: A, en: A }, every_year: 13-01 }
days_off:
  - { from: 2026-12-03, to: 2026-12-01, name: { vi: B, en: B } }
  - { from: 2026-02-30, name: { vi: B, en: B } }
  - { from: 2026-01-01, to: 2026-10-31, name: { vi: B, en: B } }
days_on:
  - { day: 2026-12-24, reason: none }
school_years:
  - name: 2026/27
    terms: [{ name: { vi: I, en: I }, from: 2026-09-01, to: 2027-01-10 }]
    summer_until: { day: 2027-08-20 }
`;
    expect(() => opened(file)).toThrow(
      [
        `calendar:\n${join(folder, 'own.yaml')}: 7 problem(s)`,
        '  holidays.0.days: expected days or every_year',
        '  holidays.1.every_year: expected MM-DD',
        '  school_years.0.name: expected such as 2026-2027',
        '  days_off.0.to: it ends before it begins',
        '  days_off.1.from: expected a day such as 2026-09-02',
        '  days_off.2.to: longer than 150 days',
        '  days_on.0: Unrecognized key: "reason"',
      ].join('\n'),
    );
  });

  it('refuses terms that overlap, a summer before its year, and a day both off and on', () => {
    const term = (from: string, to: string) =>
      `{ name: { vi: I, en: I }, from: ${from}, to: ${to} }`;
    const years = (until: string, ...terms: string[]) =>
      `school_years: [{ name: 2026-2027, terms: [${terms}], summer_until: { day: ${until} } }]\n`;
    const two = [term('2026-09-01', '2027-01-10'), term('2027-01-10', '2027-05-20')];
    expect(() => opened(years('2027-08-20', ...two))).toThrow(
      'school_years.0.terms.1.from: it begins before the term ahead of it ends (2027-01-10)',
    );
    expect(() => opened(years('2027-05-01', ...two.slice(1)))).toThrow(
      'school_years.0.summer_until.day: the last term ends 2027-05-20',
    );
    const both =
      'days_off: [{ from: 2026-12-03, to: 2026-12-05, name: { vi: B, en: B } }]\ndays_on: [{ day: 2026-12-05 }]\n';
    expect(() => opened(both)).toThrow('days_on.0.day: 2026-12-05 is a day off in this same file');
  });

  it('refuses a file that is not there', () => {
    const calendar = { shipped: 'on', file: join(folder, 'nowhere.yaml') } as const;
    expect(() => openCalendar({ calendar, school_hours, time_zone })).toThrow('cannot be read');
  });
});

describe('doubt about a day', () => {
  const calendar = openCalendar({ calendar: { shipped: 'on' }, school_hours, time_zone });

  it('is told where no school year is known, and where its dates are assumed', () => {
    expect(calendarDoubt(calendar, '2029-10-01')?.en).toContain(
      'no school year is known for 2029-10-01',
    );
    expect(calendarDoubt(calendar, '2026-11-26')?.vi).toContain('năm học 2026-2027 là giả định');
  });

  it('is not there where the place told its own dates', () => {
    const own = opened(`
school_years:
  - name: 2026-2027
    terms: [{ name: { vi: I, en: I }, from: 2026-09-01, to: 2027-05-20 }]
    summer_until: { day: 2027-08-20 }
`);
    expect(calendarDoubt(own, '2026-11-26')).toBeUndefined();
  });

  it('is put into the log at the start, for today in the zone', () => {
    const lines: object[] = [];
    const log = {
      info: () => undefined,
      error: () => undefined,
      warn: (line: object) => lines.push(line),
    };
    const clock = new ManualClock(epochMs(Date.parse('2027-08-15T20:00:00Z')));
    for (const shipped of ['on', 'off'] as const) {
      const teaching = readTeaching({ calendar: { shipped }, school_hours, time_zone });
      tellDoubt(teaching, calendarOf(teaching), { clock, log });
    }
    expect(lines).toEqual([{ doubt: expect.stringContaining('for 2027-08-16') }]);
  });
});

describe('a day of every year', () => {
  it('is left out in years that do not have it', () => {
    const calendar = opened(
      'holidays: [{ name: { vi: N, en: N }, every_year: 02-29, days: [2027-03-20, 2028-03-20] }]\n',
      'off',
    );
    expect(calendar.dayOff('2028-02-29')?.en).toBe('N');
    expect(calendar.dayOff('2027-03-01')).toBeUndefined();
  });
});

describe('the README', () => {
  it('shows a file that can be read', () => {
    const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
    const [, file = ''] = /```yaml\n([\s\S]+?)```/.exec(readme) ?? [];
    const calendar = opened(file);
    expect(calendar.schoolYear('2027-10-01')).toEqual({ name: '2027-2028', assumed: false });
    expect(calendar.isSchoolDay('2027-11-28')).toBe(true);
  });
});
