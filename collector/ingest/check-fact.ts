import { days, type EpochMs } from '../../kit/units.ts';
import type { Fact, FieldValue } from '../../wire/fact.ts';
import type { FieldType, MeasurementSpec } from '../../wire/measurement-spec.ts';
import { specOf } from '../../wire/measurements.ts';

const OLDEST_MS = Date.UTC(2000, 0, 1);
/** A clock that is off is itself a fact, so a stamp may be off; a year in the future is garbage. */
const AHEAD = days(1);

/** Why a fact can't be stored; undefined when it can. Unregistered measurements pass as they are. */
export function whyRefused(fact: Fact, receivedAt: EpochMs): string | undefined {
  if (fact.at < OLDEST_MS) return 'time stamp before the year 2000';
  if (fact.at > receivedAt + AHEAD) return 'time stamp more than a day in the future';
  const spec = specOf(fact.measurement);
  return spec === undefined ? undefined : whyOffRegister(fact, spec);
}

function whyOffRegister({ measurement, tags, fields }: Fact, spec: MeasurementSpec) {
  for (const [name, { required }] of Object.entries(spec.tags))
    if (required && tags[name] === undefined) return `${measurement} needs the tag ${name}`;
  for (const [name, value] of Object.entries(fields)) {
    const field = Object.hasOwn(spec.fields, name) ? spec.fields[name] : undefined;
    if (field === undefined) return `${measurement} has no field ${name.slice(0, 64)}`;
    if (!isOfType(value, field.type))
      return `${measurement}.${name} must be ${ARTICLE[field.type]}`;
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
