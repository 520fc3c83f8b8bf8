import * as z from 'zod';
import { Edition } from '../../../standards/os-support.ts';
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
  const [measurement = '', field = ''] = input.fact.split('.');
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

export const matches = (
  tags: LatestRow['tags'],
  where: Readonly<Record<string, string>> | undefined,
): boolean => Object.entries(where ?? {}).every(([name, value]) => tags[name] === value);

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

const EDITION_DECLARATION = 'lab_windows_edition';
const EXTENDED_DECLARATION = 'lab_windows_esu_until';

function readSystem(
  asked: 'days_left' | 'current' | 'release' | 'last_day',
  { rule, fields, facts }: Asking,
): FieldValue | undefined {
  const { os_name: name, os_version: version, os_build: build, os_edition: edition } = fields;
  if (rule.osSupport === undefined || facts === undefined || typeof name !== 'string')
    return undefined;
  const support = facts.support(rule.osSupport, {
    name,
    version: typeof version === 'string' ? version : '',
    build: typeof build === 'string' ? build : undefined,
    edition: Edition.safeParse(edition).data,
    declaredEdition: Edition.safeParse(facts.declaration(EDITION_DECLARATION)).data,
    extendedUntil: z.iso.date().safeParse(facts.declaration(EXTENDED_DECLARATION)).data,
  });
  if (support === undefined || support === 'edition') return undefined;
  const { daysLeft, current, release, lastDay } = support;
  return { days_left: daysLeft, current, release, last_day: lastDay }[asked];
}
