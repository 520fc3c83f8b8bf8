/**
 * Influx line protocol, as we write it (and parse-line.ts reads it).
 *
 *   measurement,tag=value,tag=value field=1.5,count=3i,flag=true,word="text" 1732390000123
 *   └ escaped: , space ┘ └ , = space ┘ └ float ┘ └ int ┘           └ \" \\ ┘ └ precision=ms
 *
 * Invariants: one line is one fact; a line feed always ends a line, so a torn quote spoils one line only.
 * A backslash in a name or tag has no spelling all readers agree on: the encoder writes `/` for it.
 * Control characters become spaces. Source: docs.influxdata.com, line protocol reference (1.x and 2.x).
 */
import type { Fact, FieldValue } from './fact.ts';
import { specOf } from './measurements.ts';

/** One fact as a line without its line feed, stamped in milliseconds. Tags are sorted by name. */
export function encodeFact(fact: Fact): string {
  const fields = Object.entries(fact.fields).map(
    ([name, value]) => `${escapeName(name)}=${encodeValue(fact.measurement, name, value)}`,
  );
  if (fields.length === 0) throw new Error(`fact ${fact.measurement} has no field`);
  return `${seriesKey(fact)} ${fields.join(',')} ${fact.at}`;
}

export const encodeFacts = (facts: readonly Fact[]): string => facts.map(encodeFact).join('\n');

/** Measurement and sorted tags: the identity of a series, and the head of its line. */
export function seriesKey({ measurement, tags }: Pick<Fact, 'measurement' | 'tags'>): string {
  const pairs = Object.entries(tags)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `,${escapeName(name)}=${escapeName(value)}`);
  return clean(measurement).replace(/[, ]/g, '\\$&') + pairs.join('');
}

const clean = (text: string): string => text.replace(/\p{Cc}/gu, ' ').replaceAll('\\', '/');
/** Nearly all names are so: nothing in them to clean or to escape. */
const PLAIN = /^[\w.:-]*$/;
const escapeName = (text: string): string =>
  PLAIN.test(text) ? text : clean(text).replace(/[,= ]/g, '\\$&');

function encodeValue(measurement: string, name: string, value: FieldValue): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'string':
      return `"${value.replace(/\p{Cc}/gu, ' ').replace(/["\\]/g, '\\$&')}"`;
    case 'number':
      return encodeNumber(measurement, name, value);
  }
}

function encodeNumber(measurement: string, name: string, value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${measurement}.${name} is ${value}`);
  if (specOf(measurement)?.fields[name]?.type !== 'integer') return String(value);
  if (!Number.isSafeInteger(value))
    throw new Error(`${measurement}.${name} is not an integer: ${value}`);
  return `${value}i`;
}
