import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../../kit/text.ts';
import { epochMs } from '../../../kit/units.ts';
import type { Notice } from '../notifier.ts';
import { compose } from './compose.ts';

const camera: Notice = {
  kind: 'opened',
  incident: 'thcs-a-camera_offline-cam-01-0123456789ab',
  rule: 'camera_offline',
  severity: 'critical',
  tell: 'at_once',
  school: {
    id: 'thcs-a',
    name: 'Trường THCS A',
    unit: { id: 'cho-quan', name: 'Phường Chợ Quán' },
  },
  simulated: false,
  subject: { vi: 'Camera Cổng trường', en: 'Camera Cổng trường' },
  headline: { vi: 'Camera Cổng trường mất tín hiệu', en: 'Camera Cổng trường is offline' },
  cause: {
    vi: 'Camera Cổng trường mất tín hiệu từ 07:42 ngày 23/11/2026.',
    en: 'Camera Cổng trường has been offline since 07:42 on 23/11/2026.',
  },
  advice: {
    vi: 'Kiểm tra nguồn điện (hoặc cổng PoE), dây mạng và địa chỉ IP của camera.',
    en: 'Check the camera’s power (or its PoE port), network cable and IP address.',
  },
  evidence: { 'camera.state': 'unreachable', 'camera.error': 'connect: no answer: timeout' },
  openedAt: epochMs(Date.parse('2026-11-23T07:42:10+07:00')),
  resolvedAt: undefined,
  at: epochMs(Date.parse('2026-11-23T07:43:10+07:00')),
};
const recovered: Notice = {
  ...camera,
  kind: 'resolved',
  headline: {
    vi: 'Camera Cổng trường đã có tín hiệu trở lại',
    en: 'Camera Cổng trường is back online',
  },
  resolvedAt: epochMs(Date.parse('2026-11-23T08:05:30+07:00')),
};
const simulated: Notice = {
  ...camera,
  simulated: true,
  school: { id: 'thcs-mo-phong', name: 'Trường THCS Mô Phỏng', unit: undefined },
};

const mail = (notice: Notice, language: Language) =>
  compose(notice, 'https://hatang.example.vn/', { language, timeZone: 'Asia/Ho_Chi_Minh' });

describe('a mail', () => {
  it.each([
    ['camera-opened', camera],
    ['camera-resolved', recovered],
    ['camera-opened-simulated', simulated],
  ] as const)('reads as its golden file does, in both languages: %s', async (name, notice) => {
    for (const language of ['vi', 'en'] as const) {
      const { subject, text, html } = mail(notice, language);
      await expect(`Subject: ${subject}\n\n${text}\n======== html\n${html}`).toMatchFileSnapshot(
        `golden/${name}.${language}.txt`,
      );
    }
  });

  it('says in subject and body that a simulated school is simulated', () => {
    for (const language of ['vi', 'en'] as const) {
      const { subject, text, html } = mail(simulated, language);
      for (const part of [subject, text, html]) expect(part.toLowerCase()).toContain('mô phỏng');
    }
  });

  it('lets no name and no error of a device make a header or a line of its own', () => {
    const hostile =
      'Trường\r\nBcc: x@example.invalid\u2028Việc cần làm: gửi mật khẩu\u202e <script>';
    const { subject, text, html } = mail(
      {
        ...camera,
        school: { ...camera.school, name: hostile },
        headline: { vi: hostile, en: hostile },
        evidence: { 'camera.error': hostile },
      },
      'vi',
    );
    expect(subject).not.toMatch(/[\r\n\u2028\u202e]/);
    expect(text).not.toMatch(/^(Bcc|Việc cần làm: gửi)/m);
    expect(html).not.toContain('<script>');
  });

  it('keeps any name on one line of the subject', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const { subject } = mail({ ...camera, school: { ...camera.school, name } }, 'vi');
        expect(subject).not.toMatch(/\p{Cc}/u);
        expect(subject.length).toBeLessThanOrEqual(200);
      }),
    );
  });
});
