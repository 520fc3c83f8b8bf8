import { fail, ok, type Result } from '../../../kit/result.ts';
import type { FileProblem } from '../../../standards/file-problem.ts';
import { type Compiling, compileRule } from './compile-rule.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { RuleSource } from './rule-schema.ts';

/** A rule as read, and where it stands. */
export interface PlacedRule {
  readonly file: string;
  /** Where in it, `rules.3`; of a rule that this place changes its name in the overrides. */
  readonly path: string;
  readonly source: RuleSource;
}

/** Makes all rules ready, parents before their children, or gives every problem in them. */
export function compileRules(
  placed: readonly PlacedRule[],
  compiling: Compiling,
): Result<readonly CompiledRule[], readonly FileProblem[]> {
  const problems: FileProblem[] = [...twins(placed), ...badParents(placed)];
  const compiled = placed.flatMap(({ file, path: at, source }) => {
    const outcome = compileRule(source, compiling);
    if (outcome.ok) return [outcome.value];
    for (const { path, message } of outcome.problem)
      problems.push({ file, path: `${at}.${path}`, message: `${source.id}: ${message}` });
    return [];
  });
  return problems.length > 0 ? fail(problems) : ok(parentsFirst(compiled));
}

function twins(placed: readonly PlacedRule[]): FileProblem[] {
  const seen = new Map<string, string>();
  return placed.flatMap(({ file, path, source: { id } }) => {
    const before = seen.get(id);
    if (before === undefined) seen.set(id, file);
    return before === undefined
      ? []
      : [{ file, path: `${path}.id`, message: `${id} stands already in ${before}` }];
  });
}

function badParents(placed: readonly PlacedRule[]): FileProblem[] {
  const parentsOf = new Map(placed.map(({ source }) => [source.id, source.parents]));
  return placed.flatMap(({ file, path, source: { id, parents } }) =>
    parents.flatMap((parent, index) => {
      const problem = (message: string) => [
        { file, path: `${path}.parents.${index}`, message: `${id}: ${message}` },
      ];
      if (!parentsOf.has(parent)) return problem(`no rule ${parent}`);
      return leadsTo(parentsOf, parent, id) ? problem(`${parent} is explained by it in turn`) : [];
    }),
  );
}

function leadsTo(
  parentsOf: ReadonlyMap<string, readonly string[]>,
  start: string,
  end: string,
): boolean {
  const seen = new Set<string>();
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === end) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...(parentsOf.get(id) ?? []));
  }
  return false;
}

/** What cuts others off before what may hang behind it; otherwise in the order of the files. There are no circles any more. */
function parentsFirst(rules: readonly CompiledRule[]): readonly CompiledRule[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const ordered = new Set<CompiledRule>();
  const place = (rule: CompiledRule): void => {
    if (ordered.has(rule)) return;
    for (const parent of rule.parents) {
      const above = byId.get(parent);
      if (above !== undefined) place(above);
    }
    ordered.add(rule);
  };
  for (const rule of [...rules].sort((a, b) => rankOf(a) - rankOf(b))) place(rule);
  return [...ordered];
}

function rankOf({ cuts, hangs }: CompiledRule): number {
  if (!cuts) return 2;
  return hangs ? 1 : 0;
}
