import type { Speech } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import type { EpochMs } from '../../kit/units.ts';
import { sayVerdict } from '../../standards/say-finding.ts';
import { evidenceAt } from '../report/camera-standing.ts';
import { mainStream, numberIn, sayPicture, wordIn } from '../report/device-facts.ts';
import { plainAddress } from '../report/plain-address.ts';
import type { PublicCamera, SharedCameras } from '../report/shared-cameras.ts';
import { PLACE_HEADS, placeCells, sayCriteria, sayDoubts, sayWhy } from './camera-cells.ts';
import { csvText } from './csv.ts';
import { reportWords } from './words/reports.ts';

type Row = readonly (string | number)[];

const HEADS = [
  ...PLACE_HEADS,
  reportWords.result,
  reportWords.codec,
  reportWords.resolution,
  reportWords.frameRate,
  reportWords.stream,
  reportWords.met,
  reportWords.evidence,
  reportWords.doubt,
  reportWords.at,
] as const;

export interface SharedCamerasHead {
  readonly now: EpochMs;
  readonly receiver: string | undefined;
}

/** The cameras fit for sharing, then the other public ones with why not, then the counts. */
export function sharedCamerasCsv(
  { conformant, others }: SharedCameras,
  { now, receiver }: SharedCamerasHead,
  speech: Speech,
): string {
  const say = (text: Text) => text[speech.language];
  return csvText([
    HEADS.map(say),
    ...conformant.map((camera) => fitRow(camera, speech)),
    ...others.map((camera) => unfitRow(camera, speech)),
    [],
    [say(reportWords.publicCameras), conformant.length + others.length],
    [say(reportWords.fit), conformant.length],
    [say(reportWords.notFit), others.length],
    ...(receiver === undefined ? [] : [[say(reportWords.receiver), receiver]]),
    [say(reportWords.reportedOn), new Date(now).toISOString()],
  ]);
}

function fitRow(camera: PublicCamera, speech: Speech): Row {
  const stream = mainStream(camera.device);
  const uri = wordIn(stream, 'uri');
  return [
    ...placeCells(camera.school, camera.device, speech),
    sayVerdict(camera.verdict, speech),
    wordIn(stream, 'codec') ?? '',
    sayPicture(stream) ?? '',
    numberIn(stream, 'fps') ?? '',
    (uri === undefined ? undefined : plainAddress(uri)) ?? '',
    ...evidenceCells(camera, camera.passing, speech),
  ];
}

/** Of a camera that may not be shared no address is told. */
function unfitRow(camera: PublicCamera, speech: Speech): Row {
  return [
    ...placeCells(camera.school, camera.device, speech),
    sayVerdict(camera.verdict, speech),
    ...['', '', '', ''],
    ...evidenceCells(camera, [...camera.failing, ...camera.unknown], speech),
  ];
}

function evidenceCells(
  camera: PublicCamera,
  findings: PublicCamera['passing'],
  speech: Speech,
): Row {
  const at = evidenceAt(camera);
  return [
    sayCriteria(findings),
    sayWhy(findings, speech),
    sayDoubts(findings, speech),
    at === undefined ? '' : new Date(at).toISOString(),
  ];
}
