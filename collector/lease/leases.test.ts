import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bps, days, hours, seconds } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { LeaseRequest } from '../../wire/lease.ts';
import { type Database, openDatabase } from '../store/database-door.ts';
import type { LeaseHolder } from './gate.ts';
import { Leases } from './leases.ts';
import { DEFAULT_LEASE_LIMITS, type LeaseLimits } from './limits.ts';
import { STREAMS_OF_A_LEASE } from './live-lease.ts';
import { leaseStore } from './store.ts';

const light = LeaseRequest.parse({});
const small = LeaseRequest.parse({ expectedDownBps: 200e6, expectedUpBps: 200e6 });
const heavy = LeaseRequest.parse({ weight: 'heavy' });
const limits: LeaseLimits = { ...DEFAULT_LEASE_LIMITS, slots: 1, capacity: bps(1e9) };
const school = (id: string, agent = 'may-chu'): LeaseHolder => ({ id, agent });

let sql: Database;
let clock: ManualClock;
beforeEach(() => {
  sql = openDatabase(':memory:');
  clock = new ManualClock();
});
afterEach(() => sql.close());

const open = (given: Partial<LeaseLimits> = {}, on = clock) =>
  new Leases({ limits: { ...limits, ...given }, clock: on, journal: leaseStore(sql, on) });

function granted(leases: Leases, holder: LeaseHolder, request = light): string {
  const answer = leases.ask(holder, request);
  if (answer.state !== 'granted') throw new Error(`not granted: ${JSON.stringify(answer)}`);
  return answer.lease;
}

function allowed(leases: Leases, lease: string, holder: LeaseHolder | undefined = school('a')) {
  const used = leases.use(lease, 'down', holder);
  if (!used.ok) throw new Error(`refused: ${used.problem}`);
  return used.value;
}

/** The same database in a new process, whose monotonic clock begins anew. */
function restarted(given: Partial<LeaseLimits> = {}): Leases {
  clock = new ManualClock(clock.now());
  return open(given);
}

const rows = (table: string) => sql.all(`SELECT * FROM ${table}`).length;

describe('the gate', () => {
  it('lets a holder measure within its lease, and tells what that gives', () => {
    const leases = open();
    const answer = leases.ask(school('a'), light);
    expect(answer).toEqual({
      state: 'granted',
      lease: expect.stringMatching(/^hl_[\w-]{43}$/),
      expiresAt: '2026-11-23T00:00:20.000Z',
      expiresInS: 20,
      seconds: 5,
      downBytes: 625_000_000,
      upBytes: 625_000_000,
    });
    const lease = answer.state === 'granted' ? answer.lease : '';
    expect(allowed(leases, lease)).toMatchObject({ span: 5_000, cutAfter: 20_000 });
  });

  it('lets nobody measure without one, with an invented one or with another’s', () => {
    const leases = open();
    const lease = granted(leases, school('a'));
    const problem = (given: string | undefined, holder: LeaseHolder) => {
      const used = leases.use(given, 'down', holder);
      return used.ok ? 'allowed' : used.problem;
    };
    expect(problem(undefined, school('a'))).toBe('none');
    expect(problem('hl_invented-by-somebody', school('a'))).toBe('none');
    expect(problem(lease, school('b'))).toBe('foreign');
    expect(problem(lease, school('a', 'another-agent'))).toBe('foreign');
    expect(problem(lease, school('a'))).toBe('allowed');
  });

  it('says that a lease is past its time, or was handed back', async () => {
    const leases = open();
    const first = granted(leases, school('a'));
    await clock.advance(seconds(20));
    expect(leases.use(first, 'down', school('a'))).toEqual({ ok: false, problem: 'expired' });
    const second = granted(leases, school('a'));
    leases.release(second, school('a'));
    expect(leases.use(second, 'down', school('a'))).toEqual({ ok: false, problem: 'returned' });
    expect(leases.use(first, 'down', school('a'))).toEqual({ ok: false, problem: 'expired' });
  });

  it('counts the bytes of all streams together, each direction by itself', () => {
    const leases = open();
    const lease = granted(leases, school('a'), small);
    const [one, two] = [allowed(leases, lease), allowed(leases, lease)];
    expect([one.take(200_000_000), two.take(200_000_000), one.take(1)]).toEqual([
      200_000_000, 50_000_000, 0,
    ]);
    expect(leases.use(lease, 'down', school('a'))).toEqual({ ok: false, problem: 'spent' });
    expect(leases.use(lease, 'up', school('a')).ok).toBe(true);
    two.giveBack(10);
    expect(allowed(leases, lease).take(100)).toBe(10);
  });

  it('takes back no more than it gave', () => {
    const leases = open();
    const stream = allowed(leases, granted(leases, school('a'), small));
    stream.take(250_000_000);
    stream.giveBack(1e12);
    expect(stream.take(1e12)).toBe(250_000_000);
  });

  it('counts a direction’s time from its first stream, and cuts at the lease’s end', async () => {
    const leases = open();
    const lease = granted(leases, school('a'));
    await clock.advance(seconds(17));
    expect(allowed(leases, lease)).toMatchObject({ span: 3_000, cutAfter: 3_000 });
    const other = open({ slots: 2 });
    const second = granted(other, school('b'));
    allowed(other, second, school('b'));
    await clock.advance(seconds(2));
    expect(allowed(other, second, school('b')).span).toBe(3_000);
    await clock.advance(seconds(3));
    expect(other.use(second, 'down', school('b'))).toEqual({ ok: false, problem: 'spent' });
  });

  it('opens so many streams and no more, until one closes', () => {
    const leases = open();
    const lease = granted(leases, school('a'));
    const streams = Array.from({ length: STREAMS_OF_A_LEASE }, () => allowed(leases, lease));
    expect(leases.use(lease, 'down', school('a'))).toEqual({ ok: false, problem: 'crowded' });
    streams[0]?.close();
    streams[0]?.close();
    allowed(leases, lease);
    expect(leases.use(lease, 'down', school('a'))).toEqual({ ok: false, problem: 'crowded' });
  });

  it('tells the streams of a lease that is handed back, and frees the slot at once', () => {
    const leases = open();
    const lease = granted(leases, school('a'));
    const { ended } = allowed(leases, lease);
    expect(leases.release(lease, school('b'))).toEqual({ ok: false, problem: 'foreign' });
    expect(ended.aborted).toBe(false);
    expect(leases.release(lease, school('a')).ok).toBe(true);
    expect(ended.aborted).toBe(true);
    granted(leases, school('b'));
  });
});

