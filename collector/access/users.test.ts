import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { openDatabase } from '../store/database-door.ts';
import { Users } from './users.ts';

const now = epochMs(1_700_000_000_000);
const PASSWORD = 'mật khẩu đủ dài';
let users: Users;
let admin: number;
beforeEach(() => {
  users = new Users(openDatabase(':memory:'));
  admin = users.firstAdmin(now).id;
});

describe('the first admin', () => {
  it('is made once and has no password', () => {
    expect(users.firstAdmin(now)).toEqual({ id: admin, hasPassword: false });
  });

  it.each(['', 'admin', 'A'.repeat(22)])('is not let in by %j before one is set', async (word) => {
    expect(await users.byPassword('admin', word)).toBeUndefined();
  });
});

describe('a password', () => {
  it.each([
    [11, false],
    [12, true],
    [200, true],
    [201, false],
  ])('of %d characters: %s', async (length, taken) => {
    expect(await users.setPassword(admin, 'x'.repeat(length))).toBe(taken);
  });

  it('opens the door for its own person, whatever the case of the name', async () => {
    await users.setPassword(admin, PASSWORD);
    expect(await users.byPassword('ADMIN', PASSWORD)).toBe(admin);
    expect(await users.byPassword('admin', `${PASSWORD}.`)).toBeUndefined();
    expect(await users.byPassword('nobody', PASSWORD)).toBeUndefined();
    expect(users.firstAdmin(now).hasPassword).toBe(true);
  });

  it('is the same on a keyboard that composes its Vietnamese letters otherwise', async () => {
    await users.setPassword(admin, PASSWORD.normalize('NFD'));
    expect(await users.byPassword('admin', PASSWORD.normalize('NFC'))).toBe(admin);
  });

  it('is changed by whoever knows the current one', async () => {
    expect(await users.mayChange(admin, 'anything')).toBe(true);
    await users.setPassword(admin, PASSWORD);
    expect(await users.mayChange(admin, 'anything')).toBe(false);
    expect(await users.mayChange(admin, PASSWORD)).toBe(true);
    expect(await users.mayChange(admin + 1, PASSWORD)).toBe(false);
  });
});
