import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs, hours } from '../../../kit/units.ts';
import { Budget } from './budget.ts';
import { budgetDisk } from './budget-door.ts';

const MIB = 1024 ** 2;
/** In Vietnam, 7 hours ahead; 23 November 2026 is a Monday. */
const local = (text: string) => epochMs(Date.parse(`${text}:00+07:00`));
const EVENING = local('2026-11-23T19:00');
const NIGHT = local('2026-11-23T23:10');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-budget-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const budgetOf = (limit = 1024 * MIB, at = folder) =>
  new Budget(budgetDisk(at, 'line'), { bytes: limit, timeZone: 'Asia/Ho_Chi_Minh' });
const reservationOf = (budget: Budget, amount: number, now = EVENING) => {
  const reserved = budget.reserve(amount, now);
  if (!reserved.ok) throw new Error(reserved.problem);
  return reserved.value;
};

describe('the byte budget', () => {
  it('survives a restart, and begins anew with the day', () => {
    reservationOf(budgetOf(), 200 * MIB).settle(30 * MIB, EVENING);
    expect(budgetOf().usedBytes(EVENING)).toBe(30 * MIB);
    expect(budgetOf().leftBytes(NIGHT)).toBe(994 * MIB);
    expect(budgetOf().usedBytes(epochMs(EVENING + hours(5)))).toBe(0);
    expect(readdirSync(folder)).toEqual(['line-budget-line.json']);
  });

  it('counts a test that died as all it had reserved', () => {
    reservationOf(budgetOf(), 200 * MIB);
    expect(budgetOf().usedBytes(EVENING)).toBe(200 * MIB);
    reservationOf(budgetOf(), 100 * MIB).settle(10 * MIB, EVENING);
    expect(budgetOf().usedBytes(EVENING)).toBe(210 * MIB);
  });

  it('leaves the new day alone when a test ends after midnight', () => {
    const reservation = reservationOf(budgetOf(), 100, local('2026-11-23T23:59'));
    const tomorrow = local('2026-11-24T00:01');
    reservation.settle(70, tomorrow);
    expect(budgetOf().usedBytes(tomorrow)).toBe(0);
  });

  it('never has less than nothing left', () => {
    reservationOf(budgetOf(50), 40).settle(90, EVENING);
    expect(budgetOf(50).leftBytes(EVENING)).toBe(0);
  });

  it.each([
    '',
    '{',
    '{"day":"2026-11-23"}',
    '{"day":"2026-11-23","usedBytes":-5,"reservedBytes":0}',
  ])('begins the day anew after a damaged file: %j', (text) => {
    writeFileSync(join(folder, 'line-budget-line.json'), text);
    expect(budgetOf().usedBytes(EVENING)).toBe(0);
    reservationOf(budgetOf(), 9);
    expect(budgetOf().usedBytes(EVENING)).toBe(9);
  });

  it('lets nothing be spent that cannot be written down', () => {
    writeFileSync(join(folder, 'file'), '');
    const budget = budgetOf(1024, join(folder, 'file'));
    expect(budget.reserve(1, EVENING)).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/^the byte count can't be kept: E[A-Z]+$/),
    });
  });
});
