import { fail, ok, type Result } from '../kit/result.ts';
import type { FieldValue } from '../wire/fact.ts';
import { isForeign } from '../wire/foreign.ts';
import type { FieldType } from '../wire/measurement-spec.ts';
import { specOf } from '../wire/measurements.ts';
import type { Expression, ValueType } from './cel.ts';
import type { Criterion, FactRead, FirmwareRead, Read, Standard } from './criterion.ts';
import { declarationOf } from './declarations.ts';

/** What is wrong in a criterion, and where in it. */
export interface Flaw {
  readonly path: string;
  readonly message: string;
}

/** What each named read will give, and every one that can never give anything. */
export function typesOfReads(
  reads: Criterion['reads'],
  appliesTo: Criterion['applies_to'],
): { readonly types: Record<string, ValueType>; readonly flaws: Flaw[] } {
  const types: Record<string, ValueType> = {};
  const flaws: Flaw[] = [];
  for (const [name, read] of Object.entries(reads)) {
    const type = typeOfRead(read, appliesTo);
    if (type.ok) types[name] = type.value;
    else flaws.push({ path: `reads.${name}`, message: type.problem });
  }
  return { types, flaws };
}

/** `measurement.field` of every fact that criteria read over a window, and not only the latest of. */
export function readByDay(standards: readonly Pick<Standard, 'criteria'>[]): readonly string[] {
  const reads = standards.flatMap(({ criteria }) =>
    criteria.flatMap(({ reads: own }) => Object.values(own)),
  );
  const facts = reads.flatMap((read) => ('fact' in read ? factsIn(read) : []));
  return [...new Set(facts)];
}

function factsIn({ fact, statistic, per, or_fact: older }: FactRead): readonly string[] {
  const own = statistic === 'latest' ? [] : [fact];
  const [measurement = ''] = fact.split('.');
  return [
    ...own,
    ...(per === undefined ? [] : [`${measurement}.${per}`]),
    ...(older === undefined ? [] : factsIn(older)),
  ];
}

/** An input nobody asks for is a slip of the pen: a threshold its author believes is in force. */
export function unusedReads(
  types: Readonly<Record<string, ValueType>>,
  expressions: readonly (Expression | undefined)[],
): Flaw[] {
  return Object.keys(types)
    .filter((name) => !expressions.some((expression) => expression?.names.has(name)))
    .map((name) => ({ path: `reads.${name}`, message: 'is read but used in no expression' }));
}

/** What a read will give, or why it can never give anything: checked once, when a standard is loaded. */
function typeOfRead(read: Read, appliesTo: Criterion['applies_to']): Result<ValueType> {
  if ('fact' in read) return typeOfFact(read);
  if ('declaration' in read) return typeOfDeclaration(read.declaration, read.otherwise);
  if ('devices' in read || 'constant' in read) return ok('number');
  if ('criterion' in read) return ok('text');
  if ('firmware' in read) return typeOfFirmware(read, appliesTo);
  if (appliesTo !== 'machine' && appliesTo !== 'server')
    return fail('an operating system is read of a machine or a server only');
  return ok(SYSTEM_TYPE[read.system]);
}

const SYSTEM_TYPE = {
  days_left: 'number',
  current: 'boolean',
  release: 'text',
  last_day: 'text',
} as const;

function typeOfFirmware(
  { firmware }: FirmwareRead,
  appliesTo: Criterion['applies_to'],
): Result<ValueType> {
  if (appliesTo !== 'camera') return fail('firmware is read of a camera only');
  return ok(firmware === 'sound' ? 'boolean' : 'text');
}

function typeOfFact(read: FactRead): Result<ValueType> {
  const [measurement = '', name = ''] = read.fact.split('.');
  if (isForeign(measurement)) return typeOfSeries('float', read);
  const spec = specOf(measurement);
  if (spec === undefined) return fail(`no measurement ${measurement} in the register`);
  const field = Object.hasOwn(spec.fields, name) ? spec.fields[name] : undefined;
  if (field === undefined) return fail(`measurement ${measurement} has no field ${name}`);
  for (const tag of Object.keys(read.where ?? {}))
    if (!Object.hasOwn(spec.tags, tag)) return fail(`measurement ${measurement} has no tag ${tag}`);
  return typeOfSeries(field.type, read);
}

