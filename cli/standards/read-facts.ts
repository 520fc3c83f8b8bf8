import { readFileSync, statSync } from 'node:fs';
import * as z from 'zod';
import { fail, messageOf, ok, type Result } from '../../kit/result.ts';
import { type EpochMs, epochMs } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';
import { specOf } from '../../wire/measurements.ts';
import { parseLines } from '../../wire/parse-line.ts';

export interface FactsRead {
  readonly facts: readonly Fact[];
  /** What was passed over, one sentence each. */
  readonly remarks: readonly string[];
}

const MAX_BYTES = 64 * 1024 * 1024;

/** Facts out of line protocol stamped in milliseconds, or out of JSON: an array, or {facts: […]}. */
export function readFacts(file: string, now: EpochMs): Result<FactsRead> {
  const text = readText(file);
  if (!text.ok) return text;
  const read = /^\s*[[{]/.test(text.value) ? fromJson(text.value) : fromLines(text.value, now);
  if (!read.ok) return read;
  if (read.value.facts.length === 0)
    return fail([...read.value.remarks.slice(0, 5), 'holds no facts'].join('; '));
  return read;
}

function readText(file: string): Result<string> {
  try {
    if (statSync(file).size > MAX_BYTES) return fail(`larger than ${MAX_BYTES} bytes`);
    return ok(readFileSync(file, 'utf8'));
  } catch (error) {
    return fail(`cannot be read: ${messageOf(error)}`);
  }
}

function fromLines(text: string, now: EpochMs): Result<FactsRead> {
  const facts: Fact[] = [];
  const remarks: string[] = [];
  for (const { number, parsed } of parseLines(text, 'ms', now)) {
    const problem = parsed.ok ? strangerIn(parsed.value) : parsed.problem;
    if (problem !== undefined) remarks.push(`line ${number}: ${problem}`);
    if (parsed.ok) facts.push(parsed.value);
  }
  return ok({ facts, remarks });
}

const JsonFact = z.object({
  measurement: z.string().min(1),
  tags: z.record(z.string(), z.string()),
  fields: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
  at: z.number().transform(epochMs),
});
const JsonFacts = z.union([
  z.array(z.unknown()),
  z.object({ facts: z.array(z.unknown()) }).transform(({ facts }) => facts),
]);

function fromJson(text: string): Result<FactsRead> {
  const items = parseJson(text);
  if (!items.ok) return items;
  const facts: Fact[] = [];
  const remarks: string[] = [];
  items.value.forEach((item, at) => {
    const parsed = JsonFact.safeParse(item);
    const problem = parsed.success
      ? strangerIn(parsed.data)
      : 'is no {measurement, tags, fields, at}';
    if (problem !== undefined) remarks.push(`fact ${at + 1}: ${problem}`);
    if (parsed.success) facts.push(parsed.data);
  });
  return ok({ facts, remarks });
}

function parseJson(text: string): Result<readonly unknown[]> {
  try {
    const parsed = JsonFacts.safeParse(JSON.parse(text));
    return parsed.success ? ok(parsed.data) : fail('is neither an array of facts nor {facts: […]}');
  } catch (error) {
    return fail(`is no JSON: ${messageOf(error)}`);
  }
}

/** A fact outside the register is kept, because it does no harm, and named, because no criterion reads it. */
function strangerIn({ measurement, fields }: Fact): string | undefined {
  const spec = specOf(measurement);
  if (spec === undefined) return `no measurement ${measurement} in the register`;
  const stranger = Object.keys(fields).find((name) => !Object.hasOwn(spec.fields, name));
  return stranger === undefined ? undefined : `measurement ${measurement} has no field ${stranger}`;
}
