import type { Fields, Severity } from '../collector/alert/rule.ts';
import type { Member, Notice, NoticeWords } from '../collector/notify/notice.ts';
import { sayMoment } from '../kit/say.ts';
import type { Language, Text } from '../kit/text.ts';
import { type EpochMs, epochMs } from '../kit/units.ts';

/** Notices as the engine gives them, for whoever tells people. */
export const at = (time: string, day = '2026-11-23'): EpochMs =>
  epochMs(Date.parse(`${day}T${time}+07:00`));

const both = (say: (language: Language) => string): Text => ({ vi: say('vi'), en: say('en') });

interface MemberAsked {
  readonly school?: string;
  readonly schoolName?: string;
  readonly unit?: string;
  readonly device?: string;
  readonly since: EpochMs;
  readonly leftAt?: EpochMs;
  readonly simulated?: boolean;
  readonly evidence?: Fields;
  readonly unseen?: Member['unseen'];
}

export function sampleMember(asked: MemberAsked): Member {
  const { school = 'thcs-a', schoolName = 'Trường THCS A', unit = 'Phường Chợ Quán' } = asked;
  const { device } = asked;
  return {
    school: { id: school, name: schoolName, unit: { id: unit, name: unit } },
    device: device === undefined ? undefined : { id: device, name: device, kind: 'camera' },
    simulated: asked.simulated ?? false,
    since: asked.since,
    leftAt: asked.leftAt,
    evidence: asked.evidence ?? {},
    unseen: asked.unseen ?? { cameras: 0, machines: 0 },
  };
}

export interface NoticeAsked {
  readonly kind: Notice['kind'];
  readonly incident?: string;
  readonly severity?: Severity;
  readonly members: readonly Member[];
  readonly group?: Notice['group'];
  readonly at: EpochMs;
  readonly silentUntil?: EpochMs;
  readonly assumed?: boolean;
  readonly words?: Notice['words'];
}

export function sampleNotice(asked: NoticeAsked): Notice {
  const { kind, members } = asked;
  const assumed = asked.assumed === undefined ? {} : { assumed: asked.assumed };
  return {
    ...assumed,
    kind,
    incident: asked.incident ?? 'thcs-a-camera_offline-c1-0123456789ab',
    rule: 'camera_offline',
    title: { vi: 'Camera mất tín hiệu', en: 'Camera offline' },
    severity: asked.severity ?? 'critical',
    tell: 'at_once',
    duties: ['technical'],
    group: asked.group,
    members,
    openedAt: epochMs(Math.min(...members.map(({ since }) => since))),
    resolvedAt: kind === 'resolved' ? asked.at : undefined,
    at: asked.at,
    silentUntil: asked.silentUntil,
    words: asked.words ?? cameraWords,
  };
}

const schoolCount = (members: readonly Member[]): number =>
  new Set(members.map(({ school }) => school?.id)).size;

export function whereOf(members: readonly Member[]): Text {
  const n = schoolCount(members);
  const name = members[0]?.school?.name ?? '';
  return both((language) => (n === 1 ? name : language === 'vi' ? `${n} trường` : `${n} schools`));
}

const sinceIn = (members: readonly Member[], language: Language): string =>
  sayMoment(epochMs(Math.min(...members.map(({ since }) => since))), {
    language,
    timeZone: 'Asia/Ho_Chi_Minh',
  });

/** What the rule `camera_offline` says. */
export function cameraWords(members: readonly Member[]): NoticeWords {
  const n = members.length;
  const name = members[0]?.device?.name ?? '';
  const subject = both((language) =>
    n === 1 ? name : language === 'vi' ? `${n} camera` : `${n} cameras`,
  );
  const is = n === 1 ? 'is' : 'are';
  return {
    where: whereOf(members),
    subject,
    headline: { vi: `${subject.vi} mất tín hiệu`, en: `${subject.en} ${is} offline` },
    over: {
      vi: `${subject.vi} đã có tín hiệu trở lại`,
      en: `${subject.en} ${is} back online`,
    },
    cause: {
      vi: `${subject.vi} mất tín hiệu từ ${sinceIn(members, 'vi')}.`,
      en: `${subject.en} ${n === 1 ? 'has' : 'have'} been offline since ${sinceIn(members, 'en')}.`,
    },
    advice: {
      vi: 'Kiểm tra nguồn điện (hoặc cổng PoE), dây mạng và địa chỉ IP của camera.',
      en: 'Check the camera’s power (or its PoE port), network cable and IP address.',
    },
  };
}

/** What the rule `agent_silent` says. */
export function silentWords(members: readonly Member[]): NoticeWords {
  const cameras = members.reduce((sum, { unseen }) => sum + unseen.cameras, 0);
  const machines = members.reduce((sum, { unseen }) => sum + unseen.machines, 0);
  const where = whereOf(members);
  const unseen = both((language) => {
    if (cameras + machines === 0) return '';
    return language === 'vi'
      ? ` ${cameras} camera và ${machines} máy tính không kiểm tra được trong lúc đó.`
      : ` ${cameras} cameras and ${machines} machines can’t be checked meanwhile.`;
  });
  return {
    where,
    subject: where,
    headline: { vi: 'mất liên lạc', en: 'no contact' },
    over: { vi: 'đã liên lạc lại được', en: 'back in contact' },
    cause: {
      vi: `Trung tâm không nhận được số liệu nào từ ${where.vi} từ ${sinceIn(members, 'vi')}: có thể mất đường truyền, mất điện hoặc máy chủ đã tắt.${unseen.vi}`,
      en: `The centre has received nothing from ${where.en} since ${sinceIn(members, 'en')}: the line, the power or the server may be down.${unseen.en}`,
    },
    advice: {
      vi: 'Gọi cho trường. Kiểm tra nguồn điện và đèn báo của máy chủ, của bộ định tuyến; nếu máy chủ vẫn chạy mà không vào được mạng, báo nhà cung cấp đường truyền.',
      en: 'Call the school. Check power and lights of the server and the router; if the server runs but has no network, call the line’s provider.',
    },
  };
}

/** What the rule `line_down` says, with the cause the agent found itself. */
export function lineWords(members: readonly Member[]): NoticeWords {
  const where = whereOf(members);
  const many = schoolCount(members) > 1;
  const line = many ? where.vi : 'Đường truyền VNPT 200M';
  const lineEn = many ? where.en : 'Line VNPT 200M';
  return {
    where,
    subject: { vi: line, en: lineEn },
    headline: {
      vi: many ? `${where.vi} mất kết nối đường truyền` : `${line} mất kết nối`,
      en: many ? `${where.en} have lost their line` : `${lineEn} is down`,
    },
    over: {
      vi: many ? `${where.vi} đã có đường truyền trở lại` : `${line} đã kết nối lại`,
      en: many ? `${where.en} have their line back` : `${lineEn} is up again`,
    },
    cause: {
      vi: `${line} mất kết nối từ ${sinceIn(members, 'vi')}: không điểm đo nào trả lời. Bộ định tuyến của trường vẫn trả lời: lỗi ở phía nhà cung cấp.`,
      en: `${lineEn} has been down since ${sinceIn(members, 'en')}: none of the measured far ends answers. The school’s router answers: the fault is at the provider’s side.`,
    },
    advice: {
      vi: 'Kiểm tra đèn của bộ chuyển đổi quang (ONT) và bộ định tuyến; nếu đèn báo mất tín hiệu quang, báo nhà cung cấp.',
      en: 'Look at the lights of the fibre terminal (ONT) and the router; if it reports loss of signal, call the provider.',
    },
  };
}
