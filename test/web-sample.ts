import type { MailView, ReadinessRow, SchoolView } from '../collector/report/views.ts';
import type { Caller } from '../collector/web/page-request.ts';
import type { EpochMs } from '../kit/units.ts';
import { epochMs, hours, minutes, seconds } from '../kit/units.ts';
import { Group } from '../standards/criterion.ts';
import type { LevelSummary, Verdict } from '../standards/finding.ts';
import type { FoundDevice } from '../wire/last-search.ts';
import { sampleDevices } from './web-sample-devices.ts';
import { sampleFindings } from './web-sample-findings.ts';
import { incidentPageAt, incidentsAt } from './web-sample-incidents.ts';
import { sampleLabFindings, sampleLabs } from './web-sample-labs.ts';
import { sampleAvailability, sampleLost, sampleOutages } from './web-sample-line.ts';

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

export const sampleIncidents = incidentsAt(NOW);
export const sampleIncidentPage = (id: string) => incidentPageAt(NOW, id);

export const sampleMails: readonly MailView[] = [
  {
    id: 'm-1',
    to: 'it@thcs-ly-thuong-kiet.hcm.edu.vn',
    subject: '[mô phỏng] Camera mất tín hiệu: Camera hành lang tầng 2',
    text: 'Trường THCS Lý Thường Kiệt (mô phỏng)\n\nCamera hành lang tầng 2 mất tín hiệu từ 07:42 hôm nay.\n',
    html: '<script>alert(1)</script>',
    state: 'kept',
    at: before(minutes(17)),
    createdAt: before(minutes(17)),
    incident: 'i-1',
    schools: ['truong-1'],
    attempts: 1,
    mergedInto: undefined,
    error: undefined,
  },
  {
    id: 'm-2',
    to: 'pho-hieu-truong@thcs-ly-thuong-kiet.hcm.edu.vn',
    subject: '[hatang] [mô phỏng] Trường THCS Lý Thường Kiệt: mất liên lạc',
    text: 'Trung tâm không nhận được số liệu nào.\n',
    html: '',
    state: 'bounced',
    at: before(minutes(14)),
    createdAt: before(minutes(16)),
    incident: 'i-2',
    schools: ['truong-1'],
    attempts: 3,
    mergedInto: undefined,
    error: '5.1.1 550 5.1.1 user unknown',
  },
  {
    id: 'm-3',
    to: 'can-bo@phuong.tphcm.gov.vn',
    subject: '[hatang] [mô phỏng] Trường THCS Lý Thường Kiệt: mất liên lạc',
    text: 'Trung tâm không nhận được số liệu nào.\n',
    html: '',
    state: 'merged',
    at: before(minutes(1)),
    createdAt: before(minutes(16)),
    incident: 'i-2',
    schools: ['truong-1'],
    attempts: 0,
    mergedInto: 'bundle-0123456789ab',
    error: undefined,
  },
];

const sampleStranger: FoundDevice = {
  address: '192.168.10.77:8899',
  host: '192.168.10.77',
  endpoint: 'urn:uuid:4d454930-0000-1000-8000-bc5e330a1b2c',
  name: 'IPC-HFW1230S',
  hardware: 'HFW1230S',
  configuredAs: undefined,
  movedFrom: 'cam-03',
  simulated: true,
};

/** One school with everything: failing, unknown and passing criteria, devices, incidents. */
export function sampleSchool(): SchoolView {
  const [, row] = sampleRows(2);
  if (row === undefined) throw new Error('there are two sample rows');
  const devices = sampleDevices(NOW);
  return {
    ...row,
    simulated: true,
    findings: [...sampleFindings(NOW), ...sampleLabFindings(NOW)],
    devices,
    incidents: sampleIncidents.filter(({ school }) => school === row.id),
    agents: [{ id: 'server', lastReceivedAt: before(seconds(20)) }],
    search: {
      at: before(minutes(40)),
      notConfigured: [sampleStranger],
      gone: devices.filter(({ id }) => id === 'cam-03'),
    },
    availability: sampleAvailability,
    outages: sampleOutages(NOW),
    lost: sampleLost,
    labs: sampleLabs(NOW),
  };
}

export const sampleAdmin: Caller = {
  name: 'quan-tri',
  role: 'admin',
  unit: undefined,
  sight: undefined,
};
