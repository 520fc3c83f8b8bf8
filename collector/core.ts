/** Facts, units and their judging, over the collector's database: the same for the collector and for a report. */

import type { Clock } from '../kit/clock.ts';
import { seconds } from '../kit/units.ts';
import { sayFileProblems } from '../standards/file-problem.ts';
import { loadStandards } from '../standards/load-door.ts';
import { SHIPPED_STANDARDS } from '../standards/shipped-door.ts';
import { Identities } from './access/identities.ts';
import { createAssessment } from './assess/assess.ts';
import type { CollectorConfig } from './config.ts';
import { StartProblem } from './start-problem.ts';
import { FactStore } from './store/facts.ts';
import { Judged } from './store/judged.ts';
import type { Sql } from './store/sql.ts';
import { Units } from './store/units.ts';
import { zonedDay } from './store/zoned-day.ts';

export interface CoreParts {
  readonly config: Pick<CollectorConfig, 'time_zone' | 'standards'>;
  readonly clock: Clock;
  /** What people decide (`hatang.db`), and what was measured (`facts.db`). */
  readonly state: Sql;
  readonly facts: Sql;
}

const FINDINGS_KEPT = seconds(30);

/** Throws a StartProblem where the standards can't be read. */
export async function coreOf({ config, clock, state, facts: sql }: CoreParts) {
  const { time_zone: timeZone } = config;
  const dayOf = zonedDay(timeZone);
  const units = new Units(state, () => dayOf(clock.now()));
  const identities = new Identities(state);
  const enrolled = (school?: string) => identities.enrolled(school);
  const facts = new FactStore({ sql, enrolled, timeZone });
  const folder = config.standards.folder ?? SHIPPED_STANDARDS;
  const standards = await loadStandards(folder, config.standards.overrides);
  if (!standards.ok)
    throw new StartProblem('config', `standards:\n${sayFileProblems(standards.problem)}`);
  const judged = new Judged(state);
  const assessment = createAssessment({
    standards: standards.value,
    evidenceOf: (school) => facts.evidence(school, clock.now()),
    clock,
    cacheSpan: FINDINGS_KEPT,
    kept: judged.all(),
  });
  return { units, identities, facts, assessment, judged, standards: standards.value };
}

export type Core = Awaited<ReturnType<typeof coreOf>>;
