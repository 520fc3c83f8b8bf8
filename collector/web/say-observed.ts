import type { Speech } from '../../kit/say.ts';
import type { Finding } from '../../standards/finding.ts';
import { sayInput, sayValue } from './say-value.ts';
import { missingInput, unknownReasons } from './words/school.ts';

/** What was observed, with its unit; a dash where nothing was. */
export function sayObserved(finding: Finding, speech: Speech): string {
  return finding.observed === undefined ? '–' : sayValue(finding.observed, finding.unit, speech);
}

/** Why nothing can be said, and what is missing; undefined for a finding that says something. */
export function sayUnknown({ unknown }: Finding, speech: Speech): string | undefined {
  if (unknown === undefined) return undefined;
  const reason = unknownReasons[unknown.reason][speech.language];
  if (unknown.input === '') return reason;
  return `${reason} ${missingInput(sayInput(unknown.input, speech))[speech.language]}`;
}
