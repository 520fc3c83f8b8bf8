import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs, minutes } from '../../kit/units.ts';
import { type DeskStage, deskStage } from '../../test/sample-desks.ts';
import type { ContactWish } from '../notify/recipients/contacts.ts';
import type { Actor } from './caller.ts';

const now = epochMs(1_764_000_000_000);
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

const wish = (unit: string | undefined, address = 'an@hcm.edu.vn'): ContactWish => ({
  unit,
  address,
  name: 'An',
  language: 'vi',
  duty: 'technical',
  atOnce: 'info',
  daily: true,
  weekly: false,
});
const said = (result: { ok: boolean; problem?: unknown }) => (result.ok ? 'ok' : result.problem);
const add = (by: Actor, unit: string | undefined, address?: string): number => {
  const made = stage.desks.contacts.add(by, wish(unit, address));
  if (!made.ok) throw new Error(made.problem);
  return made.value.id;
};

describe('a contact', () => {
  it.each([
    ['admin', admin, undefined, 'ok'],
    ['admin', admin, 'tphcm', 'ok'],
    ['admin', admin, 'thcs-a', 'ok'],
    ['admin', admin, 'nowhere', 'no_such_unit'],
    ['officer', officer, 'cho-quan', 'ok'],
    ['officer', officer, 'thcs-a', 'ok'],
    ['officer', officer, 'tphcm', 'not_allowed'],
    ['officer', officer, 'thcs-b', 'not_allowed'],
    ['officer', officer, 'nowhere', 'not_allowed'],
    ['officer', officer, undefined, 'not_allowed'],
    ['school', school, 'thcs-a', 'ok'],
    ['school', school, 'cho-quan', 'not_allowed'],
    ['school', school, 'thcs-b', 'not_allowed'],
    ['school', school, undefined, 'not_allowed'],
  ] as const)('is added by %s', (_who, by, unit, answer) => {
    expect(said(stage.desks.contacts.add(by, wish(unit)))).toBe(answer);
  });

  it('is at an official domain, when added and when changed', () => {
    const { contacts } = stage.desks;
    expect(said(contacts.add(admin, wish('thcs-a', 'an@gmail.com')))).toBe('not_official');
    const id = add(school, 'thcs-a');
    expect(said(contacts.change(school, id, { address: 'an@gmail.com' }))).toBe('not_official');
    expect(contacts.find(school, id)?.address).toBe('an@hcm.edu.vn');
  });

  it('stands once in a unit, whatever the case of its address', () => {
    const { contacts } = stage.desks;
    add(admin, 'thcs-a');
    const other = add(admin, 'thcs-a', 'binh@hcm.edu.vn');
    expect(said(contacts.add(admin, wish('thcs-a', 'AN@hcm.edu.vn')))).toBe('address_taken');
    expect(said(contacts.change(admin, other, { address: 'An@hcm.edu.vn' }))).toBe('address_taken');
    expect(said(contacts.add(admin, wish('cho-quan')))).toBe('ok');
  });

  it('is moved only between units the caller looks after', () => {
    const { contacts } = stage.desks;
    const id = add(officer, 'thcs-a');
    expect(said(contacts.change(officer, id, { unit: 'tphcm' }))).toBe('not_allowed');
    expect(said(contacts.change(officer, id, { unit: null }))).toBe('not_allowed');
    expect(said(contacts.change(school, id, { unit: 'cho-quan' }))).toBe('not_allowed');
    expect(said(contacts.change(officer, id, { unit: 'cho-quan' }))).toBe('ok');
    expect(said(contacts.change(school, id, { atOnce: 'never' }))).toBe('unknown');
    expect(contacts.find(officer, id)).toMatchObject({ unit: 'cho-quan', atOnce: 'info' });
  });

  it('of another unit is no more than nobody: not read, changed, tried or removed', () => {
    const { contacts } = stage.desks;
    const above = add(admin, 'tphcm', 'so@moet.edu.vn');
    const beside = add(admin, 'thcs-b', 'b@hcm.edu.vn');
    add(admin, 'thcs-a', 'a@hcm.edu.vn');
    for (const id of [above, beside]) {
      expect(said(contacts.change(officer, id, { atOnce: 'never' }))).toBe('unknown');
      expect(said(contacts.remove(officer, id))).toBe('unknown');
      expect(said(contacts.test(school, id))).toBe('unknown');
    }
    const seen = (by: Actor) => contacts.list(by).map(({ address }) => address);
    expect(seen(officer)).toEqual(['a@hcm.edu.vn']);
    expect(seen(school)).toEqual(['a@hcm.edu.vn']);
    // The first one stands in the config.
    expect(seen(admin)).toEqual([
      ...['so@hcm.edu.vn', 'a@hcm.edu.vn', 'b@hcm.edu.vn', 'so@moet.edu.vn'],
    ]);
  });

  it('has each change told to the log of its unit', () => {
    const { contacts, audit } = stage.desks;
    const id = add(school, 'thcs-a');
    contacts.change(school, id, { duty: 'leader' });
    contacts.test(school, id);
    contacts.remove(officer, id);
    expect(audit(officer, { limit: 9 }).map(({ deed, who }) => [deed, who])).toEqual([
      ['contact_removed', 'chợ quán'],
      ['contact_tested', 'thcs-a'],
      ['contact_changed', 'thcs-a'],
      ['contact_added', 'thcs-a'],
    ]);
    expect(audit({ ...officer, unit: 'an-dong' }, { limit: 9 })).toEqual([]);
  });

  it('is marked where a mail to it came back lately', () => {
    add(school, 'thcs-a');
    const bounced = () => stage.desks.contacts.list(school).map((line) => line.bounced);
    const keep = (state: string, createdAt: number) =>
      stage.sql.run(
        `INSERT INTO mail (id, kind, recipient, language, subject, text, html, state, created_at, at)
         VALUES (?1, 'opened', 'an@hcm.edu.vn', 'vi', '', '', '', ?2, ?3, ?3)`,
        `${state}-${createdAt}`,
        state,
        createdAt,
      );
    keep('sent', now);
    keep('bounced', now - 31 * 86_400_000);
    expect(bounced()).toEqual([false]);
    keep('bounced', now - 86_400_000);
    expect(bounced()).toEqual([true]);
  });

  it('gets one test mail in ten minutes, however often it is asked for', async () => {
    const id = add(school, 'thcs-a');
    const mails = () =>
      stage.sql
        .all("SELECT recipient, state FROM mail WHERE kind = 'test'")
        .map((mail) => ({ ...mail }));
    const mail = { recipient: 'an@hcm.edu.vn', state: 'queued' };
    for (let at = 0; at < 10; at += 1) {
      stage.desks.contacts.test(school, id);
      expect(mails()).toEqual([mail]);
      await stage.clock.advance(minutes(1));
    }
    stage.desks.contacts.test(school, id);
    expect(mails()).toEqual([mail, mail]);
  });
});

