import type { Text } from '../../kit/text.ts';
import type { Device } from '../../standards/evidence.ts';
import type { Member, Notice } from '../notify/notice.ts';

/** `Trường THCS A`, or `12 trường`; where there is none it is the collector itself. */
export function saidSchools(members: readonly Member[]): Text {
  const names = new Map(members.map(({ school }) => [school?.id, school?.name]));
  const [name] = names.values();
  if (names.size > 1) return { vi: `${names.size} trường`, en: `${names.size} schools` };
  return name === undefined ? CENTRE : { vi: name, en: name };
}

const CENTRE: Text = { vi: 'Trung tâm hatang', en: 'The hatang centre' };

/** What they share, and what that may mean: a supposition, and said as one. */
export function saidGroup(group: Notice['group']): Text | undefined {
  switch (group?.kind) {
    case 'ward':
      return { vi: `cùng ở ${group.name}`, en: `all in ${group.name}` };
    case 'provider':
      return { vi: `cùng nhà mạng ${group.name}`, en: `all with the provider ${group.name}` };
    case 'city':
      return {
        vi: 'hầu hết các trường: có thể chính đường truyền của trung tâm bị mất',
        en: 'most of all schools: the line of the centre itself may be down',
      };
    case 'school':
      return {
        vi: 'cùng lúc: có thể do cùng một bộ chuyển mạch hoặc cùng nguồn điện',
        en: 'at the same time: a switch or a power supply they share may be the reason',
      };
    default:
      return undefined;
  }
}

/** What nobody can see while schools are cut off; empty where there is nothing. */
export function saidUnseen(members: readonly Member[]): Text {
  const sum = (kind: keyof Member['unseen']) =>
    members.reduce((total, { unseen }) => total + unseen[kind], 0);
  const [cameras, machines] = [sum('cameras'), sum('machines')];
  if (cameras + machines === 0) return { vi: '', en: '' };
  const and = (parts: readonly (string | false)[], word: string) =>
    parts.filter((part) => part !== false).join(word);
  const vi = and(
    [cameras > 0 && `${cameras} camera`, machines > 0 && `${machines} máy tính`],
    ' và ',
  );
  const en = and(
    [cameras > 0 && many(cameras, 'camera'), machines > 0 && many(machines, 'machine')],
    ' and ',
  );
  return {
    vi: `; ${vi} không kiểm tra được trong lúc đó`,
    en: `; ${en} can’t be checked meanwhile`,
  };
}

const many = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** What of these devices a school that is cut off hides. */
export function unseenAmong(devices: readonly Pick<Device, 'kind'>[]): Member['unseen'] {
  const count = (kind: Device['kind']) => devices.filter((one) => one.kind === kind).length;
  return { cameras: count('camera'), machines: count('machine') };
}
