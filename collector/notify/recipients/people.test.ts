import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../../kit/units.ts';
import { type Database, openDatabase } from '../../store/database-door.ts';
import { Units } from '../../store/units.ts';
import { ConfiguredContact, configuredContact } from './contact.ts';
import { Contacts, type ContactWish } from './contacts.ts';
import { isOfficial, OfficialDomains } from './official.ts';
import { People } from './people.ts';

const now = epochMs(1_764_000_000_000);
let database: Database;
let units: Units;
let today: string;
let contacts: Contacts;

/** A city of two wards; cho-quan has two schools, an-dong one, and one stands alone. */
beforeEach(() => {
  database = openDatabase(':memory:');
  today = '2026-11-26';
  units = new Units(database, () => today);
  contacts = new Contacts(database);
  units.putGroups([
    { id: 'tphcm', kind: 'city', name: 'TP' },
    { id: 'cho-quan', kind: 'ward', name: 'Chợ Quán', parent: 'tphcm' },
    { id: 'an-dong', kind: 'ward', name: 'An Đông', parent: 'tphcm' },
  ]);
  for (const [id, unit] of [
    ['a', 'cho-quan'],
    ['b', 'cho-quan'],
    ['c', 'an-dong'],
    ['lone', undefined],
  ] as const)
    units.putSchool({ id, name: id, simulated: false, unit }, now);
});

function add(unit: string | undefined, address: string, more: Partial<ContactWish> = {}): void {
  const wish: ContactWish = {
    unit,
    address,
    name: '',
    language: 'vi',
    duty: 'technical',
    atOnce: 'info',
    daily: true,
    weekly: false,
    ...more,
  };
  expect(contacts.add(wish, 'test', now)).toBeTypeOf('number');
}

const people = (...configured: readonly object[]) =>
  new People({
    configured: configured.map((one) => configuredContact(ConfiguredContact.parse(one))),
    contacts,
    mayHear: (address) => isOfficial(address, OfficialDomains.parse(undefined)),
    units,
  });
const technical = { severity: 'critical', duties: ['technical'] } as const;
const told = (found: readonly { address: string; schools: ReadonlySet<string> }[]) =>
  Object.fromEntries(found.map(({ address, schools }) => [address, [...schools].sort().join()]));

