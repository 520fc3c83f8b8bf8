import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ms } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { LeaseRequest, type LeaseWeight } from '../../wire/lease.ts';
import { type Database, openDatabase } from '../store/database-door.ts';
import { Leases } from './leases.ts';
import { DEFAULT_LEASE_LIMITS } from './limits.ts';
import { leaseStore } from './store.ts';

const SCHOOLS = 2_300;
const HOUR = 3_600_000;
const limits = DEFAULT_LEASE_LIMITS;

let sql: Database;
let clock: ManualClock;
beforeEach(() => {
  sql = openDatabase(':memory:');
  clock = new ManualClock();
});
afterEach(() => sql.close());

/** Chance that is the same each time (mulberry32). */
function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Fleet {
  readonly weight: LeaseWeight;
  readonly rate: (school: number) => number;
  /** How long a test takes until the lease is handed back, in ms; undefined: the agent dies with it. */
  readonly hold: (school: number) => number | undefined;
  /** The collector is started anew at this time. */
  readonly restartAt?: number;
}

type Deed = 'ask' | 'release';

const STEP = 50;

/** Deeds in the order of their time. */
class Agenda {
  readonly #byTime = new Map<number, [number, Deed][]>();
  #time = -STEP;

  add(at: number, school: number, deed: Deed): void {
    const time = Math.max(this.#time + STEP, Math.ceil(at / STEP) * STEP);
    const known = this.#byTime.get(time);
    if (known === undefined) this.#byTime.set(time, [[school, deed]]);
    else known.push([school, deed]);
  }

  next(): readonly [number, readonly [number, Deed][]] | undefined {
    if (this.#byTime.size === 0) return undefined;
    do this.#time += STEP;
    while (!this.#byTime.has(this.#time));
    const deeds = this.#byTime.get(this.#time) ?? [];
    this.#byTime.delete(this.#time);
    return [this.#time, deeds];
  }
}

/** All wake at one moment, each asks as it is told, and hands its lease back after its test. */
class Day {
  readonly #fleet: Fleet;
  readonly #agenda = new Agenda();
  readonly #chance = chanceOf(7);
  readonly #running = new Map<number, { readonly lease: string; readonly endsAt: number }>();
  readonly servedAt = new Map<number, number>();
  leases: Leases;
  #restarted = false;
  mostRunning = 0;
  mostRate = 0;
  asked = 0;
  mostWaitingRows = 0;

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
    this.leases = this.#open();
    for (let school = 0; school < SCHOOLS; school += 1) this.#agenda.add(0, school, 'ask');
  }

  #open = () => new Leases({ limits, clock, journal: leaseStore(sql, clock) });

  async run(): Promise<void> {
    let now = 0;
    for (let next = this.#agenda.next(); next !== undefined; next = this.#agenda.next()) {
      const [time, deeds] = next;
      await clock.advance(ms(time - now));
      now = time;
      if (!this.#restarted && time >= (this.#fleet.restartAt ?? Infinity)) {
        this.leases = this.#open();
        this.#restarted = true;
      }
      for (const [school, deed] of deeds)
        if (deed === 'ask') this.#ask(school, now);
        else this.#release(school);
      this.leases.keep();
    }
  }

  #ask(school: number, now: number): void {
    this.asked += 1;
    const rate = this.#fleet.rate(school);
    const request = LeaseRequest.parse({
      weight: this.#fleet.weight,
      expectedDownBps: rate,
      expectedUpBps: rate,
    });
    const answer = this.leases.ask({ id: `s${school}`, agent: 'a' }, request);
    if (answer.state === 'wait') {
      const wait = answer.retryAfterS * 1_000 * (1 + this.#chance() / 4);
      this.#agenda.add(now + wait, school, 'ask');
      return;
    }
    if (answer.state !== 'granted') throw new Error(`school ${school}: ${answer.state}`);
    this.servedAt.set(school, now);
    this.#running.set(school, { lease: answer.lease, endsAt: now + answer.expiresInS * 1_000 });
    this.#count(now);
    const hold = this.#fleet.hold(school);
    if (hold !== undefined) this.#agenda.add(now + hold, school, 'release');
  }

  #release(school: number): void {
    const { lease = '' } = this.#running.get(school) ?? {};
    this.leases.release(lease, { id: `s${school}`, agent: 'a' });
    this.#running.delete(school);
  }

  /** By the agents' own book: a lease lasts until it is handed back or past its time. */
  #count(now: number): void {
    for (const [school, { endsAt }] of this.#running)
      if (endsAt <= now) this.#running.delete(school);
    const schools = [...this.#running.keys()];
    this.mostRunning = Math.max(this.mostRunning, schools.length);
    const rate = schools.reduce((sum, school) => sum + this.#fleet.rate(school), 0);
    this.mostRate = Math.max(this.mostRate, rate);
  }
}

const everything = async (fleet: Fleet) => {
  const day = new Day(fleet);
  await day.run();
  const lastAt = Math.max(...day.servedAt.values());
  return { day, lastAt };
};

describe('2,300 schools that wake together', () => {
  it('are all served within their cycle of six hours, never more at once than there is room for', async () => {
    const chance = chanceOf(3);
    const { day, lastAt } = await everything({
      weight: 'light',
      rate: (school) => [50e6, 100e6, 200e6, 300e6, 1e9][school % 5] ?? 0,
      // One in twenty dies with its lease.
      hold: (school) => (school % 20 === 7 ? undefined : 2_500 + 3_000 * chance()),
    });
    expect(day.servedAt.size).toBe(SCHOOLS);
    expect(day.mostRunning).toBeLessThanOrEqual(limits.slots);
    expect(day.mostRate).toBeLessThanOrEqual(limits.capacity);
    expect(lastAt).toBeLessThan(6 * HOUR);
    expect(day.leases.figures()).toMatchObject({ waiting: 0, granted: SCHOOLS });
  }, 120_000);

  it('are served in about the order of their asking, with few questions each', async () => {
    const { day, lastAt } = await everything({
      weight: 'light',
      rate: () => 100e6,
      hold: () => 4_000,
    });
    const order = [...day.servedAt].sort(([, a], [, b]) => a - b).map(([school]) => school);
    const moved = order.map((school, at) => Math.abs(school - at));
    expect(Math.max(...moved)).toBeLessThanOrEqual(3 * limits.slots);
    expect(day.asked / SCHOOLS).toBeLessThan(40);
    // Ten slots of 4 s: 15.3 min if none ever stood idle.
    expect(lastAt).toBeLessThan(0.33 * HOUR);
  }, 120_000);

  it('are served within one night of seven hours where each test is heavy and fills five slots', async () => {
    const { day, lastAt } = await everything({
      weight: 'heavy',
      rate: () => 200e6,
      hold: (school) => (school % 20 === 7 ? undefined : 24_000),
    });
    expect(day.servedAt.size).toBe(SCHOOLS);
    expect([day.mostRunning, day.mostRate]).toEqual([5, 1e9]);
    expect(lastAt).toBeLessThan(7 * HOUR);
  }, 120_000);

  it('are all served though the collector is started anew in the middle', async () => {
    const { day } = await everything({
      weight: 'light',
      rate: () => 100e6,
      hold: () => 4_000,
      restartAt: 300_000,
    });
    expect(day.servedAt.size).toBe(SCHOOLS);
    expect(day.mostRunning).toBe(limits.slots);
    expect(sql.all('SELECT * FROM lease_place')).toEqual([]);
  }, 120_000);
});
