import { fail, ok, type Result } from '../../../kit/result.ts';
import type { ValueType } from '../../../standards/cel.ts';
import { declarationOf } from '../../../standards/declarations.ts';
import { typeOfValue } from '../../../standards/reads.ts';
import type { FieldValue } from '../../../wire/fact.ts';
import type { FieldType } from '../../../wire/measurement-spec.ts';
import { specOf } from '../../../wire/measurements.ts';
import { COLLECTOR_TYPES, RECEIPT_TYPES } from './collector-fields.ts';
import type { FactInput, RuleInput } from './rule-schema.ts';

/** What each name in a rule's expressions will be, checked once when the rules are loaded. */

export type Types = Readonly<Record<string, ValueType>>;

const KIND: Readonly<Record<FieldType, ValueType>> = {
  float: 'number',
  integer: 'number',
  boolean: 'boolean',
  string: 'text',
};

/** The fields a rule reads by their own names; undefined where there is nothing of that name to read. */
export function ownTypes(reads: string): Types | undefined {
  if (reads === 'receipts') return RECEIPT_TYPES;
  if (reads === 'collector') return COLLECTOR_TYPES;
  const fields = specOf(reads)?.fields;
  return (
    fields &&
    Object.fromEntries(Object.entries(fields).map(([name, { type }]) => [name, KIND[type]]))
  );
}

export interface Place {
  readonly reads: string;
  readonly own: Types;
}

export function typeOfInput(input: RuleInput, place: Place): Result<ValueType> {
  if ('constant' in input) return ok('number');
  if ('system' in input) return typeOfSystem(input.system, place);
  const type =
    'field' in input
      ? typeOfField(input.field, place)
      : 'fact' in input
        ? typeOfFact(input)
        : typeOfDeclaration(input.declaration);
  return type.ok ? agreeing(type.value, input.otherwise) : type;
}

const SYSTEM_TYPE = {
  days_left: 'number',
  current: 'boolean',
  release: 'text',
  last_day: 'text',
} as const;

function typeOfSystem(system: keyof typeof SYSTEM_TYPE, place: Place): Result<ValueType> {
  return place.reads === 'machine' || place.reads === 'server'
    ? ok(SYSTEM_TYPE[system])
    : fail('an operating system is read of a machine or a server only');
}

function typeOfField(field: string, { reads, own }: Place): Result<ValueType> {
  const type = Object.hasOwn(own, field) ? own[field] : undefined;
  return type === undefined ? fail(`${reads} has no field ${field}`) : ok(type);
}

function typeOfFact({ fact, where, across }: FactInput): Result<ValueType> {
  const [measurement = '', name = ''] = fact.split('.');
  const spec = specOf(measurement);
  if (spec === undefined) return fail(`no measurement ${measurement} in the register`);
  const field = Object.hasOwn(spec.fields, name) ? spec.fields[name] : undefined;
  if (field === undefined) return fail(`measurement ${measurement} has no field ${name}`);
  for (const tag of Object.keys(where ?? {}))
    if (!Object.hasOwn(spec.tags, tag)) return fail(`measurement ${measurement} has no tag ${tag}`);
  const type = KIND[field.type];
  return across === 'newest' || type === 'number'
    ? ok(type)
    : fail(`${across} across series says nothing of ${fact}, a ${type}`);
}

function typeOfDeclaration(name: string): Result<ValueType> {
  const spec = declarationOf(name);
  if (spec === undefined) return fail(`no declaration ${name}`);
  if (spec.type === 'number') return ok('number');
  return ok(spec.type === 'yes' ? 'boolean' : 'text');
}

function agreeing(type: ValueType, otherwise: FieldValue | undefined): Result<ValueType> {
  if (otherwise === undefined || typeOfValue(otherwise) === type) return ok(type);
  return fail(`otherwise is a ${typeOfValue(otherwise)}, the value a ${type}`);
}
