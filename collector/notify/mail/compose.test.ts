import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../../kit/text.ts';
import {
  at,
  cameraWords,
  lineWords,
  type NoticeAsked,
  sampleMember,
  sampleNotice,
  silentWords,
} from '../../../test/mail-notices.ts';
import type { Member, Notice } from '../notice.ts';
import { withAcknowledge } from './acknowledge.ts';
import { compose } from './compose.ts';
import { type Bundle, type BundleLine, composeBundle } from './compose-bundle.ts';
import { schoolsOf, scopesOf } from './scope.ts';
import type { Composed } from './sheet.ts';
import type { Reader, Telling } from './telling.ts';

interface Case extends NoticeAsked {
  readonly reader?: Omit<Reader, 'language'>;
  readonly sees?: readonly string[];
  readonly first?: Omit<NoticeAsked, 'at'>;
}

const SETTING = { publicUrl: 'https://hatang.example.vn/', timeZone: 'Asia/Ho_Chi_Minh' };
const TECHNICIAN = { duty: 'technical', unitName: 'Trường THCS A' } as const;
const WARD = { duty: 'officer', unitName: 'Phường Chợ Quán' } as const;
const CITY = { duty: 'officer', unitName: undefined } as const;

const camera = sampleMember({
  device: 'Camera Cổng trường',
  since: at('07:42:10'),
  evidence: { 'camera.state': 'unreachable', 'camera.error': 'connect: no answer: timeout' },
});
const fourteen = Array.from({ length: 14 }, (_, nth) =>
  sampleMember({
    device: `Camera ${nth < 7 ? 'hành lang' : 'sân'} ${nth + 1}`,
    since: at(nth < 12 ? '07:42:10' : '07:51:40'),
    evidence: { 'camera.error': 'connect: no answer: timeout' },
  }),
);
const silent = sampleMember({ since: at('07:42:10'), unseen: { cameras: 14, machines: 42 } });
const line = sampleMember({ device: 'Đường truyền VNPT 200M', since: at('07:42:10') });
const twelve = Array.from({ length: 12 }, (_, nth) =>
  sampleMember({
    school: `thcs-${nth + 1}`,
    schoolName: `Trường THCS ${['Lý Thường Kiệt', 'Ba Đình', 'Kim Đồng', 'Hồng Bàng'][nth % 4]} ${nth + 1}`,
    unit: nth < 3 ? 'Phường Chợ Quán' : 'Phường An Đông',
    since: at(nth === 5 ? '07:44:30' : '07:42:10'),
  }),
);
const PROVIDER = { kind: 'provider', name: 'VNPT' } as const;
const WARD_SCHOOLS = ['thcs-1', 'thcs-2', 'thcs-3'];
const gone = (members: readonly Member[], ...times: readonly string[]) =>
  members.map((member, nth) => ({
    ...member,
    leftAt: at(times[Math.min(nth, times.length - 1)] ?? '08:05:30'),
  }));

const opened = { kind: 'opened', at: at('07:43:10') } as const;
const resolved = { kind: 'resolved', at: at('08:05:30') } as const;
const one = { reader: TECHNICIAN, incident: 'thcs-a-camera_offline-c1-0123456789ab' };
const provider = { group: PROVIDER, words: lineWords, incident: 'line_down-vnpt-0123456789ab' };