/** What other programs measure stands in no register: a figure is all that can be read of it. */
function typeOfSeries(type: FieldType, read: FactRead): Result<ValueType> {
  const flaw = flawOfWindow(read) ?? flawOfShare(read) ?? flawOfOlder(read);
  if (flaw !== undefined) return fail(flaw);
  const series = afterStatistic(KIND[type], read);
  const given = series.ok ? afterAcross(series.value, read) : series;
  return given.ok ? agreeing(given.value, read) : given;
}

function flawOfWindow({ statistic, window }: FactRead): string | undefined {
  if ((statistic === 'latest') === (window === undefined)) return undefined;
  return statistic === 'latest'
    ? 'the latest value has no window: name a statistic'
    : `${statistic} needs a window`;
}

function flawOfShare({ fact, per, statistic }: FactRead): string | undefined {
  if (per === undefined) return undefined;
  if (statistic !== 'mean') return `per goes with the mean, not with ${statistic}`;
  const [measurement = ''] = fact.split('.');
  const fields = specOf(measurement)?.fields ?? {};
  const type = Object.hasOwn(fields, per) ? fields[per]?.type : undefined;
  return type === 'float' || type === 'integer'
    ? undefined
    : `measurement ${measurement} has no number ${per}`;
}

/** What stands in the fact's place must be of its kind. */
function flawOfOlder({ fact, or_fact: older, ...read }: FactRead): string | undefined {
  if (older === undefined) return undefined;
  const [own, other] = [typeOfFact({ ...read, fact }), typeOfFact(older)];
  if (!other.ok) return `or_fact: ${other.problem}`;
  return !own.ok || own.value === other.value
    ? undefined
    : `or_fact is a ${other.value}, the value a ${own.value}`;
}

const KIND = { float: 'number', integer: 'number', boolean: 'boolean', string: 'text' } as const;

function afterStatistic(type: ValueType, { statistic, fact }: FactRead): Result<ValueType> {
  if (statistic === 'latest') return ok(type);
  if (statistic === 'count') return ok('number');
  const fits =
    type === 'number' ? statistic !== 'share_true' : type === 'boolean' && statistic !== 'mean';
  if (!fits) return fail(`${statistic} says nothing of ${fact}, a ${type}`);
  return ok(statistic === 'share_true' ? 'number' : type);
}

function afterAcross(type: ValueType, { across, fact }: FactRead): Result<ValueType> {
  if (across === 'newest') return ok(type);
  if (across === 'count') return ok('number');
  const wantsTruth = across === 'share_true';
  const fits =
    across === 'count_true' ? type !== 'text' : type === (wantsTruth ? 'boolean' : 'number');
  return fits ? ok('number') : fail(`${across} across series says nothing of ${fact}, a ${type}`);
}

function agreeing(
  type: ValueType,
  { otherwise, or_declared, devices }: FactRead,
): Result<ValueType> {
  if (otherwise !== undefined && typeOfValue(otherwise) !== type)
    return fail(`otherwise is a ${typeOfValue(otherwise)}, the value a ${type}`);
  if (or_declared === undefined) return ok(type);
  if (devices === undefined)
    return fail('or_declared needs devices: it stands where there are none');
  const declared = typeOfDeclaration(or_declared, undefined);
  if (!declared.ok) return declared;
  return declared.value === type
    ? ok(type)
    : fail(`or_declared ${or_declared} is a ${declared.value}, the value a ${type}`);
}

function typeOfDeclaration(name: string, otherwise: FieldValue | undefined): Result<ValueType> {
  const spec = declarationOf(name);
  if (spec === undefined) return fail(`no declaration ${name}`);
  const type = ({ number: 'number', yes: 'boolean', text: 'text', choice: 'text' } as const)[
    spec.type
  ];
  return otherwise === undefined || typeOfValue(otherwise) === type
    ? ok(type)
    : fail(`otherwise is a ${typeOfValue(otherwise)}, the declaration a ${type}`);
}

export function typeOfValue(value: FieldValue): ValueType {
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'text';
}
