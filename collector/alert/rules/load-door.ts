import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, ok, type Result } from '../../../kit/result.ts';
import { openCel } from '../../../standards/cel.ts';
import type { FileProblem } from '../../../standards/file-problem.ts';
import { OsSupport } from '../../../standards/os-support.ts';
import { SHIPPED_STANDARDS } from '../../../standards/shipped-door.ts';
import { readYaml, yamlFiles } from '../../../standards/yaml-folder-door.ts';
import { compileRules, type PlacedRule } from './compile-rules.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { overrideRules } from './override-rules.ts';
import { RuleFile, RuleOverrides } from './rule-schema.ts';

export const SHIPPED_RULES = fileURLToPath(new URL('../../../config/alerts', import.meta.url));
const OS_SUPPORT = join(SHIPPED_STANDARDS, 'data/os-support.yaml');

export interface RulesPlace {
  /** Undefined: the shipped rules. */
  readonly folder?: string | undefined;
  readonly overrides?: string | undefined;
  /** The table of end-of-support dates; undefined: the shipped one. */
  readonly osSupport?: OsSupport | undefined;
}

/**
 * Reads every *.yaml of a folder as rules, puts the overrides over them and compiles all expressions. Every problem of
 * every file is reported at once; nothing is judged by half a set.
 */
export async function loadRules({
  folder = SHIPPED_RULES,
  overrides: overridesFile,
  osSupport: ownTable,
}: RulesPlace): Promise<Result<readonly CompiledRule[], readonly FileProblem[]>> {
  const files = yamlFiles(folder, 'rules');
  if (!files.ok) return fail([{ file: folder, path: '', message: files.problem }]);
  const problems: FileProblem[] = [];
  const read = files.value.flatMap((name): PlacedRule[] => {
    const rules = readYaml(join(folder, name), RuleFile, problems)?.rules ?? [];
    return rules.map((source, at) => ({ file: name, path: `rules.${at}`, source }));
  });
  const overrides =
    overridesFile === undefined ? undefined : readYaml(overridesFile, RuleOverrides, problems);
  const osSupport = ownTable ?? readYaml(OS_SUPPORT, OsSupport, problems);
  // Parents and overrides would all seem broken beside a file that could not be read.
  if (problems.length > 0) return fail(problems);
  const own =
    overrides === undefined
      ? { placed: read, problems: [] }
      : overrideRules(read, overrides, basename(overridesFile ?? ''));
  const compiled = compileRules(own.placed, { compile: await openCel(), osSupport });
  const all = [...own.problems, ...(compiled.ok ? [] : compiled.problem)];
  return compiled.ok && all.length === 0 ? ok(compiled.value) : fail(all);
}
