import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { loadConfig } from '../../../kit/load-config.ts';
import { fail, messageOf, ok, type Result } from '../../../kit/result.ts';
import { openCel } from '../../../standards/cel.ts';
import { OsSupport } from '../../../standards/os-support.ts';
import { problemsOf } from '../../../standards/schema-problems.ts';
import { SHIPPED_STANDARDS } from '../../../standards/shipped-door.ts';
import { compileRules, type PlacedRule } from './compile-rules.ts';
import type { CompiledRule, RuleProblem } from './compiled-rule.ts';
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
}: RulesPlace): Promise<Result<readonly CompiledRule[], readonly RuleProblem[]>> {
  const files = yamlFiles(folder);
  if (!files.ok) return fail([{ file: folder, path: '', message: files.problem }]);
  const problems: RuleProblem[] = [];
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

/** Problems as the lines a person reads: `cameras.yaml: rules.3.condition: …`. */
export const sayRuleProblems = (problems: readonly RuleProblem[]): string =>
  problems
    .map(({ file, path, message }) => `${file}: ${path === '' ? '(file)' : path}: ${message}`)
    .join('\n');

function yamlFiles(folder: string): Result<readonly string[]> {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    return names.length === 0 ? fail('holds no rules (*.yaml)') : ok(names.sort());
  } catch (error) {
    return fail(`cannot be read: ${messageOf(error)}`);
  }
}

function readYaml<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  problems: RuleProblem[],
): z.infer<Schema> | undefined {
  const name = basename(file);
  // No environment is handed in, so a rule can't ask for a secret; the schema is applied below for its messages.
  const raw = loadConfig(file, z.unknown(), { env: {}, checkModes: false });
  if (!raw.ok) {
    // After the first slip in the YAML itself the others only follow from it.
    problems.push(...raw.problem.slice(0, 1).map((problem) => ({ file: name, ...problem })));
    return undefined;
  }
  const parsed = schema.safeParse(raw.value);
  if (parsed.success) return parsed.data;
  const found = problemsOf(parsed.error.issues, raw.value);
  problems.push(...found.map((problem) => ({ file: name, ...problem })));
  return undefined;
}
