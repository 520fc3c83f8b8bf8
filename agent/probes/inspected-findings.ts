import type { Text } from '../../kit/text.ts';
import type { Finding } from '../../standards/finding.ts';

/** One criterion held against this one look, in the words of the collector's interface. */
export interface InspectedFinding {
  readonly criterion: string;
  readonly level: Finding['level'];
  readonly verdict: Finding['verdict'];
  readonly observed: Finding['observed'] | null;
  readonly required: Text;
  readonly unit: string;
  readonly source: Finding['source'];
  readonly confidence: Finding['confidence'];
  readonly remedy: Text;
  readonly name: Text;
  readonly group: Finding['group'];
  readonly standard: string;
  readonly standardVersion: string;
  readonly textChecked: boolean;
  /** No level waits for it. */
  readonly advisory: boolean;
  readonly unknown: Finding['unknown'] | null;
  /** Whether a setting mends it or only another camera; null where the encoder's options don't say. */
  readonly mend: 'set' | 'replace' | null;
}

export const toInspectedFinding = (finding: Finding): InspectedFinding => ({
  criterion: finding.criterion,
  level: finding.level,
  verdict: finding.verdict,
  observed: finding.observed ?? null,
  required: finding.required,
  unit: finding.unit,
  source: finding.source,
  confidence: finding.confidence,
  remedy: finding.remedy,
  name: finding.name,
  group: finding.group,
  standard: finding.standard,
  standardVersion: finding.standardVersion,
  textChecked: finding.textChecked,
  advisory: finding.advisory,
  unknown: finding.unknown ?? null,
  mend: finding.mend ?? null,
});