describe('who hears of an incident', () => {
  it('is everyone at and above its schools, each with the own ones of them', () => {
    add(undefined, 'all@hcm.edu.vn');
    add('tphcm', 'city@hcm.edu.vn');
    add('cho-quan', 'cq@hcm.edu.vn');
    add('a', 'a@hcm.edu.vn');
    add('c', 'c@hcm.edu.vn');
    expect(told(people().hearing({ schools: ['a', 'b', 'lone'], ...technical }))).toEqual({
      'a@hcm.edu.vn': 'a',
      'cq@hcm.edu.vn': 'a,b',
      'city@hcm.edu.vn': 'a,b',
      'all@hcm.edu.vn': 'a,b,lone',
    });
  });

  it('is one address once, however often and in whatever case it stands', () => {
    add('a', 'an@hcm.edu.vn', { atOnce: 'critical', name: 'An' });
    add('an-dong', 'AN@hcm.edu.vn', { atOnce: 'info' });
    const found = people({ address: 'An@hcm.edu.vn', schools: ['b'] }).hearing({
      ...{ schools: ['a', 'b', 'c'], severity: 'critical', duties: ['technical'] },
    });
    expect(Object.values(told(found))).toEqual(['a,b,c']);
  });

  it('is nobody below the severity that is told at once, for each unit as stated there', () => {
    add('a', 'an@hcm.edu.vn', { atOnce: 'critical' });
    add('c', 'an@hcm.edu.vn', { atOnce: 'warning' });
    add('a', 'never@hcm.edu.vn', { atOnce: 'never' });
    const hearing = (severity: 'info' | 'warning' | 'critical') =>
      told(people().hearing({ schools: ['a', 'c'], severity, duties: ['technical'] }));
    expect(hearing('info')).toEqual({});
    expect(hearing('warning')).toEqual({ 'an@hcm.edu.vn': 'c' });
    expect(hearing('critical')).toEqual({ 'an@hcm.edu.vn': 'a,c' });
  });

  it('has one of the duties', () => {
    add('a', 'may@hcm.edu.vn');
    add('a', 'hieu.truong@hcm.edu.vn', { duty: 'leader' });
    add('cho-quan', 'can.bo@hcm.edu.vn', { duty: 'officer' });
    const of = (...duties: ('technical' | 'leader' | 'officer')[]) =>
      Object.keys(told(people().hearing({ schools: ['a'], severity: 'info', duties })));
    expect(of('technical')).toEqual(['may@hcm.edu.vn']);
    expect(of('leader', 'officer')).toEqual(['hieu.truong@hcm.edu.vn', 'can.bo@hcm.edu.vn']);
  });

  it('is whoever is nearest where nobody at or above the school has one of the duties', () => {
    add('cho-quan', 'can.bo@hcm.edu.vn', { duty: 'officer' });
    add('tphcm', 'so@hcm.edu.vn', { duty: 'leader' });
    expect(told(people().hearing({ schools: ['a', 'c'], ...technical }))).toEqual({
      'can.bo@hcm.edu.vn': 'a',
      'so@hcm.edu.vn': 'c',
    });
  });

  it('is whoever hears of this severity, where those with the duty hear of worse alone', () => {
    add('tphcm', 'cntt@hcm.edu.vn', { atOnce: 'critical' });
    add('a', 'hieu.truong@hcm.edu.vn', { duty: 'leader', atOnce: 'info' });
    const hearing = (severity: 'warning' | 'critical') =>
      Object.keys(told(people().hearing({ ...technical, schools: ['a'], severity })));
    expect(hearing('warning')).toEqual(['hieu.truong@hcm.edu.vn']);
    expect(hearing('critical')).toEqual(['cntt@hcm.edu.vn']);
  });

  it('follows a school that moves', () => {
    add('an-dong', 'ad@hcm.edu.vn');
    expect(people().hearing({ schools: ['a'], ...technical })).toEqual([]);
    today = '2026-11-27';
    units.putSchool({ id: 'a', name: undefined, simulated: undefined, unit: 'an-dong' }, now);
    add('cho-quan', 'cq@hcm.edu.vn');
    expect(told(people().hearing({ schools: ['a'], ...technical }))).toEqual({
      'ad@hcm.edu.vn': 'a',
    });
  });

  it('is of a configured list of schools those below the unit too', () => {
    const listed = { address: 'x@hcm.edu.vn', schools: ['a', 'c'], unit: 'cho-quan' };
    expect(told(people(listed).hearing({ schools: ['a', 'b', 'c'], ...technical }))).toEqual({
      'x@hcm.edu.vn': 'a',
    });
  });

  it('is nobody at a domain that is no longer official, for whom no school counts as covered', () => {
    add('a', 'an@gmail.com');
    const listed = { address: 'binh@gmail.com', daily: true };
    expect(people(listed).hearing({ schools: ['a'], ...technical })).toEqual([]);
    expect(people(listed).schoolsWithout(['a'])).toEqual(['a']);
  });

  it('forgets who was removed', () => {
    add('a', 'a@hcm.edu.vn');
    contacts.remove(1, 'test', now);
    expect(people().hearing({ schools: ['a'], ...technical })).toEqual([]);
    add('a', 'a@hcm.edu.vn');
  });
});

describe('an incident of the collector itself', () => {
  const own = { schools: [], ...technical };

  it('concerns those who look after all', () => {
    add(undefined, 'all@hcm.edu.vn');
    add('tphcm', 'city@hcm.edu.vn');
    const some = { address: 'some@hcm.edu.vn', schools: ['a'] };
    expect(told(people(some).hearing(own))).toEqual({ 'all@hcm.edu.vn': '' });
  });

  it('concerns the highest units where those of all hear of worse alone', () => {
    add(undefined, 'all@hcm.edu.vn', { atOnce: 'critical' });
    add('tphcm', 'city@hcm.edu.vn');
    expect(told(people().hearing({ ...own, severity: 'info' }))).toEqual({ 'city@hcm.edu.vn': '' });
  });

  it('concerns the highest units where nobody looks after all, whatever the duty', () => {
    add('tphcm', 'city@hcm.edu.vn', { duty: 'leader' });
    add('cho-quan', 'cq@hcm.edu.vn');
    expect(told(people().hearing(own))).toEqual({ 'city@hcm.edu.vn': '' });
  });
});