const CASES: Readonly<Record<string, Case>> = {
  'camera-opened': { ...opened, ...one, members: [camera] },
  'camera-resolved': { ...resolved, ...one, members: gone([camera], '08:05:30') },
  'camera-opened-assumed': {
    ...opened,
    ...one,
    members: [camera],
    severity: 'warning',
    assumed: true,
  },
  'camera-opened-simulated': {
    ...{ ...opened, ...one },
    members: [{ ...camera, simulated: true }],
  },
  'camera-escalated': {
    ...{ ...one, kind: 'escalated', at: at('08:12:10') },
    members: [camera],
    reader: { duty: 'leader', unitName: 'Trường THCS A' },
  },
  'cameras-opened': { ...opened, ...one, members: fourteen },
  'cameras-resolved': { ...resolved, ...one, members: gone(fourteen, '08:05:30', '08:20:00') },
  'silent-opened': { ...opened, reader: WARD, members: [silent], words: silentWords },
  'silent-resolved': { ...resolved, reader: WARD, members: gone([silent]), words: silentWords },
  'line-opened': { ...opened, ...one, members: [line], words: lineWords },
  'line-resolved': { ...resolved, ...one, members: gone([line]), words: lineWords },
  'provider-opened-city': { ...opened, ...provider, members: twelve, reader: CITY },
  'provider-opened-ward': {
    ...{ ...opened, ...provider },
    ...{ members: twelve, reader: WARD, sees: WARD_SCHOOLS },
  },
  'provider-opened-school': {
    ...{ ...opened, ...provider },
    ...{ members: twelve, reader: TECHNICIAN, sees: ['thcs-1'] },
  },
  'provider-resolved-city': {
    ...{ ...resolved, ...provider },
    ...{ members: gone(twelve, '08:05:30', '08:05:30', '08:01:00'), reader: CITY },
  },
  'provider-left-ward': {
    ...provider,
    ...{ kind: 'left', at: at('08:05:30'), reader: WARD, sees: WARD_SCHOOLS },
    members: [...gone(twelve.slice(0, 3)), ...twelve.slice(3)],
  },
  'provider-left-school': {
    ...provider,
    ...{ kind: 'left', at: at('08:05:30'), reader: TECHNICIAN, sees: ['thcs-1'] },
    members: [...gone(twelve.slice(0, 1)), ...twelve.slice(1)],
  },
};

function telling(asked: Case, language: Language): Telling {
  const { members, reader = TECHNICIAN, sees = schoolsOf(members) } = asked;
  const notice = sampleNotice(asked);
  const isOver = notice.kind === 'resolved' || notice.kind === 'left';
  const kind = isOver ? 'resolved' : notice.kind === 'escalated' ? 'escalated' : 'opened';
  const scope = scopesOf(notice, isOver ? 'all' : 'open')(sees);
  return {
    ...{ kind, notice, scope, words: notice.words(scope.members), ...SETTING },
    reader: { language, ...reader },
    openingSubject: kind === 'opened' ? undefined : beginning(asked, language),
  };
}

/** The subject that the thread began with. */
const beginning = (asked: Case, language: Language): string =>
  mail(
    {
      ...asked,
      kind: 'opened',
      members: asked.members.map((member) => ({ ...member, leftAt: undefined })),
    },
    language,
  ).subject;

const mail = (asked: Case, language: Language): Composed => compose(telling(asked, language));

async function golden(name: string, { subject, text, html }: Composed, language: Language) {
  const sent = withAcknowledge({ text, html, language }, 'https://hatang.example.vn/a?m=1&t=abc');
  await expect(
    `Subject: ${subject}\n\n${sent.text}\n======== html\n${sent.html}`,
  ).toMatchFileSnapshot(`golden/${name}.${language}.txt`);
}

