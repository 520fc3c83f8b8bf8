import type { Clock } from '../../kit/clock.ts';
import type { Ms } from '../../kit/units.ts';
import type { CompiledStandard } from '../../standards/compile.ts';
import type { Evidence } from '../../standards/evidence.ts';
import type { Finding } from '../../standards/finding.ts';
import { judge } from '../../standards/judge.ts';
import { type Summary, summarize } from '../../standards/summary.ts';

export interface AssessmentParts {
  readonly standards: readonly CompiledStandard[];
  readonly evidenceOf: (school: string) => Evidence;
  readonly clock: Pick<Clock, 'elapsed'>;
  /** How long findings stand without a new fact: what is missing grows old by itself. */
  readonly cacheSpan: Ms;
}

export interface Assessment {
  findings(school: string): readonly Finding[];
  summary(school: string): Summary;
  /** New facts or declarations came in: the school is judged anew when next asked for. */
  touch(school: string): void;
}

interface Judged {
  readonly findings: readonly Finding[];
  readonly summary: Summary;
  /** On the monotonic clock, so that a jump of the wall clock keeps nothing alive. */
  readonly until: number;
}

/** Judges schools when asked, and not twice for the same evidence. */
export function createAssessment(parts: AssessmentParts): Assessment {
  const judged = new Map<string, Judged>();
  const current = (school: string): Judged => {
    const now = parts.clock.elapsed();
    const before = judged.get(school);
    if (before !== undefined && now < before.until) return before;
    const findings = judge(parts.standards, parts.evidenceOf(school));
    const fresh = { findings, summary: summarize(findings), until: now + parts.cacheSpan };
    judged.set(school, fresh);
    return fresh;
  };
  return {
    findings: (school) => current(school).findings,
    summary: (school) => current(school).summary,
    touch: (school) => {
      judged.delete(school);
    },
  };
}
