import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Holidays, { type HolidaysTypes } from 'date-holidays';
import { stringify } from 'yaml';
import { dayAfter } from '../collector/calendar/wall-time.ts';

const FIRST_YEAR = 2025;
const LAST_YEAR = 2050;
const DAY_MS = 86_400_000;
const NEW_YEARS_DAY = 'vietnamese 1-0-1';
const HEAD = `# Viết bằng / written by: npm run holidays.
# Ngày lễ tới năm ${LAST_YEAR} theo thư viện date-holidays / public holidays up to ${LAST_YEAR} by the library date-holidays.
`;

/** The public holidays of Việt Nam as date-holidays computes them, Tết and Giỗ Tổ by the lunar calendar. */
export function holidaysFile(): string {
  const found = publicOnes('vi');
  const english = new Map(publicOnes('en').map(({ rule, name }) => [rule, name]));
  const holidays = [...Map.groupBy(found, ({ rule }) => keyOf(rule))].map(([key, those]) => ({
    name: {
      vi: those.find(({ rule }) => rule === key)?.name ?? '',
      en: english.get(key) ?? '',
    },
    days: [...new Set(those.flatMap(daysOf))].sort(),
    source: 'Bộ luật Lao động 2019, Điều 112; date-holidays',
    confidence: 'quoted',
  }));
  return HEAD + stringify({ holidays }, { lineWidth: 120 });
}

function publicOnes(language: string): readonly HolidaysTypes.Holiday[] {
  const library = new Holidays('VN', { languages: [language] });
  const years = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, at) => FIRST_YEAR + at);
  return years.flatMap((year) => library.getHolidays(year)).filter(({ type }) => type === 'public');
}

/** The five days of Tết begin the day before it. */
const keyOf = (rule: string): string => (rule.includes(NEW_YEARS_DAY) ? NEW_YEARS_DAY : rule);

function daysOf({ date, start, end }: HolidaysTypes.Holiday): readonly string[] {
  const days = [date.slice(0, 10)];
  for (let left = end.getTime() - start.getTime() - DAY_MS; left > 0; left -= DAY_MS)
    days.push(dayAfter(days.at(-1) ?? ''));
  return days;
}

/** `npm run holidays`: writes config/calendar/public-holidays.yaml anew after the library has changed. */
if (import.meta.main)
  writeFileSync(
    join(import.meta.dirname, '../config/calendar/public-holidays.yaml'),
    holidaysFile(),
  );
