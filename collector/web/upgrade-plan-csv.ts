import type { Speech } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import type { EpochMs } from '../../kit/units.ts';
import { sayVerdict } from '../../standards/say-finding.ts';
import { type CameraStanding, evidenceAt } from '../report/camera-standing.ts';
import { ownFields, wordIn } from '../report/device-facts.ts';
import {
  type PlannedSchool,
  type PlanTotals,
  saySetting,
  type UpgradePlan,
} from '../report/upgrade-plan.ts';
import { PLACE_HEADS, placeCells, sayCriteria, sayDoubts, sayWhy } from './camera-cells.ts';
import { csvText } from './csv.ts';
import { exportWords } from './words/export.ts';
import { levels } from './words/frame.ts';
import { cameraActions, reportWords } from './words/reports.ts';

type Row = readonly (string | number)[];

const HEADS = [
  ...PLACE_HEADS,
  reportWords.firmware,
  reportWords.result,
  reportWords.action,
  reportWords.setting,
  reportWords.why,
  reportWords.criteria,
  reportWords.unclear,
  reportWords.remedy,
  reportWords.doubt,
  reportWords.at,
] as const;

/** Every camera that fails or is unknown, then how many of each, by school and in all. */
export function upgradePlanCsv(plan: UpgradePlan, now: EpochMs, speech: Speech): string {
  const say = (text: Text) => text[speech.language];
  return csvText([
    HEADS.map(say),
    ...plan.schools.flatMap((school) =>
      school.cameras.map((camera) => cameraRow(school, camera, speech)),
    ),
    [],
    ...totalRows(plan, speech),
    [],
    [say(reportWords.level), say(levels[plan.level])],
    [say(reportWords.reportedOn), new Date(now).toISOString()],
  ]);
}

function cameraRow(school: PlannedSchool, camera: CameraStanding, speech: Speech): Row {
  const { language } = speech;
  const { device, verdict, action, failing, unknown } = camera;
  const at = evidenceAt(camera);
  return [
    ...placeCells(school, device, speech),
    wordIn(ownFields(device), 'firmware') ?? '',
    sayVerdict(verdict, speech),
    action === undefined ? '' : cameraActions[action][language],
    saySetting(camera)?.[language] ?? '',
    sayWhy(failing, speech),
    sayCriteria(failing),
    sayWhy(unknown, speech),
    [...new Set(failing.map(({ remedy }) => remedy[language]))].join(' '),
    sayDoubts([...failing, ...unknown], speech),
    at === undefined ? '' : new Date(at).toISOString(),
  ];
}

function totalRows({ schools, totals }: UpgradePlan, { language }: Speech): readonly Row[] {
  const say = (text: Text) => text[language];
  const counts = (of: PlanTotals) => [
    of.judged,
    of.set,
    of.replace,
    of.check,
    of.unknown,
    of.conformant,
  ];
  return [
    [
      say(exportWords.school),
      say(reportWords.schoolId),
      say(reportWords.judged),
      say(cameraActions.set),
      say(cameraActions.replace),
      say(cameraActions.check),
      say(reportWords.unknown),
      say(reportWords.conformant),
    ],
    ...schools.map((school) => [school.name, school.id, ...counts(school.totals)]),
    [say(reportWords.total), '', ...counts(totals)],
  ];
}
