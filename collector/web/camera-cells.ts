import type { Speech } from '../../kit/say.ts';
import type { Finding } from '../../standards/finding.ts';
import {
  sayConfidence,
  sayMeasured,
  sayObserved,
  sayUnknown,
} from '../../standards/say-finding.ts';
import { ownFields, wordIn } from '../report/device-facts.ts';
import type { ReportSchool } from '../report/report-schools.ts';
import type { DeviceView } from '../report/views.ts';
import { deviceZones } from './words/devices.ts';
import { exportWords } from './words/export.ts';
import { reportWords } from './words/reports.ts';

/** Cells that the tables of both camera reports begin with and end in. */

export const PLACE_HEADS = [
  exportWords.school,
  reportWords.schoolId,
  exportWords.unit,
  reportWords.schoolSimulated,
  reportWords.cameraId,
  reportWords.camera,
  reportWords.cameraSimulated,
  reportWords.zone,
  reportWords.model,
] as const;

export function placeCells(
  school: Pick<ReportSchool, 'id' | 'name' | 'unit' | 'simulated'>,
  device: DeviceView,
  speech: Speech,
): readonly string[] {
  const own = ownFields(device);
  const model = [wordIn(own, 'manufacturer'), wordIn(own, 'model')];
  const yes = (value: boolean) => sayMeasured(value, '1', speech);
  return [
    school.name,
    school.id,
    school.unit?.name ?? '',
    yes(school.simulated),
    device.id,
    device.name,
    yes(device.simulated),
    sayZone(device.zone, speech),
    model.filter((word) => word !== undefined).join(' '),
  ];
}

function sayZone(zone: string | undefined, { language }: Speech): string {
  if (zone === undefined) return '';
  return (Object.hasOwn(deviceZones, zone) ? deviceZones[zone]?.[language] : undefined) ?? zone;
}

/** Room and zone, as a device's row says them under its name. */
export const sayPlace = ({ room, zone }: DeviceView, speech: Speech): string =>
  [room ?? '', sayZone(zone, speech)].filter((part) => part !== '').join(' · ');

/** `CAM-03: 640×480 → ≥ 1280×720`, one after the other; of an unknown one why it is. */
export const sayWhy = (findings: readonly Finding[], speech: Speech): string =>
  findings
    .map((finding) => {
      const seen = sayUnknown(finding, speech) ?? sayObserved(finding, speech);
      return `${finding.criterion}: ${seen} → ${finding.required[speech.language]}`;
    })
    .join('; ');

export const sayCriteria = (findings: readonly Finding[]): string =>
  [...new Set(findings.map(({ criterion }) => criterion))].join(', ');

/** Each mark with the criteria whose thresholds wear it. */
export function sayDoubts(findings: readonly Finding[], speech: Speech): string {
  const byMark = Map.groupBy(findings, (finding) => sayConfidence(finding, speech));
  return [...byMark]
    .flatMap(([mark, marked]) => (mark === undefined ? [] : [`${sayCriteria(marked)}: ${mark}`]))
    .join('; ');
}