describe('readers of digests', () => {
  it('read of every school at or below the own unit, once', () => {
    add('cho-quan', 'cq@hcm.edu.vn');
    add('a', 'cq@hcm.edu.vn');
    add('c', 'c@hcm.edu.vn', { daily: false, weekly: true });
    const everyone = { address: 'all@hcm.edu.vn', duty: 'leader' };
    expect(told(people(everyone).readers('daily'))).toEqual({
      'all@hcm.edu.vn': 'a,b,c,lone',
      'cq@hcm.edu.vn': 'a,b',
    });
    expect(told(people(everyone).readers('weekly'))).toEqual({
      'all@hcm.edu.vn': 'a,b,c,lone',
      'c@hcm.edu.vn': 'c',
    });
  });

  it('look after all, and the collector itself, only where no unit and no schools are named', () => {
    const listed = { address: 'some@hcm.edu.vn', schools: ['a', 'b'], daily: true };
    add('tphcm', 'city@hcm.edu.vn');
    const found = people(
      listed,
      { address: 'all@hcm.edu.vn' },
      { address: 'ALL@hcm.edu.vn', unit: 'cho-quan' },
    );
    expect(found.readers('daily').map(({ address, all }) => [address, all])).toEqual([
      ['some@hcm.edu.vn', false],
      ['all@hcm.edu.vn', true],
      ['city@hcm.edu.vn', false],
    ]);
  });

  it('are by default those of all schools or a unit, and leaders weekly', () => {
    const digests = (stated: object) => {
      const { daily, weekly } = configuredContact(
        ConfiguredContact.parse({ address: 'a@hcm.edu.vn', ...stated }),
      );
      return [daily, weekly];
    };
    expect(digests({})).toEqual([true, false]);
    expect(digests({ unit: 'cho-quan', duty: 'leader' })).toEqual([true, true]);
    expect(digests({ schools: ['a'] })).toEqual([false, false]);
    expect(digests({ schools: ['a'], daily: true, weekly: true })).toEqual([true, true]);
  });
});

describe('schools nobody hears of', () => {
  it('are those with nobody at or above who gets any mail', () => {
    expect(people().schoolsWithout()).toEqual(['a', 'b', 'c', 'lone']);
    add('cho-quan', 'cq@hcm.edu.vn', { atOnce: 'never' });
    add('c', 'c@hcm.edu.vn', { atOnce: 'never', daily: false });
    expect(people().schoolsWithout()).toEqual(['c', 'lone']);
    add(undefined, 'all@hcm.edu.vn');
    expect(people().schoolsWithout()).toEqual([]);
  });
});

describe('a city', () => {
  it('of 2,300 schools and 300 contacts is answered whole', () => {
    const wards = Array.from({ length: 168 }, (_, at) => `ward-${at}`);
    units.putGroups(wards.map((id) => ({ id, kind: 'ward', name: id, parent: 'tphcm' })));
    const schools = Array.from({ length: 2_300 }, (_, at) => `s-${at}`);
    database.transaction(() => {
      for (const [at, id] of schools.entries())
        units.putSchool({ id, name: id, simulated: false, unit: wards[at % 168] }, now);
      for (const [at, unit] of wards.entries()) add(unit, `w${at}@hcm.edu.vn`);
      for (const unit of schools.slice(0, 131)) add(unit, `${unit}@hcm.edu.vn`);
      add('tphcm', 'city@hcm.edu.vn');
    });
    const found = people().hearing({ schools, ...technical });
    expect(found).toHaveLength(300);
    expect(found.find(({ address }) => address.startsWith('city'))?.schools.size).toBe(2_300);
    expect(people().schoolsWithout()).toEqual(['lone']);
  });
});
