import { Audit } from '../collector/access/audit.ts';
import type { Actor } from '../collector/access/caller.ts';
import { Throttle } from '../collector/access/throttle.ts';
import { calendarOf } from '../collector/calendar/make-calendar.ts';
import { AckDesk } from '../collector/incident/ack-desk.ts';
import { AckLinks } from '../collector/incident/ack-link.ts';
import { IncidentDesk } from '../collector/incident/incident-desk.ts';
import { Incidents } from '../collector/incident/incidents.ts';
import { LostTimeReader } from '../collector/incident/lost-times.ts';
import { schoolTimeWithin, zonedMonths } from '../collector/incident/school-time.ts';
import { openDatabase } from '../collector/store/database-door.ts';
import type { Sql } from '../collector/store/sql.ts';
import { Units } from '../collector/store/units.ts';
import { type EpochMs, epochMs } from '../kit/units.ts';
import { ManualClock } from './manual-clock.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const HOURS = { days: [1, 2, 3, 4, 5, 6], from: '07:00', to: '17:00' };

/** The one address that whoever does not see all may read. */
export const KNOWN = 'known@hatang.invalid';

/** What a person who calls is, by the role's usual name here. */
export const ACTORS = {
  admin: actor('admin', undefined),
  city: actor('officer', 'tphcm'),
  officer: actor('officer', 'cho-quan'),
  school: actor('school', 'thcs-a'),
  'other officer': actor('officer', 'an-dong'),
  'other school': actor('school', 'thcs-b'),
} as const satisfies Readonly<Record<string, Actor>>;

function actor(role: Actor['role'], unit: string | undefined): Actor {
  return { role, unit, name: `${role} ${unit ?? ''}`.trim(), user: undefined, address: '10.0.0.1' };
}

export interface PlantedMember {
  readonly school: string;
  readonly device?: string;
  readonly since?: EpochMs;
  readonly leftAt?: EpochMs;
  readonly evidence?: object;
}

export interface Planted {
  readonly id: string;
  readonly rule?: string;
  readonly severity?: string;
  readonly tell?: string;
  readonly openedAt?: EpochMs;
  readonly resolvedAt?: EpochMs;
  readonly group?: readonly [kind: string, name: string];
  readonly members: readonly PlantedMember[];
}

/** Writes an incident as the engine's ledger does: its row, its members, and that it opened. */
export function plantIncident(sql: Pick<Sql, 'run'>, planted: Planted, now: EpochMs): void {
  const { id, rule = 'agent_silent', members, openedAt = now, resolvedAt } = planted;
  const [only, ...more] = members;
  const single = more.length === 0 ? only : undefined;
  const [kind = null, name = null] = planted.group ?? [];
  const cause = JSON.stringify({ vi: `nguyên nhân ở ${only?.school}`, en: `at ${only?.school}` });
  sql.run(
    `INSERT INTO incident (id, rule, school, device, group_kind, group_name, severity, tell, state, opened_at, resolved_at, cause, evidence)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, rule, single?.school || null, single?.device ?? null, kind, name],
    ...[planted.severity ?? 'critical', planted.tell ?? 'at_once'],
    ...[resolvedAt === undefined ? 'open' : 'resolved', openedAt, resolvedAt ?? null, cause],
    JSON.stringify(only?.evidence ?? {}),
  );
  for (const { school, device = '', since = openedAt, leftAt = resolvedAt, evidence } of members)
    sql.run(
      'INSERT INTO incident_member (incident, rule, school, device, since, joined_at, left_at, evidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      ...[id, rule, school, device, since, since, leftAt ?? null, JSON.stringify(evidence ?? {})],
    );
  const told = members.map(({ school, device = '' }) => ({ school, device }));
  sql.run(
    "INSERT INTO incident_event (incident, at, kind, detail) VALUES (?, ?, 'opened', ?)",
    ...[id, openedAt, JSON.stringify({ members: told })],
  );
}

/** A city of two wards, two schools in the first and one in the second, over a database in memory. */
export function incidentStage(now: EpochMs) {
  const sql = openDatabase(':memory:');
  const clock = new ManualClock(now);
  const units = new Units(sql, () => '2026-11-23');
  units.putGroups([
    { id: 'tphcm', kind: 'city', name: 'Thành phố Hồ Chí Minh' },
    { id: 'cho-quan', kind: 'ward', name: 'Phường Chợ Quán', parent: 'tphcm' },
    { id: 'an-dong', kind: 'ward', name: 'Phường An Đông', parent: 'tphcm' },
  ]);
  for (const [id, name, unit] of [
    ['thcs-a', 'Trường THCS Ánh Sao', 'cho-quan'],
    ['thcs-c', 'Trường THCS Chi Lăng', 'cho-quan'],
    ['thcs-b', 'Trường THCS Ba Đình', 'an-dong'],
  ] as const)
    units.putSchool({ id, name, simulated: false, unit }, now);
  const audit = new Audit(sql);
  const months = zonedMonths(ZONE);
  const lessons = schoolTimeWithin(calendarOf({ files: [], hours: HOURS, timeZone: ZONE }), months);
  const title = (rule: string) => ({ vi: `Sự cố ${rule}`, en: `Incident ${rule}` });
  const incidents = new Incidents({
    ...{ sql, units, clock, schoolTime: lessons },
    device: () => undefined,
    known: (address, sight) => sight === undefined || address === KNOWN,
    sayings: (rule) => ({ title: title(rule), advice: undefined, threshold: undefined }),
  });
  const links = new AckLinks(sql);
  const throttle = new Throttle({ sql, kind: 'acknowledge', free: 3 });
  return {
    ...{ sql, clock, units, audit, incidents, links, schoolTime: lessons },
    desk: new IncidentDesk({ sql, incidents, units, audit, clock }),
    ackDesk: new AckDesk({ sql, links, incidents, audit, throttle, clock }),
    lostTimes: new LostTimeReader({
      ...{ sql, title, months, schoolTime: lessons },
      rules: ['agent_silent', 'line_down'],
    }),
    plant: (planted: Planted) => plantIncident(sql, planted, clock.now()),
    events: (id: string) =>
      sql
        .all('SELECT kind, who, detail FROM incident_event WHERE incident = ? ORDER BY id', id)
        .map(({ kind, who, detail }) => ({ kind, who, detail: JSON.parse(String(detail)) })),
  };
}

export const at = (text: string): EpochMs => epochMs(Date.parse(`${text}+07:00`));
