import { type Speech, sayNumber, saySpan } from '../kit/say.ts';
import type { Language, Text } from '../kit/text.ts';
import { seconds } from '../kit/units.ts';
import type { FieldValue } from '../wire/fact.ts';
import { specOf } from '../wire/measurements.ts';
import type { Level } from './criterion.ts';
import { declarationOf } from './declarations.ts';
import type { Finding, UnknownReason, Verdict } from './finding.ts';

/** Findings in the words people use; the same on pages, in exports and on the command line. */

type Tongue = Pick<Speech, 'language'>;

const VERDICT_WORDS: Readonly<Record<Verdict, Text>> = {
  pass: { vi: 'Đạt', en: 'Pass' },
  fail: { vi: 'Chưa đạt', en: 'Fail' },
  unknown: { vi: 'Không xác định', en: 'Unknown' },
  not_applicable: { vi: 'Không áp dụng', en: 'Not applicable' },
};

export const sayVerdict = (verdict: Verdict, { language }: Tongue): string =>
  VERDICT_WORDS[verdict][language];

const LEVEL_WORDS: Readonly<Record<Level, Text>> = {
  basic: { vi: 'cơ bản', en: 'basic' },
  advanced: { vi: 'nâng cao', en: 'advanced' },
};

/** `nâng cao`, and where no level waits for it `nâng cao (tham khảo)`. */
export const sayLevel = (
  { level, advisory }: Pick<Finding, 'level' | 'advisory'>,
  { language }: Tongue,
): string =>
  advisory ? `${LEVEL_WORDS[level][language]} (${ADVICE[language]})` : LEVEL_WORDS[level][language];

const ADVICE: Text = { vi: 'tham khảo', en: 'advice' };

/** What was observed, with its unit as people say it; of several devices how many pass; a dash where nothing was. */
export function sayObserved(
  { observed, unit, devices }: Pick<Finding, 'observed' | 'unit' | 'devices'>,
  speech: Tongue,
): string {
  if (observed === undefined) return '–';
  const total = devices === undefined ? 0 : devices.pass + devices.fail + devices.unknown;
  if (devices === undefined || total <= 1) return sayMeasured(observed, unit, speech);
  return `${devices.pass}/${total} ${DEVICES_PASS[speech.language]}`;
}

const DEVICES_PASS: Text = { vi: 'thiết bị đạt', en: 'devices pass' };

export const sayRequired = (
  { required }: Pick<Finding, 'required'>,
  { language }: Tongue,
): string => required[language];

/** Why nothing can be said, and what is missing; undefined for a finding that says something. */
export function sayUnknown(
  { unknown }: Pick<Finding, 'unknown'>,
  speech: Tongue,
): string | undefined {
  if (unknown === undefined) return undefined;
  const input = sayInput(unknown.input, speech);
  const reason = REASONS[unknown.reason][speech.language];
  return input === '' ? reason : `${reason}: ${input}`;
}

/** Worn wherever a threshold stands that nobody has read in its source; undefined for one that was. */
export function sayConfidence(
  { confidence, textChecked }: Pick<Finding, 'confidence' | 'textChecked'>,
  { language }: Tongue,
): string | undefined {
  if (confidence === 'assumed') return PROPOSED[language];
  if (confidence === 'reported') return REPORTED[language];
  return textChecked ? undefined : UNCHECKED[language];
}

const PROPOSED: Text = {
  vi: 'đề xuất — chưa đối chiếu văn bản gốc',
  en: 'proposed — not checked against the source text',
};
const REPORTED: Text = {
  vi: 'theo nguồn gián tiếp — chưa đối chiếu văn bản gốc',
  en: 'reported — not checked against the source text',
};
const UNCHECKED: Text = {
  vi: 'chưa đối chiếu văn bản gốc',
  en: 'not checked against the source text',
};

const REASONS: Readonly<Record<UnknownReason, Text>> = {
  never_measured: { vi: 'chưa có số liệu', en: 'never measured' },
  too_old: { vi: 'số liệu đã cũ', en: 'the figure is too old' },
  too_few_samples: { vi: 'chưa đủ số lần đo', en: 'too few measurements' },
  not_declared: { vi: 'chưa kê khai', en: 'not declared' },
  not_listed: { vi: 'không có trong danh mục', en: 'not on the list' },
  devices_unknown: { vi: 'chưa rõ kết quả của thiết bị', en: 'unknown devices' },
  criterion_unknown: { vi: 'chưa rõ kết quả của tiêu chí', en: 'unknown criterion' },
  condition_error: { vi: 'không tính được', en: 'cannot be computed' },
};

/** `camera.clock_offset_s` or `contract_down_bps` in the words of its register; other words stay. */
export function sayInput(input: string, { language }: Tongue): string {
  const [measurement = '', field = ''] = input.split('.');
  const spec = specOf(measurement);
  const known =
    spec !== undefined && Object.hasOwn(spec.fields, field) ? spec.fields[field] : undefined;
  if (spec !== undefined && known !== undefined)
    return `${known.about[language]} (${spec.about[language]})`;
  return declarationOf(input)?.about[language] ?? input;
}

/** A value with its unit: ratios as percent, rates and sizes scaled, long spans in their words. */
export function sayMeasured(value: FieldValue, unit: string, speech: Tongue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return YES_NO[value ? 'yes' : 'no'][speech.language];
  switch (unit) {
    case 's':
      return saySeconds(value, speech);
    case 'ratio':
      return `${sayNumber(value * 100, speech)} %`;
    case 'bps':
      return scaled(value, 1_000, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'], speech);
    case 'bytes':
      return scaled(value, 1_024, ['B', 'KiB', 'MiB', 'GiB', 'TiB'], speech);
    default: {
      const word = UNIT_WORDS[unit]?.[speech.language];
      return word === undefined
        ? sayNumber(value, speech, 2)
        : `${sayNumber(value, speech)} ${word}`;
    }
  }
}

const YES_NO = { yes: { vi: 'có', en: 'yes' }, no: { vi: 'không', en: 'no' } } as const;

const UNIT_WORDS: Readonly<Record<string, Record<Language, string>>> = {
  fps: { vi: 'khung hình/giây', en: 'fps' },
  pixels: { vi: 'điểm ảnh', en: 'px' },
  days: { vi: 'ngày', en: 'days' },
  pupils: { vi: 'học sinh', en: 'pupils' },
  m2: { vi: 'm²', en: 'm²' },
  celsius: { vi: '°C', en: '°C' },
};

/** Below a second in ms, from two minutes on in the words of spans. */
function saySeconds(value: number, speech: Tongue): string {
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size >= 120) return `${sign}${saySpan(seconds(size), speech)}`;
  if (size < 1) return `${sign}${sayNumber(size * 1_000, speech)} ms`;
  return `${sign}${sayNumber(size, speech)} ${speech.language === 'vi' ? 'giây' : 's'}`;
}

/** `95,2 Mbit/s`. 999 960 is said as `1 M…`, not as `1.000 k…`. */
function scaled(value: number, step: number, units: readonly string[], speech: Tongue): string {
  let [amount, at] = [value, 0];
  while (Math.abs(amount) >= step - 0.05 && at < units.length - 1) {
    amount /= step;
    at += 1;
  }
  return `${sayNumber(amount, speech)} ${units[at]}`;
}
