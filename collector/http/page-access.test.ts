import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs, minutes } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { Audit } from '../access/audit.ts';
import { Identities } from '../access/identities.ts';
import { Sessions } from '../access/sessions.ts';
import { Throttle } from '../access/throttle.ts';
import { Users } from '../access/users.ts';
import { type Database, openDatabase } from '../store/database-door.ts';
import { number } from '../store/sql.ts';
import { Units } from '../store/units.ts';
import { pageAccess } from './page-access.ts';

const PASSWORD = 'a password of some length';
let sql: Database;
let clock: ManualClock;
let sessions: Sessions;
let users: Users;
let admin: number;
let access: ReturnType<typeof pageAccess>;
beforeEach(async () => {
  sql = openDatabase(':memory:');
  clock = new ManualClock(epochMs(1_700_000_000_000));
  sessions = new Sessions(sql);
  users = new Users(sql);
  admin = users.firstAdmin(clock.now()).id;
  await users.setPassword(admin, PASSWORD);
  access = pageAccess({
    identities: new Identities(sql),
    sessions,
    audit: new Audit(sql),
    users,
    units: new Units(sql, () => '2026-11-23'),
    throttle: new Throttle({ sql, kind: 'name' }),
    peerThrottle: new Throttle({ sql, kind: 'address', free: 30 }),
    clock,
  });
});

const by = (password: string, peer = '10.0.0.1', name = 'admin') =>
  access.signIn({ way: 'password', name, password, peer, browser: 'b' });
const audits = () => number(sql.get('SELECT count(*) AS n FROM audit') ?? {}, 'n');

async function guess(times: number, peer?: string, name?: string): Promise<readonly string[]> {
  const said = [];
  for (let time = 0; time < times; time += 1) {
    const answer = await by('wrong', peer, name);
    said.push(answer.ok ? 'in' : answer.problem);
  }
  return said;
}

describe('signing in', () => {
  it('gives a cookie that scripts and other sites never see', async () => {
    const done = await by(PASSWORD);
    expect(done.ok && done.value.setCookie).toMatch(
      /^hatang_session=ht_[\w-]{43}; Path=\/; Max-Age=1209600; SameSite=Lax; HttpOnly$/,
    );
  });

  it('is blocked for a guessed name at the guesser’s address, and for nobody else', async () => {
    expect(await guess(7)).toEqual([...Array(5).fill('wrong'), 'locked', 'locked']);
    expect(await by(PASSWORD)).toEqual({ ok: false, problem: 'locked' });
    expect((await by(PASSWORD, '10.0.0.2')).ok).toBe(true);
    expect(await guess(1, '10.0.0.1', 'somebody')).toEqual(['wrong']);
    await clock.advance(minutes(15));
    expect((await by(PASSWORD)).ok).toBe(true);
  });

  it('counts guesses that are sent at once', async () => {
    const said = await Promise.all(Array.from({ length: 9 }, () => by('wrong')));
    expect(said.filter((answer) => !answer.ok && answer.problem === 'locked')).toHaveLength(4);
  });

  it('is blocked for an address that tries many names', async () => {
    const said = [];
    for (let name = 0; name < 32; name += 1) said.push(...(await guess(1, undefined, `n${name}`)));
    expect(said.at(-1)).toBe('locked');
  });

  it('with a right code works even where somebody behind the same address was locked out', async () => {
    const { code } = sessions.newCode(admin, clock.now());
    const tryCode = (text: string) =>
      access.signIn({ way: 'code', code: text, peer: '10.0.0.1', browser: 'b' });
    for (let time = 0; time < 30; time += 1) await tryCode('AAAA-AAAA-AAAA');
    expect(await tryCode('AAAA-AAAA-AAAA')).toEqual({ ok: false, problem: 'locked' });
    expect((await tryCode(code)).ok).toBe(true);
  });

  it('writes no audit line for a try that is locked out', async () => {
    await guess(5);
    const before = audits();
    await guess(20);
    expect(audits()).toBe(before);
  });
});

describe('setting a password', () => {
  const caller = () => ({
    ...{ name: 'admin', role: 'admin' as const, user: admin },
    ...{ unit: undefined, address: '10.0.0.1' },
  });
  const NEXT = 'another password';

  it('ends every other session of the person', async () => {
    const [here, other] = [1, 2].map(() => sessions.open({ user: admin }, clock.now()).token);
    const done = await access.setPassword(caller(), {
      current: PASSWORD,
      next: NEXT,
      session: here,
    });
    expect(done.ok).toBe(true);
    const open = [here, other].map((token) => sessions.callerOf(token ?? '', clock.now()));
    expect(open.map((session) => session !== undefined)).toEqual([true, false]);
  });

  it('is slowed down for whoever guesses the current one', async () => {
    const session = sessions.open({ user: admin }, clock.now()).token;
    const said = [];
    for (let time = 0; time < 6; time += 1)
      said.push(await access.setPassword(caller(), { current: 'no', next: NEXT, session }));
    expect(said.at(-1)).toEqual({ ok: false, problem: 'locked' });
  });

  it('is for people alone: a token of the same name changes nobody’s password', async () => {
    const program = { ...caller(), user: undefined };
    const asked = { current: PASSWORD, next: NEXT, session: undefined };
    expect(await access.setPassword(program, asked)).toEqual({
      ok: false,
      problem: 'wrong_current',
    });
    expect(await users.byPassword('admin', PASSWORD)).toBe(admin);
  });
});
