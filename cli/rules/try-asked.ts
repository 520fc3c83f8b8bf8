import { parseArgs } from 'node:util';
import { fail, messageOf, ok, type Result } from '../../kit/result.ts';
import type { Language } from '../../kit/text.ts';

export const TRY_USAGE = `hatang rules try --from DATE [--to DATE] [--data DIR] [--school ID]…

  Chạy lại lịch sử qua các quy tắc và in những gì lẽ ra đã được báo; không gửi gì, không ghi gì.
  Replays history through the rules and prints what would have been told; sends nothing, writes nothing.

  --from DATE          2026-11-01: from its midnight on, in the collector's time zone
  --to DATE            the day it ends with, itself among them (today)
  --school ID          of this school; may stand several times (all schools, 50 at most)
  --rules FOLDER       another folder of rules (the shipped ones)
  --overrides FILE     what this place changes
  --data DIR           the collector's data folder (HATANG_DATA, or that of the config, or ./data)
  --config FILE        the collector's config: zone, school hours, calendar
  --json               one JSON document on stdout
  --lang vi|en         language of what people read (vi)
`;

/** What `hatang rules try` was asked: days as `2026-11-01` of the city's clock, no school for all. */
export interface TryAsked {
  readonly from: string;
  readonly to: string | undefined;
  readonly schools: readonly string[];
  readonly rules: string | undefined;
  readonly overrides: string | undefined;
  readonly data: string | undefined;
  readonly config: string | undefined;
  readonly json: boolean;
  readonly language: Language;
}

const text = { type: 'string' } as const;
const OPTIONS = {
  from: text,
  to: text,
  school: { type: 'string', multiple: true },
  rules: text,
  overrides: text,
  data: text,
  config: text,
  json: { type: 'boolean', default: false },
  lang: { type: 'string', default: 'vi' },
} as const;

/** Reads its arguments, or says which one is missing or wrong. */
export function readTry(args: readonly string[]): Result<TryAsked> {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    const { from, to, school, rules, overrides, data, config, json, lang } = values;
    if (from === undefined || !isDay(from)) return fail('--from DATE: 2026-11-01');
    if (to !== undefined && !isDay(to)) return fail('--to DATE: 2026-11-30');
    if (to !== undefined && to < from) return fail('--to is before --from');
    if (lang !== 'vi' && lang !== 'en') return fail('--lang: vi | en');
    return ok({
      from,
      to,
      schools: school ?? [],
      rules,
      overrides,
      data,
      config,
      json,
      language: lang,
    });
  } catch (error) {
    return fail(messageOf(error));
  }
}

function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
