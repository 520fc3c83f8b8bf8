import type { Expression } from '../../../standards/cel.ts';
import { typeOfValue } from '../../../standards/reads.ts';
import type { FieldValue } from '../../../wire/fact.ts';
import type { Fields } from '../rule.ts';
import type { NamedInput } from './compiled-rule.ts';
import { type Asking, readInput } from './read-rule-input.ts';

/** Undefined: neither can be said. */
export type Verdict = 'bad' | 'good' | undefined;

/** A missing input, or one of another type than the register has, decides nothing: unknown is never bad. */
export function judgeRule(asking: Asking): Verdict {
  const { rule, fields } = asking;
  const values = rule.plain ? ownValues(rule.inputs, fields) : valuesOf(asking);
  if (values === undefined) return undefined;
  const bad = truth(rule.condition, values);
  if (bad === undefined) return undefined;
  if (bad) return 'bad';
  return rule.release === undefined || truth(rule.release, values) === true ? 'good' : undefined;
}

function truth(expression: Expression, values: Fields): boolean | undefined {
  const outcome = expression.evaluate(values);
  return outcome.ok && typeof outcome.value === 'boolean' ? outcome.value : undefined;
}

/** The fact's own fields, as they are: most rules ask for nothing else, and there are many devices. */
const ownValues = (inputs: readonly NamedInput[], fields: Fields): Fields | undefined =>
  inputs.every(({ name, type }) => isOfType(fields[name], type)) ? fields : undefined;

function valuesOf(asking: Asking): Fields | undefined {
  const values: Record<string, FieldValue> = {};
  for (const { name, type, input } of asking.rule.inputs) {
    const value = input === undefined ? asking.fields[name] : readInput(input, asking);
    if (value === undefined || !isOfType(value, type)) return undefined;
    values[name] = value;
  }
  return values;
}

const isOfType = (value: FieldValue | undefined, type: NamedInput['type']): boolean =>
  value !== undefined && typeOfValue(value) === type;
