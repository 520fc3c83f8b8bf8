import { Group, type Level } from './criterion.ts';
import type { Finding, LevelSummary, Verdict } from './finding.ts';

export interface Summary {
  readonly basic: LevelSummary;
  readonly advanced: LevelSummary;
  /** Basic level only, by group. */
  readonly groups: Readonly<Record<Group, LevelSummary>>;
}

/** What a readiness page says of one school, out of its school-wide findings; a device's own don't count. */
export function summarize(findings: readonly Finding[]): Summary {
  const school = findings.filter(({ device }) => device === undefined);
  const basic = school.filter(({ level }) => level === 'basic');
  return {
    basic: summaryOf(basic, 'basic'),
    advanced: summaryOf(
      school.filter(({ level }) => level === 'advanced'),
      'advanced',
    ),
    groups: byGroup((group) =>
      summaryOf(
        basic.filter((finding) => finding.group === group),
        'basic',
      ),
    ),
  };
}

function byGroup(give: (group: Group) => LevelSummary): Record<Group, LevelSummary> {
  const { line, lab, camera, security, organisation } = Group.enum;
  return {
    line: give(line),
    lab: give(lab),
    camera: give(camera),
    security: give(security),
    organisation: give(organisation),
  };
}

function summaryOf(findings: readonly Finding[], level: Level): LevelSummary {
  const count = (verdict: Verdict) =>
    findings.filter((finding) => finding.verdict === verdict).length;
  // The advanced level is chosen as a whole: of it nothing is optional but advice.
  const binding = findings.filter(({ mandatory, advisory }) =>
    level === 'basic' ? mandatory : !advisory,
  );
  return {
    pass: count('pass'),
    fail: count('fail'),
    unknown: count('unknown'),
    notApplicable: count('not_applicable'),
    verdict: overall(binding.map(({ verdict }) => verdict)),
  };
}

/** Fail outweighs unknown, unknown outweighs pass; what does not apply does not count. */
function overall(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail';
  if (verdicts.includes('unknown')) return 'unknown';
  return verdicts.includes('pass') ? 'pass' : 'not_applicable';
}
