import type {
  DeviceView,
  IncidentView,
  MailView,
  ReadinessRow,
  SchoolView,
} from '../collector/report/views.ts';
import type { Caller } from '../collector/web/page-request.ts';
import type { EpochMs } from '../kit/units.ts';
import { days, epochMs, hours, minutes, seconds } from '../kit/units.ts';
import { Group } from '../standards/criterion.ts';
import type { LevelSummary, Verdict } from '../standards/finding.ts';
import { sampleFindings } from './web-sample-findings.ts';

/** Made-up schools with the names of this city, for looking at pages. */
export const NOW: EpochMs = epochMs(Date.parse('2026-11-23T08:00:00+07:00'));
const before = (span: number) => epochMs(NOW - span);

const WARDS = ['Chợ Quán', 'An Đông', 'Chợ Lớn', 'Bàn Cờ', 'Diên Hồng', 'Thủ Đức'];
const KINDS = ['Trường Tiểu học', 'Trường THCS', 'Trường THPT', 'Trường Mầm non'];
const NAMES = [
  'Ba Đình',
  'Lý Thường Kiệt',
  'Hồng Bàng',
  'Đoàn Thị Điểm',
  'Nguyễn Thị Minh Khai',
  'Ánh Sao',
  'Kim Đồng',
  'Trần Bội Cơ',
  'Âu Cơ',
  'Mạch Kiếm Hùng',
];

export const summaryOf = (pass: number, fail: number, unknown: number): LevelSummary => ({
  pass,
  fail,
  unknown,
  notApplicable: 1,
  verdict: verdictOf(pass, fail, unknown),
});

function verdictOf(pass: number, fail: number, unknown: number): Verdict {
  if (fail > 0) return 'fail';
  if (unknown > 0) return 'unknown';
  return pass > 0 ? 'pass' : 'not_applicable';
}

/** `count` for every nth school, so that the samples differ. */
const each = (at: number, nth: number, count: number): number => (at % nth === 1 ? count : 0);

function groupsOf(at: number): Readonly<Record<Group, LevelSummary>> {
  return {
    line: summaryOf(6 - (at % 2), each(at, 7, 1), at % 2),
    lab: summaryOf(4 - each(at, 4, 4), each(at, 5, 2) - each(at, 20, 2), 0),
    camera: summaryOf(5, each(at, 3, 2), each(at, 6, 1)),
    security: summaryOf(6, each(at, 8, 1), each(at, 4, 1)),
    organisation: summaryOf(4 - each(at, 3, 2), 0, each(at, 3, 2)),
  };
}

const total = (groups: ReadinessRow['groups']): LevelSummary => {
  const sum = (count: 'pass' | 'fail' | 'unknown') =>
    Group.options.reduce((so, group) => so + groups[group][count], 0);
  return summaryOf(sum('pass'), sum('fail'), sum('unknown'));
};

function lastSeenOf(at: number): EpochMs | undefined {
  if (at % 11 === 7) return undefined;
  return before(at % 9 === 4 ? hours(5) : seconds(20 + at));
}

/** Many schools, unsorted, as a store would give them. */
export function sampleRows(count: number): readonly ReadinessRow[] {
  return Array.from({ length: count }, (_, at) => {
    const groups = groupsOf(at % 15 === 0 ? 30 : at);
    const ward = WARDS[at % WARDS.length] ?? '';
    const number = at >= NAMES.length ? ` ${Math.floor(at / NAMES.length)}` : '';
    return {
      id: `truong-${at}`,
      name: `${KINDS[at % KINDS.length]} ${NAMES[at % NAMES.length]}${number}`,
      unit: { id: `phuong-${at % WARDS.length}`, name: `Phường ${ward}` },
      simulated: at % 13 === 0,
      lastSeen: lastSeenOf(at),
      basic: at % 15 === 0 ? summaryOf(22, 0, 0) : total(groups),
      advanced: summaryOf(3, 5, 2),
      groups,
      openIncidents: at % 7 === 1 ? 2 : 0,
    };
  });
}

const camera = (id: string, name: string, state: string): DeviceView => ({
  id,
  kind: 'camera',
  name,
  simulated: true,
  room: undefined,
  zone: 'public',
  address: `192.168.10.${20 + Number(id.slice(-2))}`,
  up: state !== 'unreachable',
  state,
  at: before(minutes(1)),
  facts: [
    {
      measurement: 'camera_stream',
      tags: { device: id, stream: 'main' },
      at: before(minutes(1)),
      fields: {
        codec: 'H264',
        width: 1920,
        height: 1080,
        fps: 12.4,
        bitrate_bps: 2_140_000,
        claimed_codec: 'H264',
        claimed_width: 1920,
        claimed_height: 1080,
        claimed_fps: 25,
        claimed_bitrate_bps: 4_096_000,
      },
    },
    {
      measurement: 'camera',
      tags: { device: id },
      at: before(minutes(1)),
      fields: {
        up: true,
        auth: 'ok',
        manufacturer: 'Hikvision',
        model: 'DS-2CD2143G2-I',
        firmware: 'V5.7.3 build 230112',
        clock_offset_s: -93.2,
        anonymous_access: false,
        https_offered: false,
        telnet_open: true,
        ftp_open: false,
      },
    },
  ],
});

