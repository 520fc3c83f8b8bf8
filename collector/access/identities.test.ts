import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs, hours, minutes } from '../../kit/units.ts';
import { type Database, openDatabase } from '../store/database-door.ts';
import { text } from '../store/sql.ts';
import { Units } from '../store/units.ts';
import { Identities } from './identities.ts';

const now = epochMs(1_700_000_000_000);
const later = (span: number) => epochMs(now + span);
const ADMIN = 'a-token-from-the-environment';

let sql: Database;
let identities: Identities;
beforeEach(() => {
  sql = openDatabase(':memory:');
  identities = new Identities(sql);
  const units = new Units(sql, () => '2026-11-23');
  units.putSchool({ id: 'thcs-a', name: 'A', simulated: false, unit: undefined }, now);
});

const audited = () =>
  sql.all('SELECT * FROM audit ORDER BY id').map((row) => [text(row, 'who'), text(row, 'deed')]);

describe('the admin token of the environment', () => {
  it('lets an admin in', () => {
    identities.keepAdminToken(ADMIN, now);
    identities.keepAdminToken(ADMIN, later(1));
    expect(identities.callerOfToken(ADMIN, now)).toMatchObject({ role: 'admin', unit: undefined });
    expect(audited()).toEqual([['HATANG_ADMIN_TOKEN', 'admin_token_set']]);
  });

  it('ends the one before it once it is changed, or taken away', () => {
    identities.keepAdminToken(ADMIN, now);
    identities.keepAdminToken('another-token', now);
    expect(identities.callerOfToken(ADMIN, now)).toBeUndefined();
    expect(identities.callerOfToken('another-token', now)?.role).toBe('admin');
    identities.keepAdminToken(undefined, now);
    expect(identities.callerOfToken('another-token', now)).toBeUndefined();
  });

  it('is valid again when it comes back', () => {
    for (const token of [ADMIN, 'another-token', ADMIN]) identities.keepAdminToken(token, now);
    expect(identities.callerOfToken(ADMIN, now)?.role).toBe('admin');
  });

  it('leaves every other token alone', () => {
    const other = identities.newToken({ role: 'admin', unit: undefined, name: 'script' }, now);
    identities.keepAdminToken(ADMIN, now);
    identities.keepAdminToken(undefined, now);
    expect(identities.callerOfToken(other, now)?.name).toBe('script');
  });
});

describe('an enrolment code', () => {
  it('works once, however it is typed, and gives a token for that school alone', () => {
    const { code } = identities.newEnrolmentCode('thcs-a', 'admin', now);
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')} `;
    const first = identities.enrol(typed, 'may-chu', now);
    expect(first).toMatchObject({ ok: true, value: { school: 'thcs-a' } });
    expect(identities.enrol(code, 'may-chu', now).ok).toBe(false);
    expect(first.ok && identities.callerOfToken(first.value.token, now)).toMatchObject({
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
    const known = tokens.map((token) => identities.callerOfToken(token, now) !== undefined);
    expect(known).toEqual([false, true, true]);
    expect(identities.revokeAgent('thcs-a', 'may-phu', now)).toBe(true);
    expect(identities.callerOfToken(tokens[1] ?? '', now)).toBeUndefined();
  });
});

it('keeps no secret that it gave out', () => {
  const { code } = identities.newEnrolmentCode('thcs-a', 'admin', now);
  const secrets = [
    code,
    code.replaceAll('-', ''),
    identities.newToken({ role: 'school', unit: 'thcs-a', name: 's' }, now),
  ];
  const tables = ['enrolment_code', 'token', 'audit'];
  const kept = JSON.stringify(tables.map((table) => sql.all(`SELECT * FROM ${table}`)));
  for (const secret of secrets) expect(kept).not.toContain(secret);
});

describe('the token an agent renews', () => {
  const enrolled = () => {
    const { code } = identities.newEnrolmentCode('thcs-a', 'admin', now);
    const done = identities.enrol(code, 'may-chu', now);
    return done.ok ? done.value.token : '';
  };
  const isValid = (token: string | undefined, at = now) =>
    identities.callerOfToken(token ?? '', at) !== undefined;
  const renew = (token: string | undefined, at = now) =>
    identities.renewAgentToken(token ?? '', at)?.token;

  it('leaves the old one an hour', () => {
    const old = enrolled();
    renew(old);
    expect(isValid(old, later(hours(1) - 1))).toBe(true);
    expect(isValid(old, later(hours(1)))).toBe(false);
  });

  it('ends the old one as soon as it is used, and is the same agent’s', () => {
    const old = enrolled();
    const next = renew(old) ?? '';
    expect(identities.callerOfToken(next, now)).toMatchObject({ unit: 'thcs-a', agent: 'may-chu' });
    expect([isValid(old), isValid(next)]).toEqual([false, true]);
    expect(renew(old)).toBeUndefined();
  });

  it('can be asked for again as long as it was never used, however late, and ends the one that got lost', () => {
    const old = enrolled();
    const lost = renew(old);
    const late = later(hours(50));
    expect(isValid(old, late)).toBe(false);
    const again = renew(old, late);
    expect([isValid(lost, late), isValid(again, late)]).toEqual([false, true]);
    expect(renew(old, late)).toBeUndefined();
  });

  it('is refused once the agent was revoked, and revoked with it', () => {
    const old = enrolled();
    const next = renew(old);
    identities.revokeAgent('thcs-a', 'may-chu', later(minutes(1)));
    expect([isValid(old), isValid(next), renew(old), renew(next)]).toEqual([
      false,
      false,
      undefined,
      undefined,
    ]);
  });

  it('is for agents alone', () => {
    const token = identities.newToken({ role: 'admin', unit: undefined, name: 'script' }, now);
    expect(renew(token)).toBeUndefined();
    expect(isValid(token)).toBe(true);
  });
});

it('a token is of no use past its time', () => {
  const wish = { role: 'officer', unit: undefined, name: 'o', expiresAt: later(10) } as const;
  const token = identities.newToken(wish, now);
  expect(identities.callerOfToken(token, later(9))?.role).toBe('officer');
  expect(identities.callerOfToken(token, later(10))).toBeUndefined();
});
