import { beforeAll, describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { shippedRules } from '../../test/alert-stage.ts';
import { incidentId } from './incident-id.ts';
import type { StoredIncident, StoredMember } from './ledger.ts';
import { noticeOf, type Scene } from './notices.ts';
import type { RuleSet } from './rules/rule-set.ts';
import { deviceLabel, say } from './wording.ts';

const NOW = epochMs(Date.parse('2026-11-23T07:46:00+07:00'));
let rules: RuleSet;
beforeAll(async () => {
  rules = await shippedRules();
});

const device = { room: undefined, zone: undefined, address: undefined, simulated: false } as const;
const scene: Scene = {
  school: (id) => ({ id, name: `Trường ${id}`, simulated: id === 'mo-phong', unit: undefined }),
  devices: () => [
    { ...device, id: 'c1', kind: 'camera', name: 'Cổng trường' },
    { ...device, id: 'c2', kind: 'camera', name: 'Camera sân sau', simulated: true },
    { ...device, id: 'l1', kind: 'uplink', name: 'Cáp quang' },
  ],
  uplinks: () => [{ ...device, id: 'l1', kind: 'uplink', name: 'Cáp quang' }],
  unseen: () => ({ cameras: 14, machines: 42 }),
  unit: (id) => (id === 'cho-quan' ? 'Phường Chợ Quán' : undefined),
  timeZone: 'Asia/Ho_Chi_Minh',
};

const member = (school: string, own = 'a', over: Partial<StoredMember> = {}): StoredMember => ({
  ...{ school, device: own, since: epochMs(NOW - 240_000), leftAt: undefined, evidence: {} },
  ...over,
});

function told(
  id: string,
  members: readonly StoredMember[],
  group?: StoredIncident['group'],
  place: Scene = scene,
) {
  const rule = rules.rule(id);
  if (rule === undefined) throw new Error(`there is no rule ${id}`);
  const incident: StoredIncident = {
    ...{ id: 'i', rule: id, group, members, tell: 'at_once', openedAt: NOW },
    ...{ resolvedAt: undefined, silentUntil: undefined },
  };
  const notice = noticeOf('opened', { rule, incident }, place, NOW);
  return { notice, words: notice.words(notice.members) };
}

describe('what people read of an incident', () => {
  it('is one sentence of a school that is cut off, with what can’t be seen meanwhile', () => {
    const { words } = told('agent_silent', [member('A', 'l1')]);
    expect(words.headline.vi).toBe('Trường A mất liên lạc');
    expect(words.cause.vi).toMatch(
      /^Trường A mất liên lạc từ 07:42 ngày 23\/11\/2026; 14 camera và 42 máy tính không kiểm tra được trong lúc đó\. /,
    );
    expect(words.cause.en).toMatch(/; 14 cameras and 42 machines can’t be checked meanwhile\. /);
  });

  it('names the line of a school that has several', () => {
    const lines = ['l1', 'l2'].map((id) => ({
      ...device,
      id,
      kind: 'uplink' as const,
      name: `Cáp ${id}`,
    }));
    const { words } = told('line_down', [member('A', 'l2')], undefined, {
      ...scene,
      uplinks: () => lines,
    });
    expect(words.headline.vi).toBe('Trường A (đường truyền Cáp l2) mất đường truyền');
  });

  it('counts schools that share a provider or a ward, and says which', () => {
    const schools = Array.from({ length: 12 }, (_, at) => member(`A${at}`));
    const provider = told('agent_silent', schools, { kind: 'provider', name: 'Viettel' }).words;
    expect(provider.headline.vi).toBe('12 trường mất liên lạc, cùng nhà mạng Viettel');
    expect(provider.cause.vi).toContain('168 camera và 504 máy tính');
    const ward = told('agent_silent', schools, { kind: 'ward', name: 'cho-quan' });
    expect(ward.words.headline.en).toMatch(/^12 schools lost contact, all in Phường Chợ Quán$/);
    const mine = ward.notice.members.slice(0, 1);
    expect(ward.notice.words(mine).headline.vi).toBe('Trường A0 mất liên lạc');
  });

  it('counts devices of one school that went together, and supposes why', () => {
    const { words } = told('camera_offline', [member('A', 'c1'), member('A', 'c2')], {
      kind: 'school',
      name: 'A',
    });
    expect(words.subject).toEqual({ vi: '2 camera', en: '2 cameras' });
    expect(words.headline.vi).toMatch(/^2 camera mất tín hiệu, cùng lúc: có thể /);
  });

  it('supposes nothing where devices have in common what no switch can do', () => {
    const group = { kind: 'school', name: 'A' } as const;
    const { words } = told('machine_os_unsupported', [member('A', 'c1'), member('A', 'c2')], group);
    expect(words.cause.vi).not.toContain('bộ chuyển mạch');
  });

  it('says of a line that is down what the school’s server found', () => {
    const evidence = { 'uplink_outage.kind': 'router' };
    const { cause } = told('line_down', [member('A', 'l1', { evidence })]).words;
    expect(cause.vi).toMatch(
      /Máy chủ của trường xác định: Bộ định tuyến của trường không trả lời\.$/,
    );
    expect(cause.en).toMatch(/The school’s server found: The school’s router is silent\.$/);
  });

  it('marks what is simulated, be it the school or the device alone', () => {
    const mark = (school: string, own: string) =>
      told('camera_offline', [member(school, own)]).notice.members[0]?.simulated;
    expect([mark('A', 'c1'), mark('mo-phong', 'c1'), mark('A', 'c2')]).toEqual([false, true, true]);
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
