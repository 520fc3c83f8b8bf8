import type {
  IncidentMember,
  IncidentPageView,
  IncidentView,
} from '../collector/report/incident-view.ts';
import { days, type EpochMs, epochMs, hours, minutes, ms, seconds } from '../kit/units.ts';

/** Incidents as an officer of one ward sees them: of one device, and one shared with schools out of sight. */
export function incidentsAt(now: EpochMs): readonly IncidentView[] {
  const before = (span: number) => epochMs(now - span);
  const incident = ofOneCamera(now);
  return [
    sharedIncident(now),
    incident('i-1', 'cam-03', 'Camera hành lang tầng 2', minutes(18)),
    {
      ...incident('i-2', 'cam-02', 'Camera sân trường', hours(3)),
      severity: 'warning',
      title: { vi: 'Camera đứng hình', en: 'Camera frozen' },
      cause: {
        vi: 'Camera vẫn trả lời nhưng luồng hình không có khung hình mới.',
        en: 'The camera answers but its stream has no new frames.',
      },
    },
    {
      ...incident('i-3', undefined, undefined, days(3)),
      state: 'resolved',
      title: { vi: 'Gián đoạn đường truyền', en: 'Line outage' },
      cause: { vi: 'Không điểm đo nào trả lời.', en: 'None of the targets answered.' },
      resolvedAt: before(days(3) - minutes(42)),
    },
  ];
}

const ofOneCamera =
  (now: EpochMs) =>
  (
    id: string,
    device: string | undefined,
    deviceName: string | undefined,
    age: number,
  ): IncidentView => {
    const openedAt = epochMs(now - age);
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
      state: 'open',
      openedAt,
      resolvedAt: undefined,
      cause: {
        vi: 'Camera không trả lời ONVIF và RTSP trong 3 lần đo liên tiếp; các thiết bị khác cùng mạng vẫn hoạt động.',
        en: 'The camera answered neither ONVIF nor RTSP in 3 passes; other devices of the network work.',
      },
      evidence: {
        'camera.up': false,
        'camera.state': 'unreachable',
        'camera.error': 'connect: no answer: timeout',
      },
      group: undefined,
      members: [
        {
          ...{ school: 'truong-1', schoolName: 'Trường THCS Lý Thường Kiệt' },
          ...{ unitName: 'Phường An Đông', simulated: true, device, deviceName },
          ...{ since: openedAt, leftAt: undefined },
        },
      ],
      ...NOTHING_DONE,
    };
  };

const NOTHING_DONE = {
  otherSchools: 0,
  tell: 'at_once',
  acknowledgedAt: undefined,
  acknowledgedBy: undefined,
  assignedTo: undefined,
  silentUntil: undefined,
  escalatedAt: undefined,
} as const;

const NAMES = ['Ba Đình', 'Hồng Bàng', 'Kim Đồng', 'Âu Cơ', 'Lý Thường Kiệt', 'Ánh Sao'];

function sharedIncident(now: EpochMs): IncidentView {
  const openedAt = epochMs(now - minutes(95));
  const members = NAMES.map(
    (name, at): IncidentMember => ({
      ...{ school: `truong-${at + 4}`, schoolName: `Trường THCS ${name}`, simulated: false },
      ...{ unitName: 'Phường An Đông', device: undefined, deviceName: undefined },
      since: epochMs(openedAt + seconds(at * 20)),
      leftAt: at < 3 ? epochMs(openedAt + minutes(25 + at * 15)) : undefined,
    }),
  );
  return {
    ...ofOneCamera(now)('i-4', undefined, undefined, minutes(95)),
    ...{ rule: 'agent_silent', school: undefined, schoolName: undefined, simulated: false },
    title: { vi: 'Mất liên lạc với trường', en: 'No contact with the school' },
    cause: {
      vi: 'Mất liên lạc với trường: 6 trường trong phạm vi của bạn, cùng lúc với các trường khác.',
      en: 'No contact with the school: 6 schools in your charge, together with others.',
    },
    evidence: { 'agent.silent_s': 210 },
    group: { kind: 'provider', name: 'VNPT' },
    members,
    otherSchools: 11,
    acknowledgedAt: epochMs(openedAt + minutes(9)),
    acknowledgedBy: 'can.bo.cho.quan',
    assignedTo: 'Cô Lan, Phòng Văn hóa - Xã hội',
    silentUntil: epochMs(now + hours(2)),
    escalatedAt: epochMs(openedAt + minutes(5)),
  };
}

/** The page of one of them. */
export function incidentPageAt(now: EpochMs, id: string): IncidentPageView | undefined {
  const incident = incidentsAt(now).find((one) => one.id === id);
  if (incident === undefined) return undefined;
  const { openedAt } = incident;
  const entry = (after: number, kind: string, more: object = {}) => ({
    ...{ at: epochMs(openedAt + after), kind, who: undefined, byMail: false, members: [] },
    ...{ others: 0, to: undefined, text: undefined, until: undefined, ...more },
  });
  const { members } = incident;
  return {
    incident,
    advice: {
      vi: 'Gọi cho trường. Kiểm tra nguồn điện và đèn báo của bộ định tuyến.',
      en: 'Call the school. Check power and the router’s lights.',
    },
    threshold: { confidence: 'assumed', textChecked: false },
    lost: ms((incident.resolvedAt ?? now) - openedAt),
    lostInSchoolHours: minutes(30),
    timeline: [
      entry(0, 'opened', { members: members.slice(0, 2).map(({ schoolName }) => schoolName) }),
      entry(minutes(1), 'joined', {
        members: members.slice(2).map(({ schoolName }) => schoolName),
        others: 11,
      }),
      entry(minutes(5), 'escalated'),
      entry(minutes(9), 'acknowledged', { who: 'can.bo.cho.quan', byMail: true }),
      entry(minutes(10), 'assigned', {
        who: 'can.bo.cho.quan',
        to: incident.assignedTo ?? 'Cô Lan',
      }),
      entry(minutes(12), 'commented', {
        who: 'can.bo.cho.quan',
        text: 'Đã gọi nhà mạng: đứt cáp ở ngã tư.\nDự kiến xong lúc 10:00. <b>không đậm</b>',
      }),
      entry(minutes(13), 'silenced', { until: epochMs(now + hours(2)) }),
    ],
    mails: [
      {
        ...{ id: 'm-1', to: 'it@thcs-ly-thuong-kiet.hcm.edu.vn', kind: 'opened', state: 'sent' },
        ...{ subject: 'Mất liên lạc với trường', at: epochMs(openedAt + minutes(1)) },
      },
    ],
  };
}
