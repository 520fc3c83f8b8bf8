import type { EpochMs } from '../../kit/units.ts';
import type { Finding } from '../../standards/finding.ts';
import { sayConfidence } from '../../standards/say-finding.ts';
import { type CameraStanding, evidenceAt } from './camera-standing.ts';
import { mainStream, numberIn, ownFields, wordIn } from './device-facts.ts';
import { plainAddress } from './plain-address.ts';
import { type ReportScope, scopeJson } from './report-scope.ts';
import type { PublicCamera, SharedCameras } from './shared-cameras.ts';
import { type PlannedSchool, saySetting, settableOf, type UpgradePlan } from './upgrade-plan.ts';

/** Reports as one JSON document each. Stamps are ISO 8601 in UTC; what is not known is null, never left out. */

export interface ReportHead {
  readonly now: EpochMs;
  readonly scope: ReportScope;
}

const iso = (at: EpochMs | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();

const headJson = (kind: string, { now, scope }: ReportHead) => ({
  generatedAt: iso(now),
  kind,
  scope: scopeJson(scope),
});

export const upgradePlanJson = ({ level, totals, schools }: UpgradePlan, head: ReportHead) => ({
  ...headJson('upgrade-plan', head),
  level,
  totals,
  schools: schools.map(schoolJson),
});

const schoolJson = ({ unit, cameras, ...school }: PlannedSchool) => ({
  ...school,
  unit: unit ?? null,
  cameras: cameras.map((camera) => {
    const settable = settableOf(camera);
    return {
      ...cameraJson(camera),
      verdict: camera.verdict,
      action: camera.action ?? null,
      set: saySetting(camera) ?? null,
      settable:
        settable === undefined
          ? null
          : {
              width: settable.width ?? null,
              height: settable.height ?? null,
              fps: settable.fps ?? null,
              codecs: settable.codecs,
            },
      at: iso(evidenceAt(camera)),
      findings: [...camera.failing, ...camera.unknown].map(evidenceJson),
    };
  }),
});

export const sharedCamerasJson = (
  { conformant, others }: SharedCameras,
  head: ReportHead & { readonly receiver: string | undefined },
) => ({
  ...headJson('shared-cameras', head),
  receivingCentre: head.receiver ?? null,
  totals: {
    public: conformant.length + others.length,
    conformant: conformant.length,
    failing: others.filter(({ verdict }) => verdict === 'fail').length,
    unknown: others.filter(({ verdict }) => verdict === 'unknown').length,
  },
  cameras: conformant.map((camera) => ({
    ...placedJson(camera),
    ...streamJson(camera),
    at: iso(evidenceAt(camera)),
    evidence: camera.passing.map(evidenceJson),
  })),
  notConformant: others.map((camera) => ({
    ...placedJson(camera),
    verdict: camera.verdict,
    at: iso(evidenceAt(camera)),
    why: [...camera.failing, ...camera.unknown].map(evidenceJson),
  })),
});

const placedJson = ({ school: { unit, ...school }, ...standing }: PublicCamera) => ({
  ...cameraJson(standing),
  school,
  unit: unit ?? null,
});

function cameraJson({ device }: Pick<CameraStanding, 'device'>) {
  const own = ownFields(device);
  return {
    id: device.id,
    name: device.name,
    zone: device.zone ?? null,
    simulated: device.simulated,
    manufacturer: wordIn(own, 'manufacturer') ?? null,
    model: wordIn(own, 'model') ?? null,
    firmware: wordIn(own, 'firmware') ?? null,
  };
}

function streamJson({ device }: Pick<CameraStanding, 'device'>) {
  const stream = mainStream(device);
  const uri = wordIn(stream, 'uri');
  return {
    codec: wordIn(stream, 'codec') ?? null,
    width: numberIn(stream, 'width') ?? null,
    height: numberIn(stream, 'height') ?? null,
    fps: numberIn(stream, 'fps') ?? null,
    stream: uri === undefined ? null : (plainAddress(uri) ?? null),
  };
}

const evidenceJson = (finding: Finding) => ({
  criterion: finding.criterion,
  level: finding.level,
  name: finding.name,
  verdict: finding.verdict,
  observed: finding.observed ?? null,
  unit: finding.unit,
  required: finding.required,
  unknown: finding.unknown ?? null,
  mend: finding.mend ?? null,
  remedy: finding.remedy,
  source: finding.source,
  confidence: finding.confidence,
  textChecked: finding.textChecked,
  doubt: doubtJson(finding),
  at: iso(finding.at),
});

/** The mark a threshold wears that nobody has read in its source. */
function doubtJson(finding: Finding) {
  const [vi, en] = [
    sayConfidence(finding, { language: 'vi' }),
    sayConfidence(finding, { language: 'en' }),
  ];
  return vi === undefined || en === undefined ? null : { vi, en };
}
