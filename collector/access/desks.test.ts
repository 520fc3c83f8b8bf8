import { beforeEach, describe, expect, it } from 'vitest';
import { days, epochMs, minutes } from '../../kit/units.ts';
import { type DeskStage, deskStage } from '../../test/sample-desks.ts';
import type { Actor } from './caller.ts';

const now = epochMs(1_700_000_000_000);
const admin: Actor = {
  ...{ role: 'admin', name: 'admin', unit: undefined, user: 1, address: '10.0.0.1' },
};
const officer: Actor = {
  ...{ role: 'officer', name: 'chợ quán', unit: 'cho-quan', user: undefined, address: '10.0.0.2' },
};
const school: Actor = {
  ...{ role: 'school', name: 'thcs-a', unit: 'thcs-a', user: undefined, address: '10.0.0.3' },
};

let stage: DeskStage;
beforeEach(() => {
  stage = deskStage(now);
});

const problemOf = (result: { ok: boolean; problem?: unknown }) =>
  result.ok ? 'ok' : result.problem;
const added = (name: string, role: 'admin' | 'officer' | 'school', unit?: string): number => {
  const made = stage.desks.users.add(admin, { name, role, unit });
  if (!made.ok) throw new Error(made.problem);
  return made.value.person.id;
};

describe('adding a user', () => {
  it.each([
    ['admin', admin, 'admin', undefined, 'ok'],
    ['admin', admin, 'officer', 'tphcm', 'ok'],
    ['admin', admin, 'officer', 'thcs-a', 'wrong_unit'],
    ['admin', admin, 'officer', undefined, 'wrong_unit'],
    ['admin', admin, 'school', 'thcs-a', 'ok'],
    ['admin', admin, 'school', 'cho-quan', 'wrong_unit'],
    ['admin', admin, 'admin', 'cho-quan', 'wrong_unit'],
    ['officer', officer, 'officer', 'cho-quan', 'ok'],
    ['officer', officer, 'school', 'thcs-a', 'ok'],
    ['officer', officer, 'officer', 'tphcm', 'not_allowed'],
    ['officer', officer, 'officer', 'an-dong', 'not_allowed'],
    ['officer', officer, 'school', 'thcs-b', 'not_allowed'],
    ['officer', officer, 'school', 'nowhere', 'not_allowed'],
    ['officer', officer, 'admin', undefined, 'not_allowed'],
    ['school', school, 'school', 'thcs-a', 'not_allowed'],
  ] as const)('%s: as %s %s: %s', (_who, by, role, unit, said) => {
    expect(problemOf(stage.desks.users.add(by, { name: 'mới', role, unit }))).toBe(said);
  });

  it('gives one way in, which works once, and tells the log who did it to whom, from where', () => {
    const made = stage.desks.users.add(officer, { name: 'mới', role: 'school', unit: 'thcs-a' });
    const code = made.ok ? made.value.code : '';
    expect(stage.sessions.useCode(code, now)).toBeTypeOf('number');
    expect(stage.sessions.useCode(code, now)).toBeUndefined();
    expect(stage.desks.audit(admin, { limit: 1 })).toMatchObject([
      {
        ...{ who: 'chợ quán', deed: 'user_added', subject: 'mới' },
        ...{ unit: 'thcs-a', address: '10.0.0.2' },
      },
    ]);
  });

  it('takes no name twice, in whatever case', () => {
    added('Minh', 'admin');
    const again = stage.desks.users.add(admin, { name: 'MINH', role: 'admin' });
    expect(problemOf(again)).toBe('name_taken');
  });
});

