import { Audit } from '../collector/access/audit.ts';
import { type Desks, openDesks } from '../collector/access/desks.ts';
import { Identities } from '../collector/access/identities.ts';
import { Sessions } from '../collector/access/sessions.ts';
import { Users } from '../collector/access/users.ts';
import { MailOptions } from '../collector/notify/mail/options.ts';
import { peopleOf } from '../collector/people.ts';
import { openDatabase } from '../collector/store/database-door.ts';
import type { Sql } from '../collector/store/sql.ts';
import { Units } from '../collector/store/units.ts';
import { type EpochMs, epochMs, hours } from '../kit/units.ts';
import { ManualClock } from './manual-clock.ts';

export interface DeskStage {
  readonly sql: Sql;
  readonly clock: ManualClock;
  readonly units: Units;
  readonly users: Users;
  readonly sessions: Sessions;
  readonly identities: Identities;
  readonly audit: Audit;
  readonly desks: Desks;
}

const CONFIGURED = [{ address: 'so@hcm.edu.vn', unit: 'tphcm', duty: 'officer' }];

/** The real desks over a database in memory: a city of two wards with a school each, nobody in it but the first admin. */
export function deskStage(now: EpochMs): DeskStage {
  const sql = openDatabase(':memory:');
  const clock = new ManualClock(now);
  const units = new Units(sql, () => '2026-11-23');
  units.putGroups([
    { id: 'tphcm', kind: 'city', name: 'Thành phố Hồ Chí Minh' },
    { id: 'cho-quan', kind: 'ward', name: 'Phường Chợ Quán', parent: 'tphcm' },
    { id: 'an-dong', kind: 'ward', name: 'Phường An Đông', parent: 'tphcm' },
  ]);
  for (const [id, unit] of [
    ['thcs-a', 'cho-quan'],
    ['thcs-b', 'an-dong'],
  ] as const)
    units.putSchool({ id, name: id, simulated: false, unit }, now);
  const [users, sessions, audit] = [new Users(sql), new Sessions(sql), new Audit(sql)];
  const identities = new Identities(sql);
  users.firstAdmin(now);
  const parts = { sql, units, users, sessions, identities, audit, clock };
  const config = { mail: MailOptions.parse({ from: 'a@hatang.invalid', to: CONFIGURED }) };
  const people = peopleOf({ config, clock }, { sql, units });
  const desks = openDesks({ ...parts, ...people, lastHeard: () => () => now });
  return { ...{ sql, clock, units, users, sessions, identities, audit }, desks };
}

const ADMIN = {
  role: 'admin',
  name: 'admin',
  unit: undefined,
  user: 1,
  address: '10.0.0.1',
} as const;

/** Unit, hours from now, what is done. */
const WORK = [
  ['thcs-a', -0.5, 3, 'Thay bộ chuyển mạch phòng Tin học 1'],
  ['cho-quan', 40, 46, 'Nhà mạng thay cáp trục của phường'],
  ['thcs-b', 1, 2, 'Nâng cấp đầu ghi camera'],
  [undefined, 90, 91, 'Nâng cấp trung tâm'],
] as const;

/** The same with people, tokens, agents and a log to look at. */
export function sampleDesks(now: EpochMs): Desks {
  const { desks, identities } = deskStage(now);
  desks.users.add(ADMIN, { name: 'can.bo.cho.quan', role: 'officer', unit: 'cho-quan' });
  desks.users.add(ADMIN, { name: 'thay.minh', role: 'school', unit: 'thcs-a' });
  desks.users.change(ADMIN, 3, { disabled: true });
  desks.tokens.make(ADMIN, { name: 'Bảng tổng hợp của Sở', role: 'officer', unit: 'tphcm' });
  for (const agent of ['may-chu', 'may-phu'])
    identities.enrol(identities.newEnrolmentCode('thcs-a', 'admin', now).code, agent, now);
  desks.agents.revoke(ADMIN, 'thcs-a', 'may-phu');
  identities.newEnrolmentCode('thcs-b', 'admin', now);
  for (const [unit, from, until, note] of WORK)
    desks.maintenance.announce(ADMIN, {
      ...{ unit, note },
      from: epochMs(now + hours(from)),
      until: epochMs(now + hours(until)),
    });
  desks.maintenance.end(ADMIN, 3);
  const contact = { language: 'vi', atOnce: 'info', daily: true, weekly: false } as const;
  for (const [unit, name, address, duty] of [
    ['thcs-a', 'Thầy Minh', 'minh@thcs-a.hcm.edu.vn', 'technical'],
    ['cho-quan', 'Cô Lan', 'lan@hcm.edu.vn', 'leader'],
  ] as const)
    desks.contacts.add(ADMIN, { ...contact, unit, name, address, duty });
  return desks;
}
