import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../../kit/units.ts';
import { openDatabase } from '../../store/database-door.ts';
import { Units } from '../../store/units.ts';
import { ConfiguredContact, configuredContact } from './contact.ts';
import { Contacts } from './contacts.ts';
import { People } from './people.ts';

const now = epochMs(1_764_000_000_000);
let contacts: Contacts;
let people: People;

/** A city of two wards, two schools in the first and one in the second. */
beforeEach(() => {
  const database = openDatabase(':memory:');
  const units = new Units(database, () => '2026-11-26');
  units.putGroups([
    { id: 'tphcm', kind: 'city', name: 'TP' },
    { id: 'cho-quan', kind: 'ward', name: 'Chợ Quán', parent: 'tphcm' },
    { id: 'an-dong', kind: 'ward', name: 'An Đông', parent: 'tphcm' },
  ]);
  for (const [id, unit] of [
    ['a', 'cho-quan'],
    ['b', 'cho-quan'],
    ['c', 'an-dong'],
  ] as const)
    units.putSchool({ id, name: id, simulated: false, unit }, now);
  contacts = new Contacts(database);
  const listed = ConfiguredContact.parse({ address: 'Two@hcm.edu.vn', schools: ['a', 'c'] });
  people = new People({
    ...{ configured: [configuredContact(listed)], contacts, units, mayHear: () => true },
  });
});

function add(unit: string | undefined, address: string): void {
  const rest = { name: '', language: 'vi', duty: 'technical', atOnce: 'info' } as const;
  contacts.add({ ...rest, unit, address, daily: true, weekly: false }, 'test', now);
}

describe('an address', () => {
  const school = new Set(['a']);
  const ward = new Set(['a', 'b']);
  const city = new Set(['a', 'b', 'c']);

  it.each([
    ['a@hcm.edu.vn', [school, ward, city, undefined]],
    ['A@hcm.edu.vn', [school, ward, city, undefined]],
    ['cq@hcm.edu.vn', [ward, city, undefined]],
    ['two@hcm.edu.vn', [city, undefined]],
    ['city@hcm.edu.vn', [city, undefined]],
    ['all@hcm.edu.vn', [undefined]],
    ['gone@hcm.edu.vn', [undefined]],
    // The only school of its ward reads of no more than its own.
    ['ad@hcm.edu.vn', [city, undefined]],
  ])('%s is known to whoever sees its whole unit, and never to a school', (address, knowing) => {
    add('a', 'a@hcm.edu.vn');
    add('cho-quan', 'cq@hcm.edu.vn');
    add('an-dong', 'ad@hcm.edu.vn');
    add('tphcm', 'city@hcm.edu.vn');
    add(undefined, 'all@hcm.edu.vn');
    const all = [school, new Set(['c']), ward, city, undefined];
    expect(all.filter((sight) => people.known(address, sight))).toEqual(knowing);
  });
});