describe('changing a user', () => {
  it('lets an officer move people inside the own tree, and neither up nor out', () => {
    const id = added('o', 'officer', 'cho-quan');
    const change = (wanted: object) => problemOf(stage.desks.users.change(officer, id, wanted));
    expect(change({ unit: 'tphcm' })).toBe('not_allowed');
    expect(change({ role: 'admin' })).toBe('not_allowed');
    expect(change({ role: 'school', unit: 'thcs-a' })).toBe('ok');
    expect(stage.users.person(id)).toMatchObject({ role: 'school', unit: 'thcs-a' });
  });

  it.each([
    ['an admin', 'admin', undefined],
    ['an officer above', 'officer', 'tphcm'],
    ['an officer beside', 'officer', 'an-dong'],
    ['a school of another', 'school', 'thcs-b'],
  ] as const)('tells an officer of %s no more than of nobody', (_which, role, unit) => {
    const id = added('x', role, unit);
    const { users } = stage.desks;
    expect(problemOf(users.change(officer, id, { disabled: true }))).toBe('unknown');
    expect(problemOf(users.newCode(officer, id))).toBe('unknown');
    expect([users.find(officer, id), users.list(officer)]).toEqual([undefined, []]);
  });

  it('leaves the last admin, and nobody changes himself', () => {
    const token = { ...admin, user: undefined };
    const { users } = stage.desks;
    expect(problemOf(users.change(token, 1, { disabled: true }))).toBe('last_admin');
    expect(problemOf(users.change(token, 1, { role: 'officer', unit: 'tphcm' }))).toBe(
      'last_admin',
    );
    expect(problemOf(users.change(admin, 1, { disabled: true }))).toBe('yourself');
    expect(problemOf(users.newCode(admin, 1))).toBe('yourself');
    added('second', 'admin');
    expect(problemOf(users.change(token, 1, { disabled: true }))).toBe('ok');
  });

  it('ends the sessions, codes and tokens of whoever is disabled, at once', () => {
    const id = added('second', 'admin');
    const session = stage.sessions.open({ user: id }, now).token;
    const { code } = stage.sessions.newCode(id, now);
    const made = stage.desks.tokens.make({ ...admin, user: id }, { name: 't', role: 'admin' });
    const token = made.ok ? made.value.token : '';
    expect(stage.identities.callerOfToken(token, now)).toBeDefined();
    stage.desks.users.change(admin, id, { disabled: true });
    stage.desks.users.change(admin, id, { disabled: false });
    expect(stage.sessions.callerOf(session, now)).toBeUndefined();
    expect(stage.sessions.useCode(code, now)).toBeUndefined();
    expect(stage.identities.callerOfToken(token, now)).toBeUndefined();
  });

  it('ends the tokens that a person who moved could not make any more', () => {
    const id = added('o', 'officer', 'tphcm');
    const by = { ...officer, unit: 'tphcm', user: id };
    const make = (unit: string) =>
      stage.desks.tokens.make(by, { name: unit, role: 'officer', unit });
    make('an-dong');
    make('cho-quan');
    stage.desks.users.change(admin, id, { unit: 'cho-quan' });
    expect(stage.desks.tokens.list(admin).map(({ name }) => name)).toEqual(['cho-quan']);
  });

  it('gives a new way in to whoever lost the password, and none to who knows the old one', async () => {
    const id = added('o', 'officer', 'cho-quan');
    await stage.users.setPassword(id, 'the lost password');
    const session = stage.sessions.open({ user: id }, now).token;
    const made = stage.desks.users.newCode(officer, id);
    expect(await stage.users.byPassword('o', 'the lost password')).toBeUndefined();
    expect(stage.sessions.callerOf(session, now)).toBeUndefined();
    expect(made.ok && stage.sessions.useCode(made.value.code, now)).toBe(id);
    stage.desks.users.change(admin, id, { disabled: true });
    expect(problemOf(stage.desks.users.newCode(officer, id))).toBe('disabled');
  });
});

describe('API tokens', () => {
  it('are given and taken inside the own tree, shown once, and never listed', () => {
    const { tokens } = stage.desks;
    const make = (by: Actor, unit: string) =>
      tokens.make(by, { name: `of ${unit}`, role: 'officer', unit });
    expect(problemOf(make(officer, 'tphcm'))).toBe('not_allowed');
    const [own, above] = [make(officer, 'cho-quan'), make(admin, 'tphcm')];
    if (!own.ok || !above.ok) throw new Error('not made');
    expect(tokens.list(officer).map(({ name }) => name)).toEqual(['of cho-quan']);
    expect(JSON.stringify(tokens.list(admin))).not.toContain(own.value.token);
    expect(problemOf(tokens.revoke(officer, above.value.line.id))).toBe('unknown');
    expect(problemOf(tokens.revoke(officer, own.value.line.id))).toBe('ok');
    expect(stage.identities.callerOfToken(own.value.token, now)).toBeUndefined();
  });

  it.each([
    [-1, 'bad_expiry'],
    [0, 'bad_expiry'],
    [1, 'ok'],
    [days(366 * 5) + 1, 'bad_expiry'],
  ])('expire %d ms from now: %s', (span, said) => {
    const wish = { name: 't', role: 'admin', expiresAt: epochMs(now + span) } as const;
    expect(problemOf(stage.desks.tokens.make(admin, wish))).toBe(said);
  });

  it('never have the name of the one from the environment, which a start would end', () => {
    const wish = { name: 'hatang_admin_token', role: 'admin' } as const;
    expect(problemOf(stage.desks.tokens.make(admin, wish))).toBe('name_taken');
  });
});

