import { fail, ok, type Result } from '../../../kit/result.ts';
import type { CompileExpression, Expression, ValueType } from '../../../standards/cel.ts';
import type { OsSupport } from '../../../standards/os-support.ts';
import type { RuleWords } from '../rule.ts';
import type { CompiledRule, Flaw, NamedInput } from './compiled-rule.ts';
import { withFigures } from './figures.ts';
import { constantsOf, flawsOf } from './flaws.ts';
import { ownTypes, type Place, typeOfInput } from './input-types.ts';
import type { RuleSource } from './rule-schema.ts';

export interface Compiling {
  readonly compile: CompileExpression;
  readonly osSupport: OsSupport | undefined;
}

/** Makes one rule ready to judge by, or gives every problem in it. */
export function compileRule(
  source: RuleSource,
  { compile, osSupport }: Compiling,
): Result<CompiledRule, readonly Flaw[]> {
  const own = ownTypes(source.reads);
  if (own === undefined)
    return fail([{ path: 'reads', message: `no measurement ${source.reads} in the register` }]);
  const place = { reads: source.reads, own };
  const { types, flaws } = typesOf(source, place);
  flaws.push(...flawsOf(source));
  const ready = (field: 'condition' | 'release'): Expression | undefined => {
    const text = source[field];
    if (text === undefined) return undefined;
    const outcome = compile({ text, variables: types, gives: 'boolean' });
    if (outcome.ok) return outcome.value;
    flaws.push({ path: field, message: `${outcome.problem} in ${JSON.stringify(text)}` });
    return undefined;
  };
  // An expression over inputs without a type would only repeat what is wrong with those.
  if (flaws.some(({ path }) => path.startsWith('inputs.'))) return fail(flaws);
  const [condition, release] = [ready('condition'), ready('release')];
  const asked = new Set([...(condition?.names ?? []), ...(release?.names ?? [])]);
  if (condition !== undefined) flaws.push(...unasked(source, asked));
  if (condition === undefined || flaws.length > 0) return fail(flaws);
  return ok(assembled(source, { condition, release, types, asked, osSupport }));
}

function typesOf({ inputs = {} }: RuleSource, place: Place) {
  const types: Record<string, ValueType> = { ...place.own };
  const flaws: Flaw[] = [];
  for (const [name, input] of Object.entries(inputs)) {
    const type = typeOfInput(input, place);
    if (type.ok) types[name] = type.value;
    else flaws.push({ path: `inputs.${name}`, message: type.problem });
  }
  return { types, flaws };
}

/** An input nobody asks for is a slip of the pen: a figure its author believes is in force. */
const unasked = ({ inputs = {} }: RuleSource, asked: ReadonlySet<string>): readonly Flaw[] =>
  Object.keys(inputs)
    .filter((name) => !asked.has(name))
    .map((name) => ({ path: `inputs.${name}`, message: 'is read but used in no expression' }));

interface Ready {
  readonly condition: Expression;
  readonly release: Expression | undefined;
  readonly types: Readonly<Record<string, ValueType>>;
  readonly asked: ReadonlySet<string>;
  readonly osSupport: OsSupport | undefined;
}

function assembled(source: RuleSource, ready: Ready): CompiledRule {
  const { kinds } = source;
  const { id, severity, scope, observations, hours, tell, duties } = source;
  const { parents, cuts, hangs, reads, evidence, where, each, confidence } = source;
  const { condition, release, osSupport } = ready;
  const inputs = namedInputs(source, ready);
  return {
    ...{ id, severity, scope, observations, hours, tell, duties, parents, cuts, hangs },
    ...{ reads, evidence, where, each, confidence },
    escalate: source.escalate,
    gather: source.gather,
    hold: source.for,
    kinds: kinds && new Set(kinds),
    ...{ condition, release, inputs, osSupport, written: source },
    plain: inputs.every(({ input }) => input === undefined),
    words: wordsOf(source),
  };
}

function wordsOf(source: RuleSource): RuleWords {
  const { noun, nouns } = source;
  const figures = constantsOf(source);
  const told = (name: 'title' | 'opened' | 'resolved' | 'cause' | 'advice') =>
    withFigures(source[name], figures);
  return {
    title: told('title'),
    noun,
    ...(nouns && { nouns }),
    opened: told('opened'),
    resolved: told('resolved'),
    cause: told('cause'),
    advice: told('advice'),
  };
}

const namedInputs = ({ inputs = {} }: RuleSource, { types, asked }: Ready): readonly NamedInput[] =>
  [...asked].flatMap((name) => {
    const type = types[name];
    return type === undefined ? [] : [{ name, type, input: inputs[name] }];
  });
