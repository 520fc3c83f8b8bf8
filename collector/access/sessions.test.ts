import { beforeEach, describe, expect, it } from 'vitest';
import { days, epochMs, hours, minutes } from '../../kit/units.ts';
import { type Database, openDatabase } from '../store/database-door.ts';
import { Identities } from './identities.ts';
import { Sessions } from './sessions.ts';
import { Users } from './users.ts';

const now = epochMs(1_700_000_000_000);
const later = (span: number) => epochMs(now + span);

let sql: Database;
let sessions: Sessions;
let users: Users;
let admin: number;
beforeEach(() => {
  sql = openDatabase(':memory:');
  sessions = new Sessions(sql);
  users = new Users(sql);
  admin = users.firstAdmin(now).id;
});

const open = () => sessions.open({ user: admin, address: '10.0.0.1', browser: 'b' }, now).token;
const isValid = (token: string, at = now) => sessions.callerOf(token, at) !== undefined;

describe('a sign-in code', () => {
  it('works once, for a day', () => {
    const { code } = sessions.newCode(admin, now);
    expect(sessions.useCode(code, later(hours(24)))).toBeUndefined();
    expect(sessions.useCode(code, now)).toBe(admin);
    expect(sessions.useCode(code, now)).toBeUndefined();
  });

  it('ends the ones made before it for the same person', () => {
    const { code } = sessions.newCode(admin, now);
    sessions.newCode(admin, now);
    expect(sessions.useCode(code, now)).toBeUndefined();
  });

  it('lets nobody in who was disabled since', () => {
    const { code } = sessions.newCode(admin, now);
    users.disable(admin, now);
    expect(sessions.useCode(code, now)).toBeUndefined();
  });
});

describe('a session', () => {
  it('ends after twelve idle hours, and after two weeks of use', () => {
    const token = open();
    expect([isValid(token, later(hours(12) - 1)), isValid(token, later(hours(12)))]).toEqual([
      true,
      false,
    ]);
    const used = open();
    for (let at = 0; at < days(14); at += hours(11)) sessions.seen(used, later(at));
    expect([isValid(used, later(days(14) - 1)), isValid(used, later(days(14)))]).toEqual([
      true,
      false,
    ]);
  });

  it('is not written down anew at every page', () => {
    const token = open();
    sessions.seen(token, later(minutes(4)));
    expect(sessions.of(admin, token, now)[0]?.seenAt).toBe(now);
    sessions.seen(token, later(minutes(6)));
    expect(sessions.of(admin, token, now)[0]?.seenAt).toBe(later(minutes(6)));
  });

  it('ends by signing out, and with a new password of its person elsewhere', () => {
    const [here, elsewhere, gone] = [open(), open(), open()];
    sessions.close(gone);
    const { code } = sessions.newCode(admin, now);
    sessions.endWaysIn(admin, here, now);
    expect([isValid(here), isValid(elsewhere), isValid(gone)]).toEqual([true, false, false]);
    expect(sessions.useCode(code, now)).toBeUndefined();
  });

  it('is nobody’s once its person is disabled', () => {
    const token = open();
    users.disable(admin, now);
    expect(isValid(token)).toBe(false);
  });

  it('that a token opened ends with it', () => {
    const identities = new Identities(sql);
    const wish = { role: 'admin', unit: undefined, name: 'script' } as const;
    const id = identities.idOfToken(identities.newToken(wish, now)) ?? 0;
    const { token } = sessions.open({ user: admin, token: id }, now);
    expect(isValid(token)).toBe(true);
    identities.revokeToken(id, now);
    expect(isValid(token)).toBe(false);
    sql.run('DELETE FROM token WHERE id = ?', id);
    expect(isValid(token)).toBe(false);
  });

  it('is listed for its person, who can end it, and nobody else', () => {
    const other = users.add({ name: 'o', role: 'admin', unit: undefined, createdBy: '' }, now) ?? 0;
    const [here, elsewhere] = [open(), open()];
    const lines = sessions.of(admin, here, now);
    expect(lines.map(({ own, address }) => [own, address])).toEqual([
      [true, '10.0.0.1'],
      [false, '10.0.0.1'],
    ]);
    const id = lines.find(({ own }) => !own)?.id ?? 0;
    expect([sessions.end(other, id), isValid(elsewhere)]).toEqual([false, true]);
    expect([sessions.end(admin, id), isValid(elsewhere)]).toEqual([true, false]);
  });
});

it('keeps no secret that it gave out', () => {
  const secrets = [open(), sessions.newCode(admin, now).code];
  const kept = JSON.stringify(
    ['session', 'sign_in_code'].map((of) => sql.all(`SELECT * FROM ${of}`)),
  );
  for (const secret of secrets) {
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain(secret.replaceAll('-', ''));
  }
});
