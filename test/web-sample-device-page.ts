import { hasPage } from '../collector/report/device-page-view.ts';
import type { DevicePageView, DeviceView } from '../collector/report/views.ts';
import { epochMs, minutes } from '../kit/units.ts';
import { sampleFinding } from './sample-finding.ts';
import { NOW, sampleSchool } from './web-sample.ts';

/** A camera, the recorder or a lab machine of the sample school on its own page; undefined for any other device. */
export function sampleDevicePage(id: string): DevicePageView | undefined {
  const { devices, findings, incidents, ...school } = sampleSchool();
  const device = [...devices, sampleRecorder].find((one) => one.id === id);
  if (device === undefined || !hasPage(device)) return undefined;
  const isMachine = device.kind === 'machine';
  return {
    school,
    device,
    findings: [
      ...findings.filter((finding) => finding.device === id),
      ...(isMachine ? [] : judged(id)),
    ],
    declared: findings.filter((finding) => finding.device === undefined && !finding.devices),
    incidents: incidents.filter((incident) => incident.device === id),
    days: SHARES.map((good, at) => ({ day: `2026-11-${10 + at}`, good })),
    path: isMachine
      ? []
      : [
          { name: 'Đầu ghi', source: 'config' },
          { name: 'Bộ chuyển mạch phòng Tin học 1', source: 'lldp' },
        ],
    behind: isMachine ? 'Switch phòng Tin học 1' : undefined,
  };
}

const SHARES = [1, 1, undefined, 0.98, 1, 0, 0.71, 1, 1, 1, undefined, 1, 0.995, 0.4];

/** A remedy of each kind, and a finding that names its group of QCVN 11. */
function judged(device: string): DevicePageView['findings'] {
  const at = epochMs(NOW - minutes(4));
  const camera = {
    device,
    at,
    textChecked: false,
    confidence: 'assumed',
    verdict: 'fail',
  } as const;
  return [
    sampleFinding({
      ...camera,
      criterion: 'CAM-04',
      name: { vi: 'Chuẩn nén và tốc độ khung hình', en: 'Codec and frame rate' },
      observed: 'H264, 12 fps',
      required: { vi: '≥ 25 khung hình/giây', en: '≥ 25 fps' },
      mend: 'set',
      remedy: { vi: 'Đặt 25 khung hình/giây.', en: 'Set 25 fps.' },
    }),
    sampleFinding({
      ...camera,
      criterion: 'CAM-05',
      level: 'advanced',
      name: { vi: 'Theo chuẩn mở ONVIF', en: 'Open standard ONVIF' },
      observed: false,
      required: { vi: 'ONVIF Profile S hoặc T', en: 'ONVIF Profile S or T' },
      mend: 'replace',
      remedy: { vi: 'Đưa vào kế hoạch thay thế.', en: 'Plan a replacement.' },
    }),
    sampleFinding({
      ...camera,
      criterion: 'CAM-10',
      level: 'advanced',
      mandatory: false,
      advisory: true,
      name: { vi: 'Khai báo đúng tốc độ khung hình', en: 'Frame rate as claimed' },
      observed: '25 → 12 fps',
      required: { vi: 'khai báo → đo được giống nhau', en: 'claimed → measured are alike' },
      remedy: { vi: 'Xem lại tốc độ khung hình.', en: 'Look at the frame rate.' },
      source: { document: 'Phép kiểm tra của hatang', clause: 'không theo văn bản nào' },
    }),
    sampleFinding({
      ...camera,
      criterion: 'SEC-03',
      name: { vi: 'Đóng giao diện thừa: telnet, ftp', en: 'No telnet and no ftp' },
      observed: false,
      required: { vi: 'cổng 21 và 23 đóng', en: 'ports 21 and 23 closed' },
      remedy: { vi: 'Tắt Telnet và FTP.', en: 'Turn Telnet and FTP off.' },
      source: { document: 'QCVN 11:2026/BCA', clause: 'nhóm 6' },
    }),
  ];
}

const channel = (token: string, fields: DeviceView['facts'][number]['fields']) => ({
  measurement: 'recorder_channel',
  tags: { device: 'rec-01', channel: token },
  fields,
  at: epochMs(NOW - minutes(2)),
});

const sampleRecorder: DeviceView = {
  id: 'rec-01',
  kind: 'recorder',
  name: 'Đầu ghi phòng bảo vệ',
  simulated: true,
  room: undefined,
  zone: undefined,
  address: '192.168.10.40',
  up: true,
  state: undefined,
  at: epochMs(NOW - minutes(2)),
  facts: [
    {
      measurement: 'recorder',
      tags: { device: 'rec-01' },
      fields: { up: true, manufacturer: 'Dahua', model: 'NVR4108', channels: 3, days_kept: 12.5 },
      at: epochMs(NOW - minutes(2)),
    },
    channel('1', { name: 'Cổng chính', recording: true, days_kept: 31.2, last_recorded_s: 4 }),
    channel('2', {
      name: 'Sân trường',
      recording: false,
      days_kept: 12.5,
      last_recorded_s: 93_600,
    }),
    channel('10', { state: 'Unknown' }),
  ],
};
