import { beforeEach, describe, expect, it } from 'vitest';
import { days, epochMs, hours } from '../../kit/units.ts';
import { type Database, openDatabase } from '../store/database-door.ts';
import { text } from '../store/sql.ts';
import { Units } from '../store/units.ts';
import { Identities } from './identities.ts';
import { Users } from './users.ts';

const now = epochMs(1_700_000_000_000);
const later = (span: number) => epochMs(now + span);
const ADMIN = 'a-token-from-the-environment';

let sql: Database;
let identities: Identities;
let admin: number;
beforeEach(() => {
  sql = openDatabase(':memory:');
  identities = new Identities(sql);
  admin = new Users(sql).firstAdmin(now).id;
  const units = new Units(sql, () => '2026-11-23');
  units.putSchool({ id: 'thcs-a', name: 'A', simulated: false, unit: undefined }, now);
});

const audited = () =>
  sql.all('SELECT * FROM audit ORDER BY id').map((row) => [text(row, 'who'), text(row, 'deed')]);

describe('the admin token of the environment', () => {
  it('lets an admin in', () => {
    identities.keepAdminToken(ADMIN, now);
    identities.keepAdminToken(ADMIN, later(1));
    expect(identities.callerOfToken(ADMIN)).toMatchObject({ role: 'admin', unit: undefined });
    expect(audited()).toEqual([['HATANG_ADMIN_TOKEN', 'admin token set from the environment']]);
  });

  it('ends the one before it once it is changed, or taken away', () => {
    identities.keepAdminToken(ADMIN, now);
    identities.keepAdminToken('another-token', now);
    expect(identities.callerOfToken(ADMIN)).toBeUndefined();
    expect(identities.callerOfToken('another-token')?.role).toBe('admin');
    identities.keepAdminToken(undefined, now);
    expect(identities.callerOfToken('another-token')).toBeUndefined();
  });

  it('is valid again when it comes back', () => {
    for (const token of [ADMIN, 'another-token', ADMIN]) identities.keepAdminToken(token, now);
    expect(identities.callerOfToken(ADMIN)?.role).toBe('admin');
  });

  it('leaves every other token alone', () => {
    const other = identities.newToken({ role: 'admin', unit: undefined, name: 'script' }, now);
    identities.keepAdminToken(ADMIN, now);
    identities.keepAdminToken(undefined, now);
    expect(identities.callerOfToken(other)?.name).toBe('script');
  });
});

describe('an enrolment code', () => {
  it('works once, however it is typed, and gives a token for that school alone', () => {
    const { code } = identities.newEnrolmentCode('thcs-a', 'admin', now);
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')} `;
    const first = identities.enrol(typed, 'may-chu', now);
    expect(first).toMatchObject({ ok: true, value: { school: 'thcs-a' } });
    expect(identities.enrol(code, 'may-chu', now).ok).toBe(false);
    expect(first.ok && identities.callerOfToken(first.value.token)).toMatchObject({
      role: 'agent',
      unit: 'thcs-a',
      agent: 'may-chu',
    });
  });

  it('is void after 72 hours', () => {
    const { code, expiresAt } = identities.newEnrolmentCode('thcs-a', 'admin', now);
    expect(expiresAt).toBe(later(hours(72)));
    expect(identities.enrol(code, 'may-chu', expiresAt).ok).toBe(false);
  });

  it('ends the token that the same agent had, and of no other agent', () => {
    const tokens = ['may-chu', 'may-phu', 'may-chu'].map((agent) => {
      const done = identities.enrol(
        identities.newEnrolmentCode('thcs-a', 'admin', now).code,
        agent,
        now,
      );
      return done.ok ? done.value.token : '';
    });
    const known = tokens.map((token) => identities.callerOfToken(token) !== undefined);
    expect(known).toEqual([false, true, true]);
    expect(identities.revokeAgent('thcs-a', 'may-phu', 'admin', now)).toBe(true);
    expect(identities.callerOfToken(tokens[1] ?? '')).toBeUndefined();
  });
});

describe('a sign-in code', () => {
  it('works once, for a day', () => {
    const code = identities.newSignInCode(admin, now);
    expect(identities.useSignInCode(code, later(hours(24)))).toBeUndefined();
    expect(identities.useSignInCode(code, now)).toBe(admin);
    expect(identities.useSignInCode(code, now)).toBeUndefined();
  });

  it('ends the ones made before it for the same person', () => {
    const code = identities.newSignInCode(admin, now);
    identities.newSignInCode(admin, now);
    expect(identities.useSignInCode(code, now)).toBeUndefined();
  });
});

describe('a session', () => {
  it('ends after two weeks, by signing out, and with a new password of its person elsewhere', () => {
    const [here, elsewhere, gone] = [1, 2, 3].map(() => identities.openSession(admin, now).token);
    const valid = (token: string | undefined, at = now) =>
      identities.callerOfSession(token ?? '', at) !== undefined;
    expect([valid(here), valid(here, later(days(14)))]).toEqual([true, false]);
    identities.closeSession(gone ?? '', now);
    const code = identities.newSignInCode(admin, now);
    identities.endOtherWaysIn(admin, here ?? '', now);
    expect([valid(here), valid(elsewhere), valid(gone)]).toEqual([true, false, false]);
    expect(identities.useSignInCode(code, now)).toBeUndefined();
  });

  it('is told in the audit log, beginning and end', () => {
    identities.closeSession(identities.openSession(admin, now).token, now);
    identities.closeSession('no session', now);
    expect(audited()).toEqual([
      ['admin', 'signed in'],
      ['admin', 'signed out'],
    ]);
  });
});

it('keeps no secret that it gave out', () => {
  const { code } = identities.newEnrolmentCode('thcs-a', 'admin', now);
  const secrets = [
    code,
    code.replaceAll('-', ''),
    identities.newSignInCode(admin, now),
    identities.openSession(admin, now).token,
    identities.newToken({ role: 'school', unit: 'thcs-a', name: 's' }, now),
  ];
  const tables = ['enrolment_code', 'token', 'session', 'sign_in_code', 'audit'];
  const kept = JSON.stringify(tables.map((table) => sql.all(`SELECT * FROM ${table}`)));
  for (const secret of secrets) expect(kept).not.toContain(secret);
});