describe('what a contact is kept from', () => {
  it('a test mail within ten minutes of the last, also as a new contact and in another case', async () => {
    const { contacts } = stage.desks;
    const mails = () => stage.sql.all("SELECT 1 FROM mail WHERE kind = 'test'").length;
    await stage.clock.advance(minutes(9.5));
    const first = add(school, 'thcs-a', 'AN@hcm.edu.vn');
    contacts.test(school, first);
    await stage.clock.advance(minutes(1));
    contacts.remove(school, first);
    contacts.test(school, add(school, 'thcs-a'));
    expect(mails()).toBe(1);
    await stage.clock.advance(minutes(9.5));
    contacts.test(school, 2);
    expect(mails()).toBe(2);
  });

  it('a test mail where its domain is no longer official, which its line says', () => {
    const { contacts } = stage.desks;
    const id = add(school, 'thcs-a');
    stage.sql.run("UPDATE contact SET address = 'an@gmail.com'");
    expect(said(contacts.test(school, id))).toBe('not_official');
    expect(stage.sql.all("SELECT 1 FROM mail WHERE kind = 'test'")).toEqual([]);
    expect(contacts.list(school).map(({ official }) => official)).toEqual([false]);
  });

  it('a unit that has fifty', () => {
    const { contacts } = stage.desks;
    for (let at = 0; at < 50; at += 1) add(officer, 'thcs-a', `p${at}@hcm.edu.vn`);
    expect(said(contacts.add(school, wish('thcs-a')))).toBe('too_many');
    const other = add(officer, 'cho-quan');
    expect(said(contacts.change(officer, other, { unit: 'thcs-a' }))).toBe('too_many');
    expect(said(contacts.change(officer, 1, { name: 'Bình' }))).toBe('ok');
  });
});

describe('a school nobody hears of', () => {
  it('is told to whoever looks after it, and whether it has somebody of its own', () => {
    const { contacts } = stage.desks;
    expect(contacts.coverOf('thcs-a')).toBe('above');
    stage.units.putSchool({ id: 'lone', name: 'Lone', simulated: false, unit: undefined }, now);
    expect(contacts.uncovered(admin)).toEqual([{ id: 'lone', name: 'Lone' }]);
    expect(contacts.uncovered(officer)).toEqual([]);
    expect(contacts.uncovered({ ...school, unit: 'lone' })).toHaveLength(1);
    expect(contacts.coverOf('lone')).toBe('nobody');
    add(admin, 'lone');
    expect([contacts.coverOf('lone'), contacts.uncovered(admin)]).toEqual(['own', []]);
  });
});
