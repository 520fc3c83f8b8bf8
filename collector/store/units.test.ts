import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { openDatabase } from './database-door.ts';
import { Units } from './units.ts';

const now = epochMs(1_700_000_000_000);
let today: string;
let units: Units;
beforeEach(() => {
  today = '2026-11-23';
  units = new Units(openDatabase(':memory:'), () => today);
  units.putGroups([
    { id: 'cho-quan', kind: 'ward', name: 'Phường Chợ Quán', parent: 'tphcm' },
    { id: 'an-dong', kind: 'ward', name: 'Phường An Đông', parent: 'tphcm' },
    { id: 'tphcm', kind: 'city', name: 'Thành phố Hồ Chí Minh' },
  ]);
});

const school = (id: string, unit?: string) =>
  units.putSchool({ id, name: undefined, simulated: undefined, unit }, now);

describe('the tree of units', () => {
  it('is made in any order of its lines', () => {
    school('thcs-a', 'cho-quan');
    expect(units.groupsBelow('tphcm')).toEqual(new Set(['tphcm', 'cho-quan', 'an-dong']));
    expect(units.schoolsBelow('tphcm')).toEqual(new Set(['thcs-a']));
    expect(units.schoolsBelow('an-dong')).toEqual(new Set());
  });

  it('counts a school as below itself, and an unknown unit as empty', () => {
    school('thcs-a');
    expect(units.schoolsBelow('thcs-a')).toEqual(new Set(['thcs-a']));
    expect(units.schoolsBelow('nowhere')).toEqual(new Set());
  });

  it('follows a school that moves, on the day it moves, there and back', () => {
    school('thcs-a', 'cho-quan');
    for (const unit of ['an-dong', 'cho-quan', 'an-dong']) school('thcs-a', unit);
    expect(units.schoolsBelow('cho-quan')).toEqual(new Set());
    expect(units.schoolsBelow('an-dong')).toEqual(new Set(['thcs-a']));
    expect(units.school('thcs-a')?.unit?.id).toBe('an-dong');
  });

  it('keeps who was whose parent until when', () => {
    school('thcs-a', 'cho-quan');
    today = '2027-07-01';
    school('thcs-a', 'an-dong');
    expect(units.schoolsBelow('an-dong')).toEqual(new Set(['thcs-a']));
    today = '2027-06-30';
    expect(units.schoolsBelow('cho-quan')).toEqual(new Set(['thcs-a']));
    expect(units.schoolsBelow('an-dong')).toEqual(new Set());
  });

  it('takes a unit out of its parent once the config no longer names one, and changes its kind', () => {
    school('thcs-a', 'cho-quan');
    units.putGroups([{ id: 'cho-quan', kind: 'district', name: 'Quận 5' }]);
    expect(units.schoolsBelow('tphcm')).toEqual(new Set());
    expect(units.groups()).toContainEqual({ id: 'cho-quan', kind: 'district', name: 'Quận 5' });
  });

  it('never makes a unit of a school', () => {
    school('thcs-a', 'cho-quan');
    expect(() => units.putGroups([{ id: 'thcs-a', kind: 'ward', name: 'x' }])).toThrow(
      'unit thcs-a is a school already',
    );
    expect(units.isGroup('thcs-a')).toBe(false);
  });
});

describe('a school', () => {
  it('keeps what is not said anew', () => {
    units.putSchool({ id: 'a', name: 'Trường A', simulated: true, unit: 'an-dong' }, now);
    school('a');
    expect(units.school('a')).toEqual({
      id: 'a',
      name: 'Trường A',
      simulated: true,
      unit: { id: 'an-dong', name: 'Phường An Đông' },
    });
    expect(units.schools()).toHaveLength(1);
  });

  it('without a name is called by its id', () => {
    school('a');
    expect(units.school('a')).toMatchObject({ name: 'a', simulated: false, unit: undefined });
  });
});
