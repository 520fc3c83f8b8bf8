import { describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import type { Device } from '../../standards/evidence.ts';
import { compose } from '../notify/mail/compose.ts';
import { incidentId } from './incident-id.ts';
import { noticeOf, type Scene } from './notices.ts';
import { rules } from './rules.ts';
import { deviceLabel, say } from './wording.ts';

const NOW = epochMs(Date.parse('2026-11-23T07:46:00+07:00'));
const device = (id: string, kind: Device['kind'], name: string): Device => ({
  id,
  kind,
  name,
  simulated: false,
  room: undefined,
  zone: undefined,
  address: undefined,
});
const scene: Scene = {
  school: { id: 'thcs-a', name: 'Trường THCS A', simulated: false, unit: undefined },
  devices: [
    device('agent_silent', 'agent', 'may-chu'),
    device('line_down', 'uplink', 'Đường truyền chính'),
    device('recorder_offline', 'recorder', 'Đầu ghi số 1'),
    device('camera_offline', 'camera', 'Cổng trường'),
    device('camera_frozen', 'camera', 'Sân sau'),
    device('camera_unauthorized', 'camera', 'Camera hành lang'),
    device('recorder_channel_stopped', 'recorder', 'Đầu ghi số 1'),
    device('machine_dead', 'machine', 'HS-07'),
  ],
  timeZone: 'Asia/Ho_Chi_Minh',
  now: NOW,
};

describe('what people read', () => {
  it('reads as the golden file does, for every rule, opened and resolved, in both languages', async () => {
    const mails = rules.flatMap((rule) => {
      const at = { rule, device: rule.id, incident: 'i', openedAt: epochMs(NOW - 240_000) };
      const events = [
        { ...at, kind: 'opened', evidence: {} },
        { ...at, kind: 'resolved', resolvedAt: NOW },
      ] as const;
      return events.flatMap((event) =>
        (['vi', 'en'] as const).map((language) => {
          const speech = { language, timeZone: scene.timeZone };
          const mail = compose(noticeOf(event, {}, scene), 'https://h.example.vn', speech);
          return `Subject: ${mail.subject}\n\n${mail.text}`;
        }),
      );
    });
    await expect(mails.join(`\n${'='.repeat(40)}\n`)).toMatchFileSnapshot(
      '../notify/mail/golden/every-rule.txt',
    );
  });

  it('says of a line that is down what the school’s server found', () => {
    const rule = rules.find(({ id }) => id === 'line_down');
    if (rule === undefined) throw new Error('there is a rule for lines');
    const evidence = { 'uplink_outage.kind': 'router' };
    const event = { rule, device: rule.id, incident: 'i', openedAt: NOW, evidence };
    const { cause } = noticeOf({ ...event, kind: 'opened' }, evidence, scene);
    expect(cause.vi).toMatch(
      /Máy chủ của trường xác định: Bộ định tuyến của trường không trả lời\.$/,
    );
    expect(cause.en).toMatch(/The school’s server found: The school’s router is silent\.$/);
  });

  it('doesn’t say the kind of a device twice', () => {
    const noun = { vi: 'Đầu ghi', en: 'Recorder' };
    expect(deviceLabel(noun, 'đầu ghi số 1').vi).toBe('đầu ghi số 1');
    expect(deviceLabel(noun, 'tầng 2')).toEqual({ vi: 'Đầu ghi tầng 2', en: 'Recorder tầng 2' });
  });

  it('doesn’t look for places in what it has put in', () => {
    const both = (text: string) => ({ vi: text, en: text });
    const places = { device: both('{since}'), since: both('07:42') };
    expect(say(both('{device} từ {since} {other}'), places).vi).toBe('{since} từ 07:42 {other}');
  });

  it('marks as simulated what is simulated, be it the school or the device alone', () => {
    const [rule] = rules.filter(({ id }) => id === 'camera_offline');
    if (rule === undefined) throw new Error('rule is missing');
    const event = { kind: 'opened', rule, device: 'c', incident: 'i', openedAt: NOW } as const;
    const mark = (school: boolean, own: boolean) =>
      noticeOf(
        { ...event, evidence: {} },
        {},
        {
          ...scene,
          school: { ...scene.school, simulated: school },
          devices: [{ ...device('c', 'camera', 'C'), simulated: own }],
        },
      ).simulated;
    expect([mark(false, false), mark(true, false), mark(false, true)]).toEqual([false, true, true]);
  });
});

describe('the id of an incident', () => {
  it('is the same for the same opening, another for any other, and safe whatever the device is called', () => {
    const id = incidentId('thcs-a', 'camera_offline', '../../Cổng "1"\n', NOW);
    expect(id).toBe(incidentId('thcs-a', 'camera_offline', '../../Cổng "1"\n', NOW));
    expect(id).toMatch(/^[a-z0-9_-]+$/i);
    expect(id).not.toBe(incidentId('thcs-a', 'camera_offline', '../../Cong "1"\n', NOW));
    expect(id).not.toBe(
      incidentId('thcs-a', 'camera_offline', '../../Cổng "1"\n', epochMs(NOW + 1)),
    );
  });
});