const machine = (at: number): DeviceView => ({
  id: `may-${at}`,
  kind: 'machine',
  name: `Máy ${at}`,
  simulated: true,
  room: 'Phòng Tin học 1',
  zone: undefined,
  address: `192.168.10.${100 + at}`,
  up: at === 6 ? undefined : at !== 4,
  state: undefined,
  at: at === 6 ? undefined : before(minutes(2)),
  facts:
    at === 6
      ? []
      : [
          {
            measurement: 'machine',
            tags: { device: `may-${at}` },
            at: before(minutes(2)),
            fields: { up: true, os_name: 'Windows 10', cores: 4, memory_bytes: 8 * 1024 ** 3 },
          },
        ],
});

const DEVICES: readonly DeviceView[] = [
  {
    ...machine(1),
    id: 'line',
    kind: 'uplink',
    name: 'Đường truyền VNPT',
    room: undefined,
    simulated: false,
    address: undefined,
    facts: [
      {
        measurement: 'uplink_bandwidth',
        tags: { device: 'line' },
        at: before(hours(3)),
        fields: { down_bps: 182_400_000, up_bps: 96_300_000, method: 'http' },
      },
    ],
  },
  camera('cam-01', 'Camera cổng chính', 'live'),
  camera('cam-02', 'Camera sân trường', 'frozen'),
  camera('cam-03', 'Camera hành lang tầng 2', 'unreachable'),
  ...[1, 2, 3, 4, 5, 6].map(machine),
];

export const sampleIncidents: readonly IncidentView[] = [
  incident('i-1', 'open', 'cam-03', 'Camera hành lang tầng 2', minutes(18)),
  {
    ...incident('i-2', 'open', 'cam-02', 'Camera sân trường', hours(3)),
    severity: 'warning',
    title: { vi: 'Camera đứng hình', en: 'Camera frozen' },
    cause: {
      vi: 'Camera vẫn trả lời nhưng luồng hình không có khung hình mới.',
      en: 'The camera answers but its stream has no new frames.',
    },
  },
  {
    ...incident('i-3', 'resolved', undefined, undefined, days(3)),
    title: { vi: 'Gián đoạn đường truyền', en: 'Line outage' },
    cause: { vi: 'Không điểm đo nào trả lời.', en: 'None of the targets answered.' },
    resolvedAt: before(days(3) - minutes(42)),
  },
];

function incident(
  id: string,
  state: IncidentView['state'],
  device: string | undefined,
  deviceName: string | undefined,
  age: number,
): IncidentView {
  return {
    id,
    rule: 'camera-offline',
    title: { vi: 'Camera mất tín hiệu', en: 'Camera offline' },
    school: 'truong-1',
    schoolName: 'Trường THCS Lý Thường Kiệt',
    simulated: true,
    device,
    deviceName,
    severity: 'critical',
    state,
    openedAt: before(age),
    resolvedAt: undefined,
    cause: {
      vi: 'Camera không trả lời ONVIF và RTSP trong 3 lần đo liên tiếp; các thiết bị khác cùng mạng vẫn hoạt động.',
      en: 'The camera answered neither ONVIF nor RTSP in 3 passes; other devices of the network work.',
    },
    evidence: { 'camera.up': false, error: 'connect timeout' },
  };
}

export const sampleMails: readonly MailView[] = [
  {
    id: 'm-1',
    to: 'it@thcs-ly-thuong-kiet.hcm.edu.vn',
    subject: '[mô phỏng] Camera mất tín hiệu: Camera hành lang tầng 2',
    text: 'Trường THCS Lý Thường Kiệt (mô phỏng)\n\nCamera hành lang tầng 2 mất tín hiệu từ 07:42 hôm nay.\n',
    html: '<script>alert(1)</script>',
    state: 'kept',
    at: before(minutes(17)),
    incident: 'i-1',
    school: 'truong-1',
    error: undefined,
  },
];

/** One school with everything: failing, unknown and passing criteria, devices, incidents. */
export function sampleSchool(): SchoolView {
  const [, row] = sampleRows(2);
  if (row === undefined) throw new Error('there are two sample rows');
  return {
    ...row,
    simulated: true,
    findings: sampleFindings(NOW),
    devices: DEVICES,
    incidents: sampleIncidents,
    agents: [{ id: 'server', lastReceivedAt: before(seconds(20)) }],
  };
}

export const sampleAdmin: Caller = {
  name: 'quan-tri',
  role: 'admin',
  unit: undefined,
  sight: undefined,
};
