import type { Language } from '../../kit/text.ts';
import type { Verdict } from '../../standards/finding.ts';
import {
  sayConfidence,
  sayLevel,
  sayObserved,
  sayUnknown,
  sayVerdict,
} from '../../standards/say-finding.ts';
import type { InspectedFinding } from './inspected-findings.ts';

type Row = readonly string[];

const ORDER: readonly Verdict[] = ['fail', 'unknown', 'pass', 'not_applicable'];
const SIGNS: Readonly<Record<Verdict, string>> = {
  pass: '✓',
  fail: '✕',
  unknown: '?',
  not_applicable: '–',
};

/** What to do about each criterion that fails; what two levels ask alike, once. */
export function sayRemedies(
  findings: readonly InspectedFinding[],
  language: Language,
): readonly Row[] {
  const failing = findings.filter(({ verdict }) => verdict === 'fail');
  const rows = failing.map(({ criterion, remedy }): Row => [criterion, remedy[language]]);
  return [...new Map(rows.map((row) => [row.join(), row])).values()];
}

/** A line a criterion, what is to be mended first. */
export function sayFindings(
  findings: readonly InspectedFinding[],
  language: Language,
): readonly Row[] {
  const sorted = findings.toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  return sorted.map((finding) => findingRow(finding, language));
}

function findingRow(finding: InspectedFinding, language: Language): Row {
  const { verdict, criterion, name, required } = finding;
  const speech = { language };
  const unknown = finding.unknown ?? undefined;
  const observed = sayObserved(
    { observed: finding.observed ?? undefined, unit: finding.unit, devices: undefined },
    speech,
  );
  return [
    `${SIGNS[verdict]} ${sayVerdict(verdict, speech)}`,
    `${criterion} ${sayLevel(finding, speech)}`,
    name[language],
    sayUnknown({ unknown }, speech) ?? observed,
    [required[language], sayConfidence(finding, speech)].filter(Boolean).join(' · '),
  ];
}
