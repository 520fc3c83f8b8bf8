import type { Text } from '../../kit/text.ts';
import { explainError } from '../../wire/error-words.ts';
import type { FieldValue } from '../../wire/fact.ts';

/** The error kept with an incident: its phrase, and what it means where that is known. */
export interface EvidenceError {
  /** `camera.error` */
  readonly name: string;
  readonly phrase: string;
  readonly meaning: Text | undefined;
}

/** Evidence is named `measurement.field`. */
export function errorIn(evidence: Readonly<Record<string, FieldValue>>): EvidenceError | undefined {
  const found = Object.entries(evidence).find(([name]) => name.endsWith('.error'));
  if (found === undefined) return undefined;
  const [name, phrase] = found;
  const prefix = name.slice(0, -'error'.length);
  const fields = Object.entries(evidence)
    .filter(([each]) => each.startsWith(prefix))
    .map(([each, value]) => [each.slice(prefix.length), value]);
  const meaning = explainError(prefix.slice(0, -1), Object.fromEntries(fields));
  return { name, phrase: String(phrase), meaning };
}
