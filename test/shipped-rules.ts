import type { CompiledRule } from '../collector/alert/rules/compiled-rule.ts';
import { loadRules, sayRuleProblems } from '../collector/alert/rules/load-door.ts';

/** The rules as shipped; a mistake in them ends the test that asks. */
export async function shippedRules(): Promise<readonly CompiledRule[]> {
  const loaded = await loadRules({});
  if (!loaded.ok) throw new Error(sayRuleProblems(loaded.problem));
  return loaded.value;
}
