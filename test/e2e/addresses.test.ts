import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../collector/access/caller.ts';
import type { ContactWish } from '../../collector/notify/recipients/contacts.ts';
import { openDatabase } from '../../collector/store/database-door.ts';
import { browser } from './browser.ts';
import { type Started, startedCollector } from './started.ts';

const units = [
  { id: 'tphcm', kind: 'city', name: 'Thành phố Hồ Chí Minh' },
  { id: 'cho-quan', kind: 'ward', name: 'Phường Chợ Quán', parent: 'tphcm' },
  { id: 'an-dong', kind: 'ward', name: 'Phường An Đông', parent: 'tphcm' },
];
const ADMIN: Actor = { role: 'admin', name: 'admin', unit: undefined, user: 1, address: '::1' };
const OF_SCHOOL = 'truong@hcm.edu.vn';
const OF_WARD = 'phuong@hcm.edu.vn';
const OF_CITY = 'so@hcm.edu.vn';
const wish: Omit<ContactWish, 'unit' | 'address'> = {
  ...{ name: '', language: 'vi', duty: 'technical', atOnce: 'info', daily: false, weekly: false },
};
const ALL = [OF_SCHOOL, OF_WARD, OF_CITY];
/** What is read of the incident, and whose addresses stand there. */
const ROUTES: Readonly<Record<string, readonly string[]>> = {
  '/api/v1/mails': ALL,
  '/api/v1/incidents/i': ALL,
  '/mails': ALL,
  '/incidents/i': ALL,
  '/mails/m-0': [OF_SCHOOL],
  '/mails/m-1': [OF_WARD],
  '/mails/m-2': [OF_CITY],
  '/incidents': [OF_WARD],
  '/incidents.csv': [OF_WARD],
};

let collector: Started;
const readers: Record<string, (path: string) => Promise<string>> = {};

beforeAll(async () => {
  collector = await startedCollector({ config: { units } });
  for (const [school, unit] of [
    ['thcs-a', 'cho-quan'],
    ['thcs-c', 'cho-quan'],
    ['thcs-b', 'an-dong'],
  ])
    await collector.call('/api/v1/enrolment-codes', { json: { school, name: school, unit } });
  const { desks, clock } = collector;
  for (const [unit, address] of [
    ['thcs-a', OF_SCHOOL],
    ['cho-quan', OF_WARD],
    ['tphcm', OF_CITY],
  ] as const)
    expect(desks.contacts.add(ADMIN, { ...wish, unit, address }).ok).toBe(true);
  plant(collector);
  for (const [name, role, unit] of [
    ['school', 'school', 'thcs-a'],
    ['officer', 'officer', 'cho-quan'],
    ['admin', 'admin', undefined],
  ] as const) {
    const token = collector.identities.newToken({ role, unit, name }, clock.now());
    const made = desks.users.add(ADMIN, { name: `${name}-1`, role, unit });
    if (!made.ok) throw new Error(made.problem);
    const person = browser(collector);
    await person.submit('/sign-in', { code: made.value.code });
    readers[name] = async (path) => {
      const answer = path.startsWith('/api')
        ? await collector.call(path, { token })
        : await person.visit(path);
      expect([path, answer.status]).toEqual([path, 200]);
      return await answer.text();
    };
  }
});
afterAll(() => collector.end());

/** An incident of one school that its own contact, the ward's and the city's were mailed about, in vain. */
function plant({ folder, clock }: Started): void {
  const sql = openDatabase(join(folder, 'hatang.db'));
  const now = clock.now();
  sql.run(
    `INSERT INTO incident (id, rule, school, severity, state, opened_at, resolved_at, cause, evidence, acknowledged_at, acknowledged_by)
     VALUES ('i', 'line_down', 'thcs-a', 'critical', 'resolved', ?1, ?1, '{"vi":"c","en":"c"}', '{}', ?1, ?2)`,
    ...[now, OF_WARD],
  );
  sql.run(
    `INSERT INTO incident_member (incident, rule, school, device, since, joined_at, left_at, evidence)
     VALUES ('i', 'line_down', 'thcs-a', '', ?1, ?1, ?1, '{}')`,
    now,
  );
  sql.run(
    `INSERT INTO incident_event (incident, at, kind, who, detail) VALUES ('i', ?, 'acknowledged', ?, '{"via":"mail","unit":null}')`,
    ...[now, OF_WARD],
  );
  for (const [at, recipient] of ALL.entries())
    sql.run(
      `INSERT INTO mail (id, incident, kind, recipient, language, subject, text, html, schools, state, error, created_at, at)
       VALUES (?1, 'i', 'opened', ?2, 'vi', 's', 't', 'h', '["thcs-a"]', 'refused', '550 ' || ?2 || ' unknown', ?3, ?3)`,
      ...[`m-${at}`, recipient, now],
    );
  sql.close();
}

describe('an address, on every page and in every answer,', () => {
  it.each([
    ['school', [OF_SCHOOL]],
    ['officer', [OF_SCHOOL, OF_WARD]],
    ['admin', ALL],
  ])('is read by %s only where it is one of %j', async (who, known) => {
    for (const [path, named] of Object.entries(ROUTES)) {
      const said = (await readers[who]?.(path)) ?? '';
      const read = named.filter((address) => said.includes(address));
      const hides = said.includes('•••@hcm.edu.vn');
      const wanted = named.filter((address) => known.includes(address));
      expect([path, read, hides]).toEqual([path, wanted, wanted.length < named.length]);
    }
  });
});