describe('agents and codes', () => {
  const enrolled = (of: string) => {
    const done = stage.identities.enrol(
      stage.identities.newEnrolmentCode(of, 'admin', now).code,
      'may-chu',
      now,
    );
    return done.ok ? done.value.token : '';
  };

  it('are those of the own tree, revoked at once', () => {
    const [own, other] = [enrolled('thcs-a'), enrolled('thcs-b')];
    const { agents } = stage.desks;
    expect(agents.list(officer)).toMatchObject([{ school: 'thcs-a', agent: 'may-chu' }]);
    expect(problemOf(agents.revoke(officer, 'thcs-b', 'may-chu'))).toBe('unknown');
    expect(problemOf(agents.revoke(officer, 'thcs-a', 'nobody'))).toBe('unknown');
    expect(problemOf(agents.revoke(officer, 'thcs-a', 'may-chu'))).toBe('ok');
    const valid = [own, other].map((token) => stage.identities.callerOfToken(token, now)?.unit);
    expect(valid).toEqual([undefined, 'thcs-b']);
    expect(agents.list(officer)[0]?.tokenSince).toBeUndefined();
  });

  it('lose a code that is taken back', () => {
    const { code } = stage.identities.newEnrolmentCode('thcs-a', 'admin', now);
    stage.identities.newEnrolmentCode('thcs-b', 'admin', now);
    const { agents } = stage.desks;
    const [line] = agents.codes(officer);
    expect(agents.codes(officer)).toHaveLength(1);
    expect(problemOf(agents.withdraw(officer, line?.id ?? 0))).toBe('ok');
    expect(problemOf(agents.withdraw(officer, line?.id ?? 0))).toBe('unknown');
    expect(stage.identities.enrol(code, 'may-chu', now).ok).toBe(false);
  });

  it('lists no code past its time', async () => {
    stage.identities.newEnrolmentCode('thcs-a', 'admin', now);
    await stage.clock.advance(days(4));
    expect(stage.desks.agents.codes(admin)).toEqual([]);
  });
});

describe('the log', () => {
  const write = (deed: 'signed_in' | 'school_changed', unit: string | undefined, at = now) =>
    stage.audit.write({ who: 'X', deed, subject: 's', unit, address: '10.9.9.9' }, at);

  it('shows an officer what concerns the own tree, and an admin everything', () => {
    for (const unit of ['thcs-a', 'cho-quan', 'thcs-b', 'tphcm', undefined])
      write('school_changed', unit);
    const units = (by: Actor) => stage.desks.audit(by, { limit: 9 }).map(({ unit }) => unit);
    expect(units(officer)).toEqual(['cho-quan', 'thcs-a']);
    expect(units(admin)).toHaveLength(5);
    expect(units(school)).toEqual([]);
  });

  it('is paged and filtered by deed, words and time', () => {
    write('signed_in', 'thcs-a');
    write('school_changed', 'thcs-a', epochMs(now + minutes(1)));
    write('signed_in', 'thcs-b', epochMs(now + minutes(2)));
    const ids = (filter: object) =>
      stage.desks.audit(admin, { limit: 9, ...filter }).map(({ id }) => id);
    const [third = 0, second = 0, first = 0] = ids({});
    expect(ids({ limit: 2 })).toEqual([third, second]);
    expect(ids({ before: second })).toEqual([first]);
    expect(ids({ deed: 'signed_in' })).toEqual([third, first]);
    expect(ids({ words: 'THCS-B' })).toEqual([third]);
    expect(ids({ words: '10.9.' })).toHaveLength(3);
    expect(ids({ from: now + minutes(1), to: now + minutes(2) })).toEqual([second]);
  });
});
