import { describe, expect, it } from 'vitest';
import { epochMs, hours, minutes } from '../../kit/units.ts';
import { openDatabase } from '../store/database-door.ts';
import type { Sql } from '../store/sql.ts';
import { peerKey, Throttle } from './throttle.ts';

const start = epochMs(1_700_000_000_000);
const later = (span: number) => epochMs(start + span);

const fresh = (free?: number, sql: Sql = openDatabase(':memory:')) =>
  new Throttle({ sql, kind: 'name', ...(free === undefined ? {} : { free }) });

function failing(times: number, key = 'a', throttle = fresh()): Throttle {
  for (let time = 0; time < times; time += 1) throttle.failed(key, start);
  return throttle;
}

describe('the throttle', () => {
  it.each([
    [4, 0],
    [5, 2_000],
    [6, 4_000],
    [8, 16_000],
    [40, minutes(15)],
  ])('after %d failures asks for a wait of %d ms', (times, wait) => {
    expect(failing(times).wait('a', start)).toBe(wait);
  });

  it('lets in again once the wait is over, and doubles it at the next failure', () => {
    const throttle = failing(5);
    expect(throttle.wait('a', later(2_000))).toBe(0);
    throttle.failed('a', later(2_000));
    expect(throttle.wait('a', later(2_000))).toBe(4_000);
  });

  it('forgets a key after a success, and after a quiet hour', () => {
    const throttle = failing(6);
    throttle.succeeded('a');
    expect(throttle.wait('a', start)).toBe(0);
    failing(4, 'b', throttle).failed('b', later(hours(2)));
    expect(throttle.wait('b', later(hours(2)))).toBe(0);
  });

  it('knows how many tries a key has for free', () => {
    const throttle = fresh(30);
    expect(failing(29, 'a', throttle).wait('a', start)).toBe(0);
    throttle.failed('a', start);
    expect(throttle.wait('a', start)).toBe(2_000);
  });

  it('keeps the newest wait when a flood of other keys comes by, and stays bounded', () => {
    const throttle = failing(1, 'early');
    for (let key = 0; key < Throttle.MOST_KEYS; key += 1) throttle.failed(`k${key}`, start);
    failing(9, 'guesser', throttle);
    for (let key = 0; key < Throttle.MOST_KEYS / 2; key += 1) throttle.failed(`m${key}`, start);
    expect(throttle.wait('guesser', start)).toBeGreaterThan(0);
    expect(throttle.size).toBeLessThanOrEqual(Throttle.MOST_KEYS);
  });

  it('knows after a restart who failed before, and how many it keeps', () => {
    const sql = openDatabase(':memory:');
    failing(6, 'a', fresh(5, sql));
    const restarted = fresh(5, sql);
    expect([restarted.wait('a', start), restarted.size]).toEqual([4_000, 1]);
    restarted.succeeded('a');
    expect([restarted.wait('a', start), restarted.size]).toEqual([0, 0]);
  });

  it('keeps one kind of failures apart from another', () => {
    const sql = openDatabase(':memory:');
    failing(6, 'a', fresh(5, sql));
    expect(new Throttle({ sql, kind: 'address' }).wait('a', start)).toBe(0);
  });

  it('keeps nobody out for longer than a quarter of an hour where the clock was set back', () => {
    expect(failing(40).wait('a', epochMs(start - hours(24)))).toBe(minutes(15));
  });
});

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::7', '2001:db8:1:2::/64'],
  ['2001:db8::7', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
])('counts %j as %j: whoever has an IPv6 network has one key', (address, key) => {
  expect(peerKey(address)).toBe(key);
});
