import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bps, type Ms, ms, seconds } from '../../kit/units.ts';
import { LeaseRequest } from '../../wire/lease.ts';
import { type Decision, decide, type LeaseState, NO_LEASES, released, settled } from './granter.ts';
import { DEFAULT_LEASE_LIMITS, slotFor } from './limits.ts';

const limits = { ...DEFAULT_LEASE_LIMITS, slots: 3, capacity: bps(300) };
const LIFE = seconds(20);

/** The far end at one instant after another. */
function farEnd(most = limits) {
  let state: LeaseState = NO_LEASES;
  let now = 0;
  return {
    after: (span: number) => {
      now += span * 1_000;
    },
    ask(holder: string, rate = 100): Decision {
      state = settled(state, ms(now));
      const slot = { rate: bps(rate), life: LIFE };
      const decided = decide(state, { holder, slot }, { now: ms(now), limits: most });
      state = decided.state;
      return decided.decision;
    },
    release: (holder: string) => {
      state = released(state, holder);
    },
    running: () => settled(state, ms(now)).running.map(({ holder }) => holder),
    waiting: () => settled(state, ms(now)).queue.map(({ holder }) => holder),
  };
}

describe('the granter', () => {
  it('grants as many leases as there are slots, and no more', () => {
    const end = farEnd();
    const kinds = ['a', 'b', 'c', 'd'].map((school) => end.ask(school).kind);
    expect(kinds).toEqual(['granted', 'granted', 'granted', 'wait']);
  });

  it.each([
    [[100, 100, 100], 3],
    [[200, 100, 1], 2],
    [[300, 1], 1],
    [[1, 300], 1],
    [[150, 150, 1], 2],
  ])('of lines of %j, %i fit beside one another', (rates, fit) => {
    const end = farEnd();
    const granted = rates.filter((rate, at) => end.ask(`s${at}`, rate).kind === 'granted');
    expect(granted).toHaveLength(fit);
  });

  it('frees a slot by time, not an instant earlier', () => {
    const end = farEnd({ ...limits, slots: 1 });
    end.ask('a');
    end.after(19.999);
    expect(end.ask('b').kind).toBe('wait');
    end.after(0.001);
    expect(end.ask('b').kind).toBe('granted');
  });

  it('frees a slot at once when it is handed back', () => {
    const end = farEnd({ ...limits, slots: 1 });
    end.ask('a');
    end.release('a');
    expect(end.ask('b').kind).toBe('granted');
  });

  it('gives a holder one lease and one place, however often it asks', () => {
    const end = farEnd({ ...limits, slots: 1 });
    end.ask('a');
    expect(end.ask('a')).toEqual({ kind: 'wait', retryAfter: LIFE, ahead: 0 });
    for (let time = 0; time < 3; time += 1) end.ask('b');
    expect([end.running(), end.waiting()]).toEqual([['a'], ['b']]);
  });

  it('keeps the place of whoever comes back in time, and tells how many stand before', () => {
    const end = farEnd({ ...limits, slots: 1 });
    for (const school of ['a', 'b', 'c', 'd']) end.ask(school);
    end.after(2);
    expect(end.ask('c')).toMatchObject({ kind: 'wait', ahead: 1 });
    expect(end.ask('d')).toMatchObject({ kind: 'wait', ahead: 2 });
    end.release('a');
    const inOrder = ['d', 'c', 'b'].map((school) => end.ask(school).kind);
    expect(inOrder).toEqual(['wait', 'wait', 'granted']);
    expect(end.waiting()).toEqual(['c', 'd']);
  });

  it('waits for nobody who stays away, and keeps the place for a minute more', () => {
    const end = farEnd({ ...limits, slots: 1 });
    for (const school of ['a', 'b', 'c']) end.ask(school);
    end.release('a');
    expect(end.ask('c').kind).toBe('wait');
    end.after(8);
    expect(end.ask('c').kind).toBe('granted');
    expect(end.waiting()).toEqual(['b']);
    end.release('c');
    end.after(60);
    expect(end.waiting()).toEqual([]);
  });

  /** A second: the oldest lease is handed back, and all of these ask; how many got one. */
  function second(end: ReturnType<typeof farEnd>, schools: readonly string[]): number {
    end.after(1);
    for (const oldest of end.running().slice(0, 1)) end.release(oldest);
    return schools.filter((school) => end.ask(school).kind === 'granted').length;
  }

  it('lets no stream of small askers overtake a large one for ever', () => {
    const end = farEnd();
    const small = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const school of small) end.ask(school);
    const { ahead } = { ahead: 0, ...end.ask('large', 300) };
    let granted = 0;
    let seconds = 0;
    for (; end.ask('large', 300).kind !== 'granted' && seconds < 60; seconds += 1)
      granted += second(end, small);
    expect(seconds).toBeLessThan(60);
    expect(granted).toBeLessThanOrEqual(ahead + limits.slots);
  });

  it('turns away whom the queue has no room for', () => {
    const end = farEnd({ ...limits, slots: 1, mostWaiting: 1 });
    expect(['a', 'b', 'c', 'b'].map((school) => end.ask(school).kind)).toEqual([
      'granted',
      'wait',
      'full',
      'wait',
    ]);
  });

  it('tells nobody to come back after the turn can have come, and the far ones not together', () => {
    const end = farEnd({ ...limits, slots: 10, capacity: bps(1e6) });
    const waits = Array.from({ length: 2_300 }, (_, at) => end.ask(`s${at}`)).flatMap((given) =>
      given.kind === 'wait' ? [given] : [],
    );
    for (const { ahead, retryAfter } of waits)
      expect(retryAfter).toBeLessThanOrEqual(Math.max(1_500, (ahead * 2_500) / 10));
    const perSecond = new Map<number, number>();
    for (const { retryAfter } of waits) {
      const second = Math.floor(retryAfter / 1_000);
      perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
    }
    expect(Math.max(...perSecond.values())).toBeLessThan(80);
  });
});

