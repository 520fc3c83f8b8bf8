import type { Speech } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import type { Finding } from '../../standards/finding.ts';
import type { SchoolView } from '../report/views.ts';
import { csvText } from './csv.ts';
import { isUnchecked } from './marks.ts';
import { sayObserved, sayUnknown } from './say-observed.ts';
import { exportWords } from './words/export.ts';
import { frame, groups, levels, verdicts } from './words/frame.ts';
import { confidences, schoolWords } from './words/school.ts';
import { yesNo } from './words/units.ts';

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
  exportWords.note,
  schoolWords.why,
  schoolWords.remedy,
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
  const yes = (value: boolean) => say(yesNo[value ? 'yes' : 'no']);
  return [
    view.name,
    yes(view.simulated),
    finding.criterion,
    say(finding.name),
    say(groups[finding.group]),
    say(levels[finding.level]),
    device?.name ?? finding.device ?? '',
    device === undefined ? '' : yes(device.simulated),
    say(verdicts[finding.verdict]),
    sayObserved(finding, speech),
    say(finding.required),
    say(confidences[finding.confidence]),
    isUnchecked(finding) ? say(frame.unchecked) : '',
    sayUnknown(finding, speech) ?? '',
    say(finding.remedy),
    finding.source.document,
    finding.source.clause,
    `${finding.standard} ${finding.standardVersion}`,
    new Date(finding.at).toISOString(),
  ];
}
