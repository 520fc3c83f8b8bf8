import type { Speech } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import type { Finding } from '../../standards/finding.ts';
import {
  sayConfidence,
  sayLevel,
  sayMeasured,
  sayObserved,
  sayUnknown,
  sayVerdict,
} from '../../standards/say-finding.ts';
import type { SchoolView } from '../report/views.ts';
import { csvText } from './csv.ts';
import { exportWords } from './words/export.ts';
import { groups } from './words/frame.ts';
import { confidences, schoolWords } from './words/school.ts';

const HEADS = [
  exportWords.school,
  exportWords.simulated,
  exportWords.criterionId,
  schoolWords.criterion,
  exportWords.group,
  exportWords.level,
  exportWords.device,
  exportWords.deviceSimulated,
  schoolWords.result,
  schoolWords.observed,
  schoolWords.required,
  exportWords.confidence,
  exportWords.doubt,
  schoolWords.why,
  schoolWords.remedy,
  schoolWords.note,
  exportWords.document,
  exportWords.clause,
  schoolWords.standard,
  exportWords.at,
] as const;

/** Every finding of a school, those of its devices included, each with how sure its threshold is. */
export function findingsCsv(view: SchoolView, speech: Speech): string {
  const heads = HEADS.map((head) => head[speech.language]);
  return csvText([heads, ...view.findings.map((finding) => findingCells(finding, view, speech))]);
}

function findingCells(finding: Finding, view: SchoolView, speech: Speech): readonly string[] {
  const say = (text: Text) => text[speech.language];
  const device = view.devices.find(({ id }) => id === finding.device);
  const yes = (value: boolean) => sayMeasured(value, '1', speech);
  return [
    view.name,
    yes(view.simulated),
    finding.criterion,
    say(finding.name),
    say(groups[finding.group]),
    sayLevel(finding, speech),
    device?.name ?? finding.device ?? '',
    device === undefined ? '' : yes(device.simulated),
    sayVerdict(finding.verdict, speech),
    sayObserved(finding, speech),
    say(finding.required),
    say(confidences[finding.confidence]),
    sayConfidence(finding, speech) ?? '',
    sayUnknown(finding, speech) ?? '',
    say(finding.remedy),
    finding.note === undefined ? '' : say(finding.note),
    finding.source.document,
    finding.source.clause,
    `${finding.standard} ${finding.standardVersion}`,
    new Date(finding.at).toISOString(),
  ];
}