describe('what one holder may have', () => {
  it('is so many leases a day of each weight, then a time to wait', async () => {
    const leases = open({
      terms: { light: { seconds: 5, most: 2 }, heavy: { seconds: 10, most: 1 } },
    });
    const use = (request = light) =>
      leases.release(granted(leases, school('a'), request), school('a'));
    use();
    await clock.advance(hours(1));
    use();
    expect(leases.ask(school('a'), light)).toEqual({ state: 'too_many', retryAfterS: 23 * 3_600 });
    use(heavy);
    expect(leases.ask(school('a'), heavy)).toMatchObject({ state: 'too_many' });
    granted(leases, school('b'));
    await clock.advance(hours(23));
    use();
  });

  it('is not counted for an admin, who measures by hand', () => {
    const leases = open({
      terms: { light: { seconds: 5, most: 1 }, heavy: { seconds: 10, most: 1 } },
    });
    const admin = { id: '@admin', agent: '' };
    for (let time = 0; time < 5; time += 1) leases.release(granted(leases, admin, heavy), admin);
  });

  it('is one place, which it may give up', () => {
    const leases = open();
    granted(leases, school('a'));
    leases.ask(school('b'), light);
    leases.ask(school('c'), light);
    expect(leases.ask(school('c'), light)).toMatchObject({ ahead: 1 });
    leases.leave(school('b'));
    expect(leases.ask(school('c'), light)).toMatchObject({ ahead: 0 });
    leases.keep();
    expect(rows('lease_place')).toBe(1);
  });
});

describe('after a restart', () => {
  it('a lease goes on for what is left of it, and the queue stands as it stood', async () => {
    const before = open();
    const lease = granted(before, school('a'));
    for (const id of ['b', 'c', 'd']) before.ask(school(id), light);
    before.keep();
    await clock.advance(seconds(5));
    const leases = restarted();
    expect(leases.figures()).toEqual({ running: 1, waiting: 3, granted: 0 });
    expect(allowed(leases, lease).cutAfter).toBe(15_000);
    expect(leases.ask(school('d'), light)).toMatchObject({ state: 'wait', ahead: 2 });
    await clock.advance(seconds(15));
    expect(leases.ask(school('d'), light)).toMatchObject({ state: 'wait' });
    granted(leases, school('b'));
  });

  it('what was had of the day still counts', () => {
    const terms = { light: { seconds: 5, most: 1 }, heavy: { seconds: 10, most: 1 } };
    const first = open({ terms });
    first.release(granted(first, school('a')), school('a'));
    expect(restarted({ terms }).ask(school('a'), light)).toMatchObject({ state: 'too_many' });
  });

  it.each([
    ['back by a year', -365, 20_000],
    ['back by a day', -1, 20_000],
  ])('a wall clock set %s holds a slot no longer than a lease lives', async (_, by, left) => {
    const lease = granted(open(), school('a'));
    clock.jump(days(by));
    const leases = restarted();
    expect(allowed(leases, lease).cutAfter).toBe(left);
    await clock.advance(seconds(20));
    granted(leases, school('b'));
  });
});

it('a wall clock that jumps while it runs frees nothing and holds nothing', async () => {
  const leases = open();
  const lease = granted(leases, school('a'));
  clock.jump(days(400));
  expect(allowed(leases, lease).cutAfter).toBe(20_000);
  expect(leases.ask(school('b'), light)).toMatchObject({ state: 'wait' });
  clock.jump(days(-800));
  await clock.advance(seconds(20));
  granted(leases, school('c'));
});

it('keeps no row of what is over, and no secret in any', async () => {
  const leases = open();
  for (let day = 0; day < 3; day += 1)
    for (let at = 0; at < 50; at += 1) {
      const lease = granted(leases, school(`${day}-${at}`));
      expect(JSON.stringify(sql.all('SELECT * FROM lease'))).not.toContain(lease.slice(3));
      leases.ask(school(`${day}-${at}-waits`), light);
      await clock.advance(day === 1 ? seconds(1_200) : seconds(120));
    }
  await clock.advance(days(1));
  leases.ask(school('last'), light);
  expect([rows('lease'), rows('lease_place'), rows('lease_tally')]).toEqual([1, 0, 1]);
});

it('gives no lease that could not be kept', () => {
  const leases = open();
  sql.script(
    "CREATE TRIGGER full BEFORE INSERT ON lease BEGIN SELECT RAISE(ABORT, 'disk full'); END",
  );
  expect(() => leases.ask(school('a'), light)).toThrow('disk full');
  expect(leases.figures()).toEqual({ running: 0, waiting: 0, granted: 0 });
  sql.script('DROP TRIGGER full');
  granted(leases, school('a'));
});
