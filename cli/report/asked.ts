import { parseArgs } from 'node:util';
import { fail, messageOf, ok, type Result } from '../../kit/result.ts';
import type { Language } from '../../kit/text.ts';
import { Level } from '../../standards/criterion.ts';

export const USAGE = `hatang report KIND --school ID | --unit ID

  upgrade-plan     camera nào đặt lại, thay thế hay kiểm tra, kèm số lượng
                   which cameras to set, to replace, to check, with counts
  shared-cameras   camera khu vực công cộng đủ điều kiện chia sẻ với trung tâm điều hành
                   public-zone cameras fit for the city's operations centre

  --format csv|json       csv for Excel (the default), or one JSON document
  --out FILE              a file in place of stdout
  --lang vi|en            language of the csv (vi)
  --level basic|advanced  upgrade-plan: what cameras are held against (basic)
  --data DIR              the collector's data folder (HATANG_DATA, or that of the config, or ./data)
  --config FILE           the collector's config: school hours, overrides, the operations centre
`;

const KINDS = ['upgrade-plan', 'shared-cameras'] as const;
type Kind = (typeof KINDS)[number];
const FORMATS = ['csv', 'json'] as const;
type Format = (typeof FORMATS)[number];

export interface Asked {
  readonly kind: Kind;
  readonly scope: { readonly kind: 'school' | 'unit'; readonly id: string };
  readonly format: Format;
  readonly out: string | undefined;
  readonly language: Language;
  readonly level: Level;
  readonly data: string | undefined;
  readonly config: string | undefined;
}

const text = { type: 'string' } as const;
const OPTIONS = {
  school: text,
  unit: text,
  format: { ...text, default: 'csv' },
  out: text,
  lang: { ...text, default: 'vi' },
  level: { ...text, default: 'basic' },
  data: text,
  config: text,
} as const;

const parse = (args: readonly string[]) =>
  parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
type Options = ReturnType<typeof parse>['values'];

/** What is asked for, or in both languages what of it there is not. */
export function readAsked(args: readonly string[]): Result<Asked> {
  try {
    const { values, positionals } = parse(args);
    const [word, ...more] = positionals;
    if (word === undefined || more.length > 0) return fail(`KIND?\n\n${USAGE}`);
    const kind = oneOf(KINDS, word);
    if (kind === undefined) return fail(notThere('báo cáo', 'report', word, KINDS));
    const format = oneOf(FORMATS, values.format);
    if (format === undefined) return fail(notThere('định dạng', 'format', values.format, FORMATS));
    return withOptions(kind, format, values);
  } catch (error) {
    return fail(`${messageOf(error)}\n\n${USAGE}`);
  }
}

function withOptions(kind: Kind, format: Format, options: Options): Result<Asked> {
  const { school, unit, lang, out, data, config } = options;
  const level = oneOf(Level.options, options.level);
  if (lang !== 'vi' && lang !== 'en') return fail('--lang: vi | en');
  if (level === undefined) return fail(`--level: ${Level.options.join(' | ')}`);
  const scope = scopeOf(school, unit);
  if (scope === undefined)
    return fail(
      'chọn một trường (--school) hoặc một đơn vị (--unit) / give one school (--school) or one unit (--unit)',
    );
  return ok({ kind, scope, format, out, language: lang, level, data, config });
}

function scopeOf(school: string | undefined, unit: string | undefined): Asked['scope'] | undefined {
  if (school !== undefined && unit === undefined) return { kind: 'school', id: school };
  if (unit !== undefined && school === undefined) return { kind: 'unit', id: unit };
  return undefined;
}

/** Some kinds and formats are planned and not built yet: the answer tells which there are. */
function notThere(vi: string, en: string, word: string, words: readonly string[]): string {
  const [asked, known] = [JSON.stringify(word), words.join(', ')];
  return `chưa có ${vi} ${asked}, hiện có: ${known} / no ${en} ${asked} yet, there are: ${known}`;
}

const oneOf = <Word extends string>(words: readonly Word[], word: string): Word | undefined =>
  words.find((known) => known === word);
