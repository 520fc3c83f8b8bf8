import type { FieldValue } from '../wire/fact.ts';
import type { Expression } from './cel.ts';
import type { CompiledCriterion } from './compile.ts';
import type { CompiledWay } from './compile-way.ts';
import type { Finding } from './finding.ts';
import type { Input } from './read-input.ts';

/** A criterion's inputs, by the names its expressions call them. */
export type Inputs = ReadonlyMap<string, Input>;

export type Ruling = Pick<Finding, 'verdict' | 'unknown' | 'observed' | 'says' | 'note'>;

/** By the criterion's own condition; where what it asks for was never measured, by the one that stood before. */
export function rulingOf(compiled: CompiledCriterion, inputs: Inputs): Ruling {
  const own = rulingBy(compiled, inputs);
  const { before } = compiled;
  if (before === undefined) return own;
  const asked = run(before.when, inputs, false);
  const isAsked = asked.known && asked.value === true;
  if (!isAsked && own.unknown?.reason !== 'never_measured') return own;
  const { note } = before;
  const older = { ...rulingBy(before, inputs), ...(note && { note }) };
  return own.verdict === 'unknown' && older.verdict === 'unknown' ? own : older;
}

const rulingBy = (way: CompiledWay, inputs: Inputs): Ruling => ({
  ...verdictOf(way, inputs),
  observed: observedOf(way, inputs),
  ...saidOf(way, inputs),
});

function verdictOf(
  { appliesWhen, failsWhen, condition }: CompiledWay,
  inputs: Inputs,
): Pick<Finding, 'verdict' | 'unknown'> {
  const applies = run(appliesWhen, inputs, true);
  if (!applies.known) return unknown(applies);
  if (applies.value === false) return { verdict: 'not_applicable', unknown: undefined };
  const fails = run(failsWhen, inputs, false);
  if (fails.known && fails.value === true) return { verdict: 'fail', unknown: undefined };
  const holds = run(condition, inputs, false);
  if (!fails.known) return unknown(fails);
  if (!holds.known) return unknown(holds);
  return { verdict: holds.value === true ? 'pass' : 'fail', unknown: undefined };
}

const unknown = ({ reason, input }: Input & { readonly known: false }) =>
  ({ verdict: 'unknown', unknown: { reason, input } }) as const;

/** The value of an expression, or the first of its inputs that is missing. */
export function run(expression: Expression | undefined, inputs: Inputs, absent: boolean): Input {
  if (expression === undefined) return { known: true, value: absent, at: undefined };
  const values: Record<string, FieldValue> = {};
  for (const [name, input] of inputs) {
    if (!expression.names.has(name)) continue;
    if (!input.known) return input;
    values[name] = input.value;
  }
  const outcome = expression.evaluate(values);
  return outcome.ok
    ? { known: true, value: outcome.value, at: undefined }
    : { known: false, reason: 'condition_error', input: outcome.problem };
}

/** What to show beside the requirement; without an expression for it, the first input of the condition. */
function observedOf({ observed, condition }: CompiledWay, inputs: Inputs): FieldValue | undefined {
  const [shown] = [...inputs]
    .filter(([name]) => condition.names.has(name))
    .map(([, input]) => input);
  const outcome = observed === undefined ? shown : run(observed, inputs, false);
  return outcome?.known ? outcome.value : undefined;
}

/** The criterion's own sentence on what it saw; nothing while an input is missing. */
function saidOf({ says }: CompiledWay, inputs: Inputs): Pick<Finding, 'says'> {
  if (says === undefined) return {};
  const [vi, en] = [run(says.vi, inputs, false), run(says.en, inputs, false)];
  return vi.known && en.known ? { says: { vi: `${vi.value}`, en: `${en.value}` } } : {};
}
