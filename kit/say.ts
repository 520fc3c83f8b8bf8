import type { Language } from './text.ts';
import { type EpochMs, type Ms, minutes } from './units.ts';

/** Numbers, spans and times as people of this country say them. Pure; the zone is a parameter. */
export interface Speech {
  readonly language: Language;
  /** IANA name. */
  readonly timeZone: string;
}

const LOCALE: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' };

/** `1.234,5` in Vietnamese; at most `digits` decimals. */
export function sayNumber(
  value: number,
  { language }: Pick<Speech, 'language'>,
  digits = 1,
): string {
  return numbers(LOCALE[language], { maximumFractionDigits: digits }).format(value);
}

const SIZES = [
  ['TB', 1e12],
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
] as const;

/** `3,4 GB`: a size in powers of ten, as disks are sold. */
export function saySize(bytes: number, speech: Pick<Speech, 'language'>): string {
  const [unit, factor] = SIZES.find(([, from]) => Math.abs(bytes) >= from) ?? ['B', 1];
  return `${sayNumber(bytes / factor, speech)} ${unit}`;
}

/** A formatter takes 25 KB beside the heap, and a page asks for hundreds: one of each kind is made. Locales, zones and kinds are few. */
function kept<Options extends object, Formatter>(
  make: (locale: string, options: Options) => Formatter,
): (locale: string, options: Options) => Formatter {
  const made = new Map<string, Formatter>();
  return (locale, options) => {
    const key = `${locale} ${JSON.stringify(options)}`;
    const formatter = made.get(key) ?? make(locale, options);
    made.set(key, formatter);
    return formatter;
  };
}

const numbers = kept(
  (locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
);
const times = kept(
  (locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options),
);

/** `3 phút`, `2 giờ 5 phút`, `4 ngày`; the two largest units only. */
export function saySpan(span: Ms, { language }: Pick<Speech, 'language'>): string {
  const words = SPAN_WORDS[language];
  const whole = Math.max(0, Math.round(span / 1_000));
  const parts = [
    [Math.floor(whole / 86_400), words.day],
    [Math.floor((whole % 86_400) / 3_600), words.hour],
    [Math.floor((whole % 3_600) / 60), words.minute],
    [whole % 60, words.second],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first === -1) return `0 ${words.second}`;
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, word]) => `${amount} ${word}`)
    .join(' ');
}

const SPAN_WORDS = {
  vi: { day: 'ngày', hour: 'giờ', minute: 'phút', second: 'giây' },
  en: { day: 'd', hour: 'h', minute: 'min', second: 's' },
} as const;

/** `07:42 hôm nay, 18 phút trước`: the time as a person would say it now. */
export function sayTime(at: EpochMs, now: EpochMs, speech: Speech): string {
  const clock = sayClock(at, speech);
  const ago = (now - at) as Ms;
  const just = ago < minutes(1) && ago > -minutes(1);
  if (speech.language === 'vi')
    return `${clock} ${sayDay(at, now, speech)}, ${just ? 'vừa xong' : `${saySpan(ago, speech)} trước`}`;
  return `${clock} ${sayDay(at, now, speech)}, ${just ? 'just now' : `${saySpan(ago, speech)} ago`}`;
}

function sayDay(at: EpochMs, now: EpochMs, { language, timeZone }: Speech): string {
  const day = times('sv-SE', { timeZone });
  if (day.format(at) === day.format(now)) return language === 'vi' ? 'hôm nay' : 'today';
  if (day.format(at) === day.format(now - 86_400_000))
    return language === 'vi' ? 'hôm qua' : 'yesterday';
  return times(LOCALE[language], {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  }).format(at);
}

/** The exact stamp, for hover and print: `23/11/2026 07:42:10 (+07:00)`. */
export function sayStamp(at: EpochMs, { language, timeZone }: Speech): string {
  return times(LOCALE[language], {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'shortOffset',
  }).format(at);
}

/** `07:42`, where the day is plain from what stands around it. */
export const sayClock = (at: EpochMs, { language, timeZone }: Speech): string =>
  times(LOCALE[language], {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);

/** `07:42 ngày 23/11/2026`: a time in a sentence that is read on another day too. */
export function sayMoment(at: EpochMs, { language, timeZone }: Speech): string {
  const part = (options: Intl.DateTimeFormatOptions) =>
    times(LOCALE[language], { timeZone, ...options }).format(at);
  const clock = part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const day = part({ day: '2-digit', month: '2-digit', year: 'numeric' });
  return language === 'vi' ? `${clock} ngày ${day}` : `${clock} on ${day}`;
}
