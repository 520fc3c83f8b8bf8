import { columns } from '../../kit/columns.ts';
import type { Language, Text } from '../../kit/text.ts';
import type { CompiledStandard } from '../../standards/compile.ts';
import type { Finding, LevelSummary } from '../../standards/finding.ts';
import {
  sayConfidence,
  sayObserved,
  sayRequired,
  sayUnknown,
  sayVerdict,
} from '../../standards/say-finding.ts';
import type { Summary } from '../../standards/summary.ts';

/** Every criterion of the loaded standards, a line each. */
export function standardsTable(standards: readonly CompiledStandard[], language: Language): string {
  return standards
    .map(({ standard, criteria }) => {
      const rows = criteria.map(({ criterion }) => [
        criterion.id,
        LEVELS[criterion.level][language],
        criterion.name[language],
        criterion.required[language],
        sayConfidence({ ...criterion, textChecked: standard.text_checked }, { language }) ?? '',
      ]);
      return `${standard.id}: ${standard.name[language]}\n${columns(rows)}`;
    })
    .join('\n\n');
}

/** The judgement of one school: a line a criterion, and below it the devices that do not pass. */
export function assessmentTable(
  findings: readonly Finding[],
  summary: Summary,
  language: Language,
): string {
  const head = HEAD.map((word) => word[language]);
  const rows = findings
    .filter(
      ({ device, verdict }) => device === undefined || verdict === 'fail' || verdict === 'unknown',
    )
    .sort(byCriterion)
    .map((finding) => rowOf(finding, language));
  const totals = (['basic', 'advanced'] as const).map((level) =>
    total(LEVELS[level], summary[level], language),
  );
  return `${columns([head, ...rows])}\n\n${totals.join('\n')}`;
}

/** By criterion and level; the school before its devices. */
function byCriterion(one: Finding, other: Finding): number {
  const key = ({ criterion, level, device }: Finding) =>
    `${criterion} ${level === 'basic' ? 0 : 1} ${device ?? ''}`;
  return key(one) < key(other) ? -1 : 1;
}

function rowOf(finding: Finding, language: Language): string[] {
  const speech = { language };
  const why = sayUnknown(finding, speech);
  const mark = sayConfidence(finding, speech);
  return [
    finding.device === undefined ? finding.criterion : `  └ ${finding.device}`,
    LEVELS[finding.level][language],
    finding.device === undefined ? finding.name[language] : '',
    sayVerdict(finding.verdict, speech),
    sayObserved(finding, speech),
    sayRequired(finding, speech),
    [why, finding.device === undefined ? mark : undefined]
      .filter((part) => part !== undefined)
      .join('; '),
  ];
}

function total(level: Text, { pass, fail, unknown, verdict }: LevelSummary, language: Language) {
  const words = { pass, fail, unknown };
  const counts = (['pass', 'fail', 'unknown'] as const).map(
    (name) => `${words[name]} ${sayVerdict(name, { language }).toLowerCase()}`,
  );
  return `${level[language]}: ${sayVerdict(verdict, { language })} (${counts.join(', ')})`;
}

const LEVELS = {
  basic: { vi: 'Mức cơ bản', en: 'Basic' },
  advanced: { vi: 'Mức nâng cao', en: 'Advanced' },
} as const;

const HEAD: readonly Text[] = [
  { vi: 'Mã', en: 'Id' },
  { vi: 'Mức', en: 'Level' },
  { vi: 'Tiêu chí', en: 'Criterion' },
  { vi: 'Kết quả', en: 'Result' },
  { vi: 'Quan sát được', en: 'Observed' },
  { vi: 'Yêu cầu', en: 'Required' },
  { vi: 'Ghi chú', en: 'Remark' },
];
