import { describe, expect, it } from 'vitest';
import { mayEnrol, type Role, sightOf } from './caller.ts';

const below = (unit: string) => new Set([`${unit}/a`, `${unit}/b`]);

it.each<[Role, string | undefined, ReadonlySet<string> | undefined]>([
  ['admin', undefined, undefined],
  ['admin', 'ward', undefined],
  ['officer', 'ward', below('ward')],
  ['officer', undefined, new Set()],
  ['school', 'thcs', below('thcs')],
  ['school', undefined, new Set()],
  ['agent', 'thcs', new Set()],
])('%s of %s sees %j', (role, unit, sight) => {
  expect(sightOf({ role, unit }, below)).toEqual(sight);
});

describe('enrolling', () => {
  it.each<[Role, string | undefined, string, boolean, boolean]>([
    ['admin', undefined, 'elsewhere', true, true],
    ['officer', 'ward', 'ward/a', true, true],
    ['officer', 'ward', 'elsewhere', true, false],
    ['officer', 'ward', 'new', false, true],
    ['officer', undefined, 'new', false, false],
    ['school', 'thcs', 'thcs/a', true, false],
    ['agent', 'thcs', 'thcs/a', true, false],
  ])('%s of %s into %s (known: %s): %s', (role, unit, school, known, may) => {
    const sight = sightOf({ role, unit }, below);
    expect(mayEnrol({ role, unit }, sight, { school, known })).toBe(may);
  });
});
