import { describe, expect, it } from 'vitest';
import {
  fingerprint,
  hashPassword,
  newCode,
  newToken,
  passwordMatches,
  plainCode,
} from './secrets-door.ts';

describe('codes', () => {
  it('have twelve letters that nobody mistakes for one another, and are never the same', () => {
    const codes = Array.from({ length: 500 }, newCode);
    for (const code of codes)
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(new Set(codes).size).toBe(500);
  });

  it.each([
    ['abcd-1234-wxyz', 'ABCD1234WXYZ'],
    ['  AB CD\n12.34 ', 'ABCD1234'],
    ['oOiIlL', '001111'],
    ['é', ''],
  ])('read %j as %j', (typed, plain) => {
    expect(plainCode(typed)).toBe(plain);
  });
});

it('tokens have 256 bits', () => {
  expect(newToken()).toMatch(/^ht_[\w-]{43}$/);
  expect(fingerprint('x')).toMatch(/^[0-9a-f]{64}$/);
});

describe('a kept password', () => {
  it('matches itself, and is never kept the same way twice', async () => {
    const [one, two] = [await hashPassword('a'), await hashPassword('a')];
    expect(one).not.toBe(two);
    expect([await passwordMatches('a', one), await passwordMatches('b', one)]).toEqual([
      true,
      false,
    ]);
  });

  it.each(['', 'argon2id$', 'scrypt$AAAA$AAAA', 'argon2id$AAAAAAAAAAAAAAAAAAAAAA$'])(
    'that is damaged (%j) matches nothing',
    async (kept) => {
      expect(await passwordMatches('', kept)).toBe(false);
    },
  );
});
