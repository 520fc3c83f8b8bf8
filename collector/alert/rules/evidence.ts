import type { FieldValue } from '../../../wire/fact.ts';
import type { Fields } from '../rule.ts';
import { type Asking, readInput } from './read-rule-input.ts';

const LONGEST = 300;

/** What is kept with an incident: what its rule names of the fact, and what else it was judged by. */
export function evidenceOf(asking: Asking): Fields {
  const { rule, fields } = asking;
  const told: Record<string, FieldValue> = {};
  const tell = (name: string, value: FieldValue | undefined): void => {
    if (value !== undefined)
      told[name] = typeof value === 'string' ? value.slice(0, LONGEST) : value;
  };
  for (const name of rule.evidence) tell(`${rule.reads}.${name}`, fields[name]);
  for (const { input } of rule.inputs) {
    if (input === undefined) continue;
    if ('fact' in input) tell(input.fact, readInput(input, asking));
    if ('declaration' in input) tell(`declaration.${input.declaration}`, readInput(input, asking));
  }
  return told;
}
