import { sayFileProblems } from '../../../standards/file-problem.ts';
import type { OsSupport } from '../../../standards/os-support.ts';
import { StartProblem } from '../../start-problem.ts';
import { loadRules } from './load-door.ts';
import { type RuleSet, ruleSet } from './rule-set.ts';
import type { RulesConfig } from './rules-config.ts';

/** The rules this collector judges by. Throws a StartProblem with every problem in them. */
export async function openRules(
  config: RulesConfig,
  osSupport: OsSupport | undefined,
): Promise<RuleSet> {
  const loaded = await loadRules({ ...config, osSupport });
  if (!loaded.ok)
    throw new StartProblem('config', `alert rules:\n${sayFileProblems(loaded.problem)}`);
  return ruleSet(loaded.value);
}
