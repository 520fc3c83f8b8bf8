import { days, type EpochMs } from '../../kit/units.ts';
import type { Fact, FactPoint, FieldValue } from '../../wire/fact.ts';
import type { FieldType, MeasurementSpec } from '../../wire/measurement-spec.ts';

const OLDEST_MS = Date.UTC(2000, 0, 1);
/** A clock that is off is itself a fact, so a stamp may be off; a year in the future is garbage. */
const AHEAD = days(1);

/** Why no fact of these tags can be stored; undefined when they can. */
export function whyTagsRefused(tags: Fact['tags'], spec: MeasurementSpec, measurement: string) {
  for (const [name, { required }] of Object.entries(spec.tags))
    if (required && tags[name] === undefined) return `${measurement} needs the tag ${name}`;
  return undefined;
}

/** Why one fact can't be stored; undefined when it can. Unregistered measurements, without a spec, pass as they are. */
export function whyPointRefused(
  { fields, at }: FactPoint,
  receivedAt: EpochMs,
  of: { readonly measurement: string; readonly spec: MeasurementSpec | undefined },
): string | undefined {
  if (at < OLDEST_MS) return 'time stamp before the year 2000';
  if (at > receivedAt + AHEAD) return 'time stamp more than a day in the future';
  if (of.spec === undefined) return undefined;
  for (const name in fields) {
    const value = fields[name];
    const field = Object.hasOwn(of.spec.fields, name) ? of.spec.fields[name] : undefined;
    if (field === undefined) return `${of.measurement} has no field ${name.slice(0, 64)}`;
    if (value !== undefined && !isOfType(value, field.type))
      return `${of.measurement}.${name} must be ${ARTICLE[field.type]}`;
  }
  return undefined;
}

/** A whole number without its `i` stands for an integer, and one with it for a float. */
function isOfType(value: FieldValue, type: FieldType): boolean {
  if (type === 'integer') return Number.isSafeInteger(value);
  return typeof value === (type === 'float' ? 'number' : type);
}

const ARTICLE: Readonly<Record<FieldType, string>> = {
  float: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
  string: 'a text',
};