interface Deed {
  readonly kind: string;
  readonly school: string;
  readonly rate: number;
}

describe('whatever is asked, handed back or left to run out', () => {
  const school = fc.integer({ min: 0, max: 7 }).map((at) => `s${at}`);
  const deed = fc.oneof(
    fc.record({ kind: fc.constant('ask'), school, rate: fc.integer({ min: 1, max: 300 }) }),
    fc.record({ kind: fc.constant('release'), school, rate: fc.constant(0) }),
    fc.record({ kind: fc.constant('wait'), school, rate: fc.integer({ min: 1, max: 30 }) }),
  );

  const after = (state: LeaseState, { kind, school: holder, rate }: Deed, now: Ms): LeaseState => {
    const current = settled(state, now);
    if (kind === 'release') return released(current, holder);
    const slot = { rate: bps(rate), life: LIFE };
    return kind === 'ask' ? decide(current, { holder, slot }, { now, limits }).state : current;
  };

  it('no more runs than there is room for, and nobody stands twice', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 80 }), (deeds) => {
        let state = NO_LEASES;
        let now = ms(0);
        for (const one of deeds) {
          if (one.kind === 'wait') now = ms(now + seconds(one.rate));
          state = after(state, one, now);
          const { running, queue } = state;
          expect(running.length).toBeLessThanOrEqual(limits.slots);
          expect(running.reduce((sum, { rate }) => sum + rate, 0)).toBeLessThanOrEqual(300);
          const holders = [...running, ...queue].map(({ holder }) => holder);
          expect(new Set(holders).size).toBe(holders.length);
        }
      }),
    );
  });

  it('everybody who comes back as told is served, the longest waiting within a bound', () => {
    const rates = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        rates,
        fc.infiniteStream(fc.double({ min: 0, max: 0.4, noNaN: true })),
        (all, chance) => {
          const end = farEnd();
          const dueAt = new Map(all.map((_, at) => [`s${at}`, 0]));
          let now = 0;
          while (dueAt.size > 0) {
            const [holder, due] = [...dueAt].reduce((a, b) => (b[1] < a[1] ? b : a));
            end.after(due - now);
            now = due;
            const given = end.ask(holder, all[Number(holder.slice(1))]);
            if (given.kind === 'granted') dueAt.delete(holder);
            else if (given.kind === 'wait')
              dueAt.set(holder, now + (given.retryAfter / 1_000) * (1 + chance.next().value));
            // Each alone, one after another, with a poll between: what no order can be slower than.
            expect(now).toBeLessThan(all.length * 24 + 30);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a slot', () => {
  const slotOf = (request: object) => slotFor(LeaseRequest.parse(request), DEFAULT_LEASE_LIMITS);

  it('is sized by the larger direction, by an assumed line where nothing is said', () => {
    expect(slotOf({}).rate).toBe(200e6);
    expect(slotOf({ expectedDownBps: 100e6, expectedUpBps: 50e6 }).rate).toBe(100e6);
    expect(slotOf({ expectedDownBps: 100e6 }).rate).toBe(200e6);
  });

  it('is never above what the far end carries, nor so small that it would hide a test', () => {
    expect(slotOf({ expectedDownBps: 1e12, expectedUpBps: 1 }).rate).toBe(1e9);
    expect(slotOf({ expectedDownBps: 1, expectedUpBps: 1 })).toMatchObject({
      rate: 20e6,
      downBytes: 25_000_000,
    });
  });

  it('gives bytes for twice the line, each direction its own', () => {
    const slot = slotOf({ expectedDownBps: 300e6, expectedUpBps: 100e6 });
    expect(slot).toMatchObject({ downBytes: 375_000_000, upBytes: 125_000_000, seconds: 5 });
  });

  it('lives for both directions and what is around them; a heavy one longer', () => {
    expect([slotOf({}).life, slotOf({ weight: 'heavy' }).life]).toEqual([20_000, 30_000]);
  });
});
