import { fail, ok, type Result } from '../kit/result.ts';
import type { Language } from '../kit/text.ts';
import type { CompileExpression, Expression, ValueType } from './cel.ts';
import type { Before, Criterion } from './criterion.ts';
import type { Flaw } from './reads.ts';

/** What comes to a verdict and says what it saw. */
export interface CompiledWay {
  readonly condition: Expression;
  readonly appliesWhen: Expression | undefined;
  readonly failsWhen: Expression | undefined;
  readonly observed: Expression | undefined;
  readonly says: Readonly<Record<Language, Expression>> | undefined;
}

export interface CompiledBefore extends CompiledWay {
  readonly when: Expression | undefined;
  readonly note: Before['note'];
}

interface Compiling {
  readonly compile: CompileExpression;
  readonly types: Readonly<Record<string, ValueType>>;
  /** Where in the criterion the expressions stand: nothing, or `before.`. */
  readonly at: '' | 'before.';
}

type Way = Pick<Criterion, 'condition' | 'applies_when' | 'fails_when' | 'observed' | 'says'>;

export function compileWay(way: Way, compiling: Compiling): Result<CompiledWay, readonly Flaw[]> {
  const flaws: Flaw[] = [];
  const ready = (field: string, text: string | undefined, gives?: ValueType) => {
    if (text === undefined) return undefined;
    const outcome = compileOne(text, compiling, gives);
    if (outcome.ok) return outcome.value;
    flaws.push({ path: `${compiling.at}${field}`, message: outcome.problem });
    return undefined;
  };
  const condition = ready('condition', way.condition, 'boolean');
  const rest = {
    appliesWhen: ready('applies_when', way.applies_when, 'boolean'),
    failsWhen: ready('fails_when', way.fails_when, 'boolean'),
    observed: ready('observed', way.observed),
  };
  const [vi, en] = [ready('says.vi', way.says?.vi, 'text'), ready('says.en', way.says?.en, 'text')];
  if (condition === undefined || flaws.length > 0) return fail(flaws);
  return ok({ condition, ...rest, says: vi && en && { vi, en } });
}

/** Undefined where the criterion was always judged as it is. */
export function compileBefore(
  before: Before | undefined,
  compiling: Omit<Compiling, 'at'>,
): Result<CompiledBefore | undefined, readonly Flaw[]> {
  if (before === undefined) return ok(undefined);
  const way = compileWay({ ...before, fails_when: undefined }, { ...compiling, at: 'before.' });
  if (before.when === undefined)
    return way.ok ? ok({ ...way.value, when: undefined, note: before.note }) : way;
  const when = compileOne(before.when, { ...compiling, at: 'before.' }, 'boolean');
  if (!when.ok) {
    const flaw = { path: 'before.when', message: when.problem };
    return fail(way.ok ? [flaw] : [flaw, ...way.problem]);
  }
  return way.ok ? ok({ ...way.value, when: when.value, note: before.note }) : way;
}

function compileOne(
  text: string,
  { compile, types }: Compiling,
  gives: ValueType | undefined,
): Result<Expression> {
  const outcome = compile({ text, variables: types, ...(gives && { gives }) });
  return outcome.ok ? outcome : fail(`${outcome.problem} in ${JSON.stringify(text)}`);
}

export const expressionsOf = (
  way: (CompiledWay & { readonly when?: Expression | undefined }) | undefined,
): readonly (Expression | undefined)[] =>
  way === undefined
    ? []
    : [
        way.condition,
        way.appliesWhen,
        way.failsWhen,
        way.observed,
        way.says?.vi,
        way.says?.en,
        way.when,
      ];
