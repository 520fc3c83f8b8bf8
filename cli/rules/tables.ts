import type { CompiledRule } from '../../collector/alert/rules/compiled-rule.ts';
import type { RuleInput } from '../../collector/alert/rules/rule-schema.ts';
import { columns } from '../../kit/columns.ts';
import { saySpan } from '../../kit/say.ts';
import type { Language, Text } from '../../kit/text.ts';
import { sayConfidence } from '../../standards/say-finding.ts';

/** Every rule, a line each. */
export function rulesTable(rules: readonly CompiledRule[], language: Language): string {
  const rows = rules.map((rule) => [
    rule.id,
    rule.words.title[language],
    SEVERITY[rule.severity][language],
    patience(rule, language),
    telling(rule, language),
    duties(rule.duties, language),
    sureness(rule, language),
  ]);
  return columns([HEAD.map((word) => word[language]), ...rows]);
}

/** One rule, whole. */
export function ruleSheet(rule: CompiledRule, language: Language): string {
  const { written, words } = rule;
  const lines: readonly (readonly [Text, string | undefined])[] = [
    [{ vi: 'Mức', en: 'Severity' }, SEVERITY[rule.severity][language]],
    [{ vi: 'Đọc', en: 'Reads' }, reading(rule)],
    [{ vi: 'Hỏng khi', en: 'Bad when' }, written.condition],
    [{ vi: 'Tốt lại khi', en: 'Good again when' }, written.release],
    ...Object.entries(written.inputs ?? {}).map(
      ([name, input]) => [{ vi: `  ${name}`, en: `  ${name}` }, sayInput(input)] as const,
    ),
    [{ vi: 'Cần', en: 'Takes' }, patience(rule, language)],
    [{ vi: 'Báo', en: 'Told' }, telling(rule, language)],
    [{ vi: 'Báo cho', en: 'To' }, duties(rule.duties, language)],
    [{ vi: 'Báo tiếp', en: 'Then' }, escalation(rule, language)],
    [{ vi: 'Không báo khi đang có', en: 'Not while' }, rule.parents.join(', ') || undefined],
    [{ vi: 'Gộp', en: 'Gathered' }, gathering(rule, language)],
    [{ vi: 'Câu báo', en: 'Says' }, words.cause[language]],
    [{ vi: 'Việc cần làm', en: 'Advice' }, words.advice[language]],
    [{ vi: 'Nguồn', en: 'Source' }, written.source && sayDocument(written.source)],
    [{ vi: 'Độ chắc chắn', en: 'Certainty' }, sureness(rule, language) || undefined],
    [{ vi: 'Ghi chú', en: 'Note' }, written.note?.[language]],
  ];
  const told = lines.flatMap(([name, value]) =>
    value === undefined ? [] : [[name[language], value]],
  );
  return `${rule.id}: ${words.title[language]}\n${columns(told)}`;
}

const sayDocument = ({ document, clause }: { document: string; clause: string }): string =>
  `${document}: ${clause}`;

function reading({ reads, kinds, where, each }: CompiledRule): string {
  const tags = Object.entries(where ?? {}).map(([tag, value]) => `${tag}=${value}`);
  const own = [reads, ...(kinds ?? []), ...tags].join(' ');
  return each === undefined ? own : `${own} / ${each}`;
}

function sayInput(input: RuleInput): string {
  const otherwise =
    'otherwise' in input && input.otherwise !== undefined
      ? ` (= ${JSON.stringify(input.otherwise)})`
      : '';
  if ('constant' in input) return String(input.constant);
  if ('system' in input) return `os-support.${input.system}`;
  if ('field' in input) return input.field + otherwise;
  if ('fact' in input) return input.fact + otherwise;
  return `declaration.${input.declaration}${otherwise}`;
}

function patience({ observations, hold }: CompiledRule, language: Language): string {
  const times = language === 'vi' ? `${observations} lần` : `${observations}×`;
  return hold === 0 ? times : `${times}, ${saySpan(hold, { language })}`;
}

function telling({ tell, hours }: CompiledRule, language: Language): string {
  if (tell === 'digest') return TELL.digest[language];
  return (hours === 'always' ? TELL.always : TELL.school)[language];
}

function escalation({ escalate }: CompiledRule, language: Language): string | undefined {
  if (escalate === undefined) return undefined;
  const after = saySpan(escalate.after, { language });
  const to = duties(escalate.to, language);
  return language === 'vi' ? `sau ${after} chưa ai xác nhận: ${to}` : `after ${after}: ${to}`;
}

function gathering({ gather }: CompiledRule, language: Language): string | undefined {
  if (gather === undefined) return undefined;
  const by = gather.by.map((kind) => GROUP[kind][language]).join(', ');
  const within = saySpan(gather.within, { language });
  return language === 'vi'
    ? `từ ${gather.least} cùng ${by} trong ${within}`
    : `${gather.least} or more of one ${by} within ${within}`;
}

const duties = (of: CompiledRule['duties'], language: Language): string =>
  of.map((duty) => DUTY[duty][language]).join(', ');

const sureness = ({ confidence }: CompiledRule, language: Language): string =>
  (confidence && sayConfidence({ confidence, textChecked: true }, { language })) ?? '';

const SEVERITY: Readonly<Record<CompiledRule['severity'], Text>> = {
  info: { vi: 'thông tin', en: 'info' },
  warning: { vi: 'cảnh báo', en: 'warning' },
  critical: { vi: 'nghiêm trọng', en: 'critical' },
};
const DUTY: Readonly<Record<CompiledRule['duties'][number], Text>> = {
  technical: { vi: 'phụ trách CNTT', en: 'technical' },
  leader: { vi: 'lãnh đạo', en: 'leader' },
  officer: { vi: 'cán bộ theo dõi', en: 'officer' },
};
const TELL = {
  digest: { vi: 'bản tổng hợp', en: 'digest only' },
  always: { vi: 'ngay, cả ngày đêm', en: 'at once, always' },
  school: { vi: 'ngay, trong giờ học', en: 'at once, in school hours' },
} as const;
const GROUP: Readonly<Record<NonNullable<CompiledRule['gather']>['by'][number], Text>> = {
  school: { vi: 'trường', en: 'school' },
  ward: { vi: 'phường/xã', en: 'ward' },
  provider: { vi: 'nhà mạng', en: 'provider' },
  city: { vi: 'thành phố', en: 'city' },
};
const HEAD: readonly Text[] = [
  { vi: 'Quy tắc', en: 'Rule' },
  { vi: 'Tên', en: 'Title' },
  { vi: 'Mức', en: 'Severity' },
  { vi: 'Cần', en: 'Takes' },
  { vi: 'Báo', en: 'Told' },
  { vi: 'Báo cho', en: 'To' },
  { vi: 'Độ chắc chắn', en: 'Certainty' },
];
