import type { Member, Notice } from '../collector/notify/notice.ts';
import { epochMs, minutes } from '../kit/units.ts';

const AT = epochMs(Date.parse('2026-11-23T07:42:00+07:00'));

export const sampleMember = (id: string, more: Partial<Member> = {}): Member => ({
  school: { id, name: `Trường ${id}`, unit: { id: 'cho-quan', name: 'Phường Chợ Quán' } },
  device: { id: 'cam-1', name: 'Cổng trường', kind: 'camera' },
  simulated: false,
  since: AT,
  leftAt: undefined,
  evidence: { up: false },
  unseen: { cameras: 0, machines: 0 },
  ...more,
});

const both = (text: string) => ({ vi: text, en: text });

/** A camera of one school that went wrong at 07:42. */
export function sampleNotice(more: Partial<Notice> = {}): Notice {
  const at = epochMs(AT + minutes(2));
  return {
    kind: 'opened',
    incident: 'thcs-a-camera_offline-1',
    rule: 'camera_offline',
    title: { vi: 'Camera mất tín hiệu', en: 'Camera offline' },
    severity: 'warning',
    tell: 'at_once',
    duties: ['technical'],
    group: undefined,
    members: [sampleMember('thcs-a')],
    openedAt: at,
    resolvedAt: more.kind === 'resolved' ? at : undefined,
    at,
    silentUntil: undefined,
    words: (members) => ({
      where: both(`${members.length} trường`),
      subject: both('Camera Cổng trường'),
      headline: both('Camera Cổng trường mất tín hiệu'),
      over: both('Camera Cổng trường có tín hiệu trở lại'),
      cause: both('Camera Cổng trường mất tín hiệu từ 07:42.'),
      advice: both('Kiểm tra nguồn điện.'),
    }),
    ...more,
  };
}
