import {
  type PastIncident,
  type Picture,
  picture,
  type SchoolPicture,
} from '../collector/notify/digest/picture.ts';
import type { Issue, Names, Reader } from '../collector/notify/digest/reader.ts';
import type { Saying } from '../collector/notify/digest/say.ts';
import { digestWords } from '../collector/notify/digest/words.ts';
import type { Language } from '../kit/text.ts';
import { type EpochMs, epochMs } from '../kit/units.ts';

/** Local time of Ho Chi Minh City. */
export const at = (local: string): EpochMs => epochMs(Date.parse(`${local}:00+07:00`));

const school = (id: string, name: string, rest: Partial<SchoolPicture> = {}): SchoolPicture => ({
  ...{ id, name, simulated: false, verdict: 'pass', unknownCriteria: 0, heard: 'heard' },
  ...rest,
});

const SCHOOLS = [
  school('thcs-a', 'Trường THCS Nguyễn Thị Định'),
  school('th-b', 'Trường Tiểu học Lê Văn Tám', { verdict: 'fail', unknownCriteria: 2 }),
  school('thcs-c', 'Trường THCS Chợ Quán', {
    verdict: 'unknown',
    unknownCriteria: 9,
    heard: 'never',
  }),
  school('mn-d', 'Trường Mầm non Hoa Mai', { verdict: undefined, heard: 'no_agent' }),
  school('thcs-mo-phong', 'Trường THCS Mô Phỏng', { simulated: true }),
];

type Rest = Partial<Omit<PastIncident, 'id' | 'rule' | 'members'>>;

export function incident(
  id: string,
  rule: string,
  members: readonly (readonly [school: string, device: string, since: string, left?: string])[],
  rest: Rest = {},
): PastIncident {
  return {
    ...{
      id,
      rule,
      severity: 'critical',
      tell: 'at_once',
      acknowledged: false,
      knownOverAt: undefined,
      ...rest,
    },
    members: members.map(([of, device, since, left]) => ({
      ...{ school: of, device, since: at(since), joinedAt: at(since) },
      leftAt: left === undefined ? undefined : at(left),
    })),
  };
}

const INCIDENTS = [
  incident('i-line', 'line_down', [['thcs-a', 'line', '2026-11-25T22:10']]),
  incident('i-cameras', 'camera_offline', corridor(), { acknowledged: true }),
  incident('i-machine', 'machine_dead', [['thcs-a', 'm1', '2026-11-20T08:00']], {
    ...{ severity: 'warning', tell: 'digest' },
  }),
  incident('i-ward', 'agent_silent', [
    ['thcs-a', 'agent', '2026-11-25T18:00', '2026-11-25T18:20'],
    ['th-b', 'agent', '2026-11-25T18:01', '2026-11-25T18:40'],
    ['thcs-far', 'agent', '2026-11-25T18:01'],
  ]),
  incident('i-simulated', 'camera_offline', [['thcs-mo-phong', 'c1', '2026-11-26T06:00']]),
  incident('i-centre', 'mail_failing', [['', 'mail', '2026-11-26T05:00']]),
];

function corridor() {
  return Array.from({ length: 40 }, (_, n) => ['th-b', `c${n + 1}`, '2026-11-25T09:30'] as const);
}

export const samplePicture = (incidents: readonly PastIncident[] = INCIDENTS): Picture =>
  picture(at('2026-11-26T07:30'), SCHOOLS, incidents);

export const sampleIssue: Issue = {
  slot: at('2026-11-26T07:30'),
  from: at('2026-11-25T16:30'),
  to: at('2026-11-26T07:30'),
  late: false,
};

const TITLES: Readonly<Record<string, { vi: string; en: string }>> = {
  line_down: { vi: 'Mất kết nối đường truyền', en: 'Line down' },
  agent_silent: { vi: 'Mất liên lạc với trường', en: 'No contact with the school' },
  camera_offline: { vi: 'Camera mất tín hiệu', en: 'Camera offline' },
  machine_dead: { vi: 'Máy tính không trả lời', en: 'Machine does not answer' },
  mail_failing: { vi: 'Không gửi được thư', en: 'Mail can’t be sent' },
};

export const sampleNames: Names = {
  rule: (id) => ({
    title: TITLES[id] ?? { vi: id, en: id },
    wholeSchool: id === 'line_down' || id === 'agent_silent',
  }),
  device: (_school, device) => ({
    name: device.replace(/^c(?=\d)/, 'Camera hành lang ').replace(/^m(?=\d)/, 'Máy 0'),
    simulated: device === 'c1',
  }),
};

const reader =
  (kind: Reader['kind'], name: string, schools: readonly string[]) =>
  (language: Language): Reader => ({
    ...{ address: 'truc@hatang.invalid', language, kind, name },
    schools: new Set(schools),
  });

export const READERS = {
  school: reader('school', 'Trường THCS Nguyễn Thị Định', ['thcs-a']),
  ward: reader('unit', 'Phường Chợ Quán', ['thcs-a', 'th-b', 'thcs-c', 'mn-d']),
  city: (language: Language) =>
    reader(
      'all',
      digestWords.allSchools[language],
      SCHOOLS.map(({ id }) => id),
    )(language),
};

export const saying = (of: Reader, issue: Issue = sampleIssue): Saying => ({
  speech: { language: of.language, timeZone: 'Asia/Ho_Chi_Minh' },
  ...{ reader: of, issue, publicUrl: 'https://hatang.example.vn/' },
});
