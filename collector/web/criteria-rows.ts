import { Group } from '../../standards/criterion.ts';
import { type Finding, VERDICTS, type Verdict } from '../../standards/finding.ts';

/** One criterion of one school: what is said of the school, and of each of its devices. */
export interface CriterionRow {
  readonly finding: Finding;
  readonly devices: readonly Finding[];
}

const WORST_FIRST: Readonly<Record<Verdict, number>> = {
  fail: 0,
  unknown: 1,
  pass: 2,
  not_applicable: 3,
};

const keyOf = ({ standard, criterion, level }: Finding): string =>
  `${standard}/${criterion}/${level}`;

/** Groups in the order of the first page; in each what fails first, then what is unknown. */
export function criteriaByGroup(
  findings: readonly Finding[],
): readonly { readonly group: Group; readonly rows: readonly CriterionRow[] }[] {
  const rows = criterionRows(findings);
  return Group.options
    .map((group) => ({ group, rows: rows.filter(({ finding }) => finding.group === group) }))
    .filter((entry) => entry.rows.length > 0);
}

/** A device finding without one of its school stands for itself, so that nothing is left out. */
function criterionRows(findings: readonly Finding[]): readonly CriterionRow[] {
  const byKey = Map.groupBy(findings, keyOf);
  return [...byKey.values()]
    .flatMap(rowsOfCriterion)
    .toSorted(
      (a, b) =>
        WORST_FIRST[a.finding.verdict] - WORST_FIRST[b.finding.verdict] ||
        compare(keyOf(a.finding), keyOf(b.finding)),
    );
}

function rowsOfCriterion(findings: readonly Finding[]): readonly CriterionRow[] {
  const ofSchool = findings.filter(({ device }) => device === undefined);
  const devices = findings
    .filter(({ device }) => device !== undefined)
    .toSorted(
      (a, b) =>
        WORST_FIRST[a.verdict] - WORST_FIRST[b.verdict] || compare(a.device ?? '', b.device ?? ''),
    );
  return ofSchool.length > 0
    ? ofSchool.map((finding) => ({ finding, devices }))
    : devices.map((finding) => ({ finding, devices: [] }));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** How many of each verdict, as the row heads of a group say it. */
export const countVerdicts = (
  rows: readonly CriterionRow[],
): readonly (readonly [Verdict, number])[] =>
  VERDICTS.map(
    (verdict) =>
      [verdict, rows.filter(({ finding }) => finding.verdict === verdict).length] as const,
  ).filter(([, count]) => count > 0);