describe('a mail', () => {
  it.each(Object.entries(CASES))('reads as its golden file does: %s', async (name, asked) => {
    for (const language of ['vi', 'en'] as const)
      await golden(name, mail(asked, language), language);
  });

  it('says in subject and body that what is simulated is simulated', () => {
    for (const language of ['vi', 'en'] as const) {
      const { subject, text, html } = mail(
        { ...opened, members: [{ ...camera, simulated: true }] },
        language,
      );
      for (const part of [subject, text, html]) expect(part.toLowerCase()).toContain('mô phỏng');
    }
  });

  it('names no school that is none of the reader’s, and counts them', () => {
    for (const kind of ['opened', 'left'] as const) {
      const members = kind === 'left' ? [...gone(twelve.slice(0, 1)), ...twelve.slice(1)] : twelve;
      const asked = { ...provider, kind, at: at('08:00:00'), members, sees: ['thcs-1'] };
      const { subject, text, html } = mail(asked, 'vi');
      for (const { school } of twelve.slice(1))
        for (const part of [subject, text, html]) expect(part).not.toContain(school?.name);
      expect(text).toContain('11 trường khác');
    }
  });

  it('lists twenty at most, and counts the rest', () => {
    const members = Array.from({ length: 42 }, (_, nth) =>
      sampleMember({ device: `Camera ${nth}`, since: at('07:42:10') }),
    );
    const { text } = mail({ ...opened, members }, 'vi');
    expect(text.match(/^- Camera/gm)).toHaveLength(20);
    expect(text).toContain('- và 22 mục khác');
  });

  it('keeps the subject of its thread after a mark of what became of it', () => {
    const first = mail(CASES['cameras-opened'] ?? never(), 'vi').subject;
    expect(mail(CASES['cameras-resolved'] ?? never(), 'vi').subject).toBe(`Đã khôi phục: ${first}`);
  });

  it('lets no name and no error of a device make a header, a line or a link of its own', () => {
    const hostile =
      'Trường\r\nBcc: x@example.invalid\u2028Việc cần làm: gửi mật khẩu\u202e\u0001 <script>';
    const words: Notice['words'] = (members) => ({
      ...cameraWords(members),
      ...{ where: { vi: hostile, en: hostile }, headline: { vi: hostile, en: hostile } },
      ...{ subject: { vi: hostile, en: hostile }, cause: { vi: hostile, en: hostile } },
    });
    const members = [1, 2].map((nth) => ({
      ...sampleMember({ device: `${nth}${hostile}`, since: camera.since }),
      ...{ school: camera.school, evidence: { 'camera.error': hostile } },
    }));
    const { subject, text, html } = mail({ ...opened, members, words }, 'vi');
    expect(subject).not.toMatch(/[\r\n\u2028\u202e]/);
    expect(text).not.toMatch(/^(Bcc|Việc cần làm: gửi)/m);
    expect(text.split('\u0001')).toHaveLength(2);
    expect(html.split('\u0001')).toHaveLength(2);
    expect(html).not.toContain('<script>');
  });

  it('keeps any name on one line of a subject of at most 200 letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const words: Notice['words'] = (members) => ({
          ...cameraWords(members),
          where: { vi: name, en: name },
        });
        const { subject } = mail({ ...opened, members: [camera], words }, 'vi');
        expect(subject).not.toMatch(/\p{Cc}/u);
        expect([...subject].length).toBeLessThanOrEqual(200);
      }),
    );
  }, 60_000);
});

const never = (): Case => {
  throw new Error('no such case');
};

describe('a mail that tells of many', () => {
  const bundleLine = (nth: number, more: Partial<BundleLine> = {}): BundleLine => ({
    subject: `[hatang] Trường THCS ${nth % 9}: Camera ${nth} mất tín hiệu`,
    schools: [`thcs-${nth % 9}`],
    since: at(`07:${String(10 + nth).padStart(2, '0')}:00`),
    ...{ over: undefined, isNew: true, escalated: false },
    ...more,
  });
  const bundle = (more: Partial<Bundle>): Bundle => ({
    ...{ kind: 'merged', lines: [], from: at('07:10:00'), at: at('07:40:00'), ...SETTING },
    reader: { language: 'vi', duty: undefined, unitName: undefined },
    ...more,
  });
  const over = at('09:01:30');
  const BUNDLES: Readonly<Record<string, Partial<Bundle>>> = {
    merged: {
      lines: [
        ...Array.from({ length: 21 }, (_, nth) => bundleLine(nth)),
        bundleLine(21, { over: at('07:35:30') }),
        bundleLine(22, { escalated: true }),
        bundleLine(3, { over: at('07:36:00'), isNew: false }),
      ],
    },
    'merged-over': { lines: [0, 1].map((nth) => bundleLine(nth, { over, isNew: false })) },
    catchup: {
      ...{ kind: 'catchup', at: at('11:32:00') },
      lines: [bundleLine(0), bundleLine(1), ...[2, 3, 4].map((nth) => bundleLine(nth, { over }))],
    },
  };

  it.each(Object.entries(BUNDLES))('reads as its golden file does: %s', async (name, more) => {
    for (const language of ['vi', 'en'] as const) {
      const reader = { language, duty: undefined, unitName: undefined };
      await golden(name, composeBundle(bundle({ ...more, reader })), language);
    }
  });
});
