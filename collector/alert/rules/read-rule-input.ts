import { never } from '../../../kit/result.ts';
import type { SystemRead } from '../../../standards/criterion.ts';
import type { FieldValue } from '../../../wire/fact.ts';
import type { LatestRow } from '../../store/latest.ts';
import type { Fields } from '../rule.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { FactInput, RuleInput } from './rule-schema.ts';
import type { SchoolFacts } from './school-facts.ts';

/** Of whom a rule is judged; a rule of the collector or of receipts has no school's facts. */
export interface Asking {
  readonly rule: CompiledRule;
  readonly fields: Fields;
  readonly device: string;
  readonly facts: SchoolFacts | undefined;
}

/** The value an input stands for now; undefined where it is missing. */
export function readInput(input: RuleInput, asking: Asking): FieldValue | undefined {
  if ('constant' in input) return input.constant;
  if ('field' in input) return asking.fields[input.field] ?? input.otherwise;
  if ('fact' in input) return readFact(input, asking) ?? input.otherwise;
  if ('declaration' in input)
    return asking.facts?.declaration(input.declaration) ?? input.otherwise;
  return readSystem(input.system, asking);
}

function readFact(input: FactInput, { facts, device }: Asking): FieldValue | undefined {
  if (facts === undefined) return undefined;
  const [measurement, field] = halves(input.fact);
  const rows =
    input.of === 'school' ? facts.of(measurement) : facts.byDevice(measurement).get(device);
  const told = (rows ?? []).filter(
    (row) =>
      row.fields[field] !== undefined &&
      row.at >= facts.now - input.max_age &&
      matches(row.tags, input.where),
  );
  return across(input, field, told);
}

const halves = (fact: string): readonly [string, string] => {
  const dot = fact.indexOf('.');
  return [fact.slice(0, dot), fact.slice(dot + 1)];
};

export const matches = (
  tags: LatestRow['tags'],
  where: Readonly<Record<string, string>> | undefined,
): boolean => {
  for (const name in where) if (tags[name] !== where[name]) return false;
  return true;
};

function across(
  input: FactInput,
  field: string,
  told: readonly LatestRow[],
): FieldValue | undefined {
  const [first] = told;
  if (first === undefined) return undefined;
  if (input.across === 'newest')
    return told.reduce((best, row) => (row.at > best.at ? row : best), first).fields[field];
  const numbers = told.map(({ fields }) => Number(fields[field]));
  return input.across === 'min' ? Math.min(...numbers) : Math.max(...numbers);
}

function readSystem(
  asked: SystemRead['system'],
  { rule, fields, facts }: Asking,
): FieldValue | undefined {
  const support = facts?.support({ osSupport: rule.osSupport, fields });
  if (support === undefined || support === 'edition') return undefined;
  switch (asked) {
    case 'days_left':
      return support.daysLeft;
    case 'current':
      return support.current;
    case 'release':
      return support.release;
    case 'last_day':
      return support.lastDay.split('-').reverse().join('/');
    default:
      return never(asked);
  }
}
