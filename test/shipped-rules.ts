import type { CompiledRule } from '../collector/alert/rules/compiled-rule.ts';
import { loadRules } from '../collector/alert/rules/load-door.ts';
import { sayFileProblems } from '../standards/file-problem.ts';

/** The rules as shipped; a mistake in them ends the test that asks. */
export async function shippedRules(): Promise<readonly CompiledRule[]> {
  const loaded = await loadRules({});
  if (!loaded.ok) throw new Error(sayFileProblems(loaded.problem));
  return loaded.value;
}
