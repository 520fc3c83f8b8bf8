import type { Clock } from '../../kit/clock.ts';
import type { Ms } from '../../kit/units.ts';
import type { CompiledStandard } from '../../standards/compile.ts';
import type { Evidence } from '../../standards/evidence.ts';
import type { Finding, LevelSummary } from '../../standards/finding.ts';
import { judge } from '../../standards/judge.ts';
import { type Summary, summarize } from '../../standards/summary.ts';
import { FEW } from './rounds.ts';

export interface AssessmentParts {
  readonly standards: readonly CompiledStandard[];
  readonly evidenceOf: (school: string) => Evidence;
  readonly clock: Pick<Clock, 'elapsed'>;
  /** How long findings stand without a new fact: what is missing grows old by itself. */
  readonly cacheSpan: Ms;
  /** What was found at each school last, before this start; none where it was never judged. */
  readonly kept?: ReadonlyMap<string, Summary>;
}

export interface Assessment {
  /** Judged now, or not longer ago than the last fact. */
  findings(school: string): readonly Finding[];
  summary(school: string): Summary;
  /**
   * Of many: judged now as far as that takes no longer than a page may, else as each was found last; whoever keeps
   * judging in the background sees to it that this is not long ago.
   */
  summaries(schools: readonly string[]): ReadonlyMap<string, Summary>;
  /** New facts or declarations came in: the school is judged anew when next asked for. */
  touch(school: string): void;
  /** Judged elsewhere. */
  learn(school: string, summary: Summary): void;
}

interface Judged {
  readonly summary: Summary;
  /** On the monotonic clock, so that a jump of the wall clock keeps nothing alive. */
  readonly until: number;
}

/** A school with a hundred devices has some 2,000 findings: only of those looked at of late are they held. */
const FINDINGS_HELD = 24;
const LONGEST_MS = 50;
/** For schools that nobody ever judged: right after a city was taken over. */
const LONGEST_FIRST_MS = 2_000;
/** Until the background has come to it. */
const NOT_YET = notYet();

/** Judges schools when asked, and not twice for the same evidence. */
export function createAssessment(parts: AssessmentParts): Assessment {
  const { clock, cacheSpan, kept = new Map() } = parts;
  const judged = new Map<string, Judged>(
    [...kept].map(([school, summary]) => [school, { summary, until: -1 }]),
  );
  const held = new Map<string, readonly Finding[]>();

  const isFresh = (school: string): boolean => clock.elapsed() < (judged.get(school)?.until ?? -1);
  const judgeNow = (school: string): readonly Finding[] => {
    const findings = judge(parts.standards, parts.evidenceOf(school));
    learn(school, summarize(findings));
    held.set(school, findings);
    const [oldest] = held.keys();
    if (held.size > FINDINGS_HELD && oldest !== undefined) held.delete(oldest);
    return findings;
  };
  const learn = (school: string, summary: Summary): void => {
    held.delete(school);
    judged.set(school, { summary, until: clock.elapsed() + cacheSpan });
  };
  const summary = (school: string): Summary => {
    const known = judged.get(school);
    return known !== undefined && isFresh(school) ? known.summary : summarize(judgeNow(school));
  };

  return {
    findings: (school) => (isFresh(school) ? held.get(school) : undefined) ?? judgeNow(school),
    summary,
    summaries(schools) {
      const isFew = schools.length <= FEW;
      const began = clock.elapsed();
      const isLate = (longest: number) => !isFew && clock.elapsed() >= began + longest;
      return new Map(
        schools.map((school) => {
          const known = judged.get(school);
          if (known === undefined)
            return [school, isLate(LONGEST_FIRST_MS) ? NOT_YET : summary(school)];
          return [school, isLate(LONGEST_MS) ? known.summary : summary(school)];
        }),
      );
    },
    touch(school) {
      const known = judged.get(school);
      if (known !== undefined) judged.set(school, { ...known, until: -1 });
    },
    learn,
  };
}

function notYet(): Summary {
  const level: LevelSummary = {
    pass: 0,
    fail: 0,
    unknown: 0,
    notApplicable: 0,
    verdict: 'unknown',
  };
  const { groups } = summarize([]);
  const all = Object.fromEntries(Object.keys(groups).map((group) => [group, level]));
  return { basic: level, advanced: level, groups: { ...groups, ...all } };
}
