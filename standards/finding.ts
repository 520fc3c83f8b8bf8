import type { Text } from '../kit/text.ts';
import type { EpochMs } from '../kit/units.ts';
import type { FieldValue } from '../wire/fact.ts';
import type { Confidence, Group, Level } from './criterion.ts';

export const VERDICTS = ['pass', 'fail', 'unknown', 'not_applicable'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Why nothing could be said: the page puts it in words. */
export type UnknownReason =
  | 'never_measured'
  | 'too_old'
  | 'too_few_samples'
  | 'not_declared'
  | 'not_listed'
  | 'devices_unknown'
  | 'criterion_unknown'
  | 'condition_error';

/** A criterion judged, for one device or (device undefined) for the school. */
export interface Finding {
  readonly standard: string;
  readonly standardVersion: string;
  readonly textChecked: boolean;
  readonly criterion: string;
  readonly level: Level;
  readonly group: Group;
  readonly name: Text;
  readonly mandatory: boolean;
  /** No level waits for it. */
  readonly advisory: boolean;
  readonly device: string | undefined;
  readonly verdict: Verdict;
  /** Why it is unknown, and which input was missing. */
  readonly unknown: { readonly reason: UnknownReason; readonly input: string } | undefined;
  readonly observed: FieldValue | undefined;
  /** What was judged, in one sentence; undefined where the criterion has none or an input is missing. */
  readonly says?: Text;
  readonly required: Text;
  readonly unit: string;
  /** When the newest input was measured; the time of judging where there is none. */
  readonly at: EpochMs;
  readonly source: { readonly document: string; readonly clause: string };
  readonly confidence: Confidence;
  readonly remedy: Text;
  /** Of a failing device: a setting mends it, or only another device does; undefined where its options don't say. */
  readonly mend: 'set' | 'replace' | undefined;
  /** What a reader must know of the figure: which part was read and which is proposed. */
  readonly note?: Text;
  /** For a school finding rolled up from devices: how many of each verdict. */
  readonly devices: Readonly<Record<Verdict, number>> | undefined;
}

/** What stands on a readiness page for one level. */
export interface LevelSummary {
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
  readonly notApplicable: number;
  readonly verdict: Verdict;
}
