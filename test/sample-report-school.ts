import type { ReportSchool } from '../collector/report/report-schools.ts';
import type { DeviceView } from '../collector/report/views.ts';
import { epochMs } from '../kit/units.ts';
import type { Finding } from '../standards/finding.ts';
import { sampleFinding } from './sample-finding.ts';

const AT = epochMs(Date.parse('2026-11-23T01:00:00Z'));

export interface SampleCamera {
  readonly id: string;
  readonly zone?: string;
  readonly name?: string;
  readonly uri?: string;
  readonly settable?: readonly [width: number, height: number, fps: number];
  readonly findings: readonly Partial<Finding>[];
}

/** A school with these cameras and what was found of each. */
export const reportSchool = (
  cameras: readonly SampleCamera[],
  changes: Partial<ReportSchool> = {},
): ReportSchool => ({
  id: 'thcs-a',
  name: 'Trường THCS A',
  unit: { id: 'cho-quan', name: 'Phường Chợ Quán' },
  simulated: false,
  devices: cameras.map(deviceOf),
  findings: cameras.flatMap(({ id, findings }) =>
    findings.map((finding) => sampleFinding({ ...CAMERA, device: id, ...finding })),
  ),
  ...changes,
});

const CAMERA = {
  criterion: 'CAM-03',
  group: 'camera',
  confidence: 'assumed',
  textChecked: false,
  at: AT,
  observed: '640×480',
  required: { vi: '≥ 1280×720', en: '≥ 1280×720' },
} as const satisfies Partial<Finding>;

function deviceOf({ id, zone, name, uri, settable }: SampleCamera): DeviceView {
  const [width, height, fps] = settable ?? [];
  return {
    id,
    kind: 'camera',
    name: name ?? `Camera ${id}`,
    simulated: true,
    room: undefined,
    zone,
    address: '192.168.10.21',
    up: true,
    state: 'live',
    at: AT,
    facts: [
      {
        measurement: 'camera',
        tags: { device: id },
        at: AT,
        fields: { manufacturer: 'Hikvision', model: 'DS-2CD', firmware: 'V5.7.3' },
      },
      {
        measurement: 'camera_stream',
        tags: { device: id, stream: 'sub' },
        at: AT,
        fields: {
          codec: 'JPEG',
          width: 320,
          height: 240,
          settable_width: 320,
          settable_height: 240,
        },
      },
      {
        measurement: 'camera_stream',
        tags: { device: id, stream: 'main' },
        at: AT,
        fields: {
          codec: 'H264',
          width: 1920,
          height: 1080,
          fps: 25.1,
          ...(uri === undefined ? {} : { uri }),
          ...(width === undefined || height === undefined || fps === undefined
            ? {}
            : { settable_width: width, settable_height: height, settable_fps: fps }),
        },
      },
    ],
  };
}
