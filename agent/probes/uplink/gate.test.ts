import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '../../../kit/result.ts';
import { bytes, epochMs, hours, type Ms, minutes, ms, seconds } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { Budget } from './budget.ts';
import { budgetDisk } from './budget-door.ts';
import { dayOf, inLessons, untilTomorrow, weightAt } from './calendar.ts';
import { againAfter, decide } from './gate.ts';
import { UplinkOptions } from './options.ts';
import type { Meter } from './traffic.ts';
import { Gate } from './turn.ts';

const MBIT = 1e6;
const MIB = 1024 ** 2;
const never = new AbortController().signal;

function optionsOf(given: object = {}) {
  const section = UplinkOptions.parse({
    targets: [],
    bandwidth: { server: 'http://127.0.0.1:9', ...given },
  });
  if (section.bandwidth === undefined) throw new Error('no bandwidth');
  return section.bandwidth;
}
const options = optionsOf();
/** In Vietnam, 7 hours ahead; 23 November 2026 is a Monday. */
const local = (text: string) => epochMs(Date.parse(`${text}:00+07:00`));
const LESSON = local('2026-11-23T09:00');
const EVENING = local('2026-11-23T19:00');
const NIGHT = local('2026-11-23T23:10');

describe('the calendar', () => {
  it.each([
    ['2026-11-23T06:59', false, 'light'],
    ['2026-11-23T07:00', true, 'light'],
    ['2026-11-23T16:59', true, 'light'],
    ['2026-11-23T17:00', false, 'light'],
    ['2026-11-23T22:29', false, 'light'],
    ['2026-11-23T22:30', false, 'heavy'],
    ['2026-11-24T04:59', false, 'heavy'],
    ['2026-11-24T05:00', false, 'light'],
    ['2026-11-22T09:00', false, 'light'],
  ] as const)('at %s: in lessons %s, a %s test', (at, lessons, weight) => {
    expect([inLessons(local(at), options), weightAt(local(at), options)]).toEqual([
      lessons,
      weight,
    ]);
  });

  it('never tests heavily in lessons, whatever is called night', () => {
    const odd = optionsOf({ night: { from: '00:00', to: '23:59' } });
    expect(weightAt(LESSON, odd)).toBe('light');
    expect(weightAt(EVENING, odd)).toBe('heavy');
  });

  it('counts days where the school is', () => {
    const at = epochMs(Date.parse('2026-11-23T17:30:00Z'));
    expect(dayOf(at, 'Asia/Ho_Chi_Minh')).toBe('2026-11-24');
    expect(dayOf(at, 'UTC')).toBe('2026-11-23');
    expect(untilTomorrow(at, 'Asia/Ho_Chi_Minh')).toBe(hours(23.5));
  });
});

describe('the options of a test', () => {
  it('keep working as they were written before', () => {
    expect(optionsOf({ seconds: 3, max_bytes: '50MiB' })).toMatchObject({
      max_bytes: 50 * MIB,
      budget: 1024 * MIB,
      idle_below: 0.2,
    });
  });

  it.each([
    [{ idle_below: '120%' }],
    [{ idle_below: '0.2' }],
    [{ time_zone: 'Asia/Saigon City' }],
    [{ night: { from: '25:00' } }],
    [{ lessons: { from: '12:00', to: '07:00' } }],
    [{ lessons: { days: [0] } }],
    [{ budget: '1GB' }],
  ])('refuse %j', (given) => {
    expect(() => optionsOf(given)).toThrow();
  });
});

describe('the decision before a test', () => {
  const known = { down: 300 * MBIT, up: 150 * MBIT };
  const judge = (given: Partial<Parameters<typeof decide>[0]> = {}) =>
    decide({
      now: EVENING,
      options,
      known,
      rates: { down: MBIT, up: MBIT },
      leftBytes: 1024 * MIB,
      waiting: ms(0),
      ...given,
    });

  it.each([
    ['just idle', { down: 60 * MBIT, up: 30 * MBIT }, true],
    ['busy down', { down: 60.1 * MBIT, up: 0 }, false],
    ['busy up', { down: 0, up: 30.1 * MBIT }, false],
  ])('goes by both directions: %s', (_, rates, go) => {
    expect(judge({ rates }).go).toBe(go);
  });

  it.each([
    ['idle', 4.9 * MBIT, true],
    ['busy', 5.1 * MBIT, false],
  ])('goes by 5 Mbit/s where the line’s rate is not known: %s', (_, down, go) => {
    expect(judge({ known: {}, rates: { down, up: 0 } }).go).toBe(go);
  });

  it('tests where nothing tells what the line carries', () => {
    expect(judge({ rates: undefined })).toMatchObject({ go: true, forced: false });
  });

  it('takes no more bytes than are left, for both directions', () => {
    expect(judge()).toMatchObject({ maxBytes: 100 * MIB });
    expect(judge({ leftBytes: 100 * MIB })).toMatchObject({ maxBytes: 50 * MIB });
  });

  it('refuses a test of less than a second of the line', () => {
    const second = (300 * MBIT + 150 * MBIT) / 8;
    expect(judge({ leftBytes: second }).go).toBe(true);
    expect(judge({ leftBytes: second - 2 })).toEqual({ go: false, waited: 'budget' });
    expect(judge({ leftBytes: 0 })).toEqual({ go: false, waited: 'budget' });
  });

  it('tests a line that was busy beyond patience, lightly, and never in lessons', () => {
    const rates = { down: 200 * MBIT, up: 0 };
    const before = ms(hours(6) - 1);
    expect(judge({ rates, now: NIGHT, waiting: before })).toEqual({ go: false, waited: 'busy' });
    expect(judge({ rates, now: NIGHT, waiting: hours(6) })).toMatchObject({
      go: true,
      weight: 'light',
      forced: true,
    });
    expect(judge({ rates, now: LESSON, waiting: hours(60) }).go).toBe(false);
    expect(judge({ now: NIGHT })).toMatchObject({ weight: 'heavy', forced: false });
  });
});

describe('another try', () => {
  const again = (waited: 'busy' | 'budget', tries: number, chance: number): Ms =>
    againAfter(waited, { tries, now: EVENING, timeZone: options.time_zone }, () => chance);

  it('comes later each time, at most after 37.5 minutes, and never for all schools at once', () => {
    expect([0, 1, 2, 3, 99].map((tries) => again('busy', tries, 0.5) / 60_000)).toEqual([
      5, 10, 20, 30, 30,
    ]);
    expect(again('busy', 0, 0)).toBe(minutes(3.75));
    expect(again('busy', 9, 0.999)).toBeLessThan(minutes(37.5));
  });

  it('waits for the next day where the bytes are spent', () => {
    expect(again('budget', 0, 0)).toBe(hours(5));
    expect(again('budget', 0, 0.5)).toBe(hours(5.5));
  });
});

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

/** A port that carries so much, as often as it is looked at. */
function meterOf(
  clock: ManualClock,
  rate: () => number,
  { refresh = 0, dead = false } = {},
): Meter {
  let carried = 0;
  let shown = 0;
  let counted = 0;
  let shownAt = 0;
  return {
    kind: 'router',
    async read() {
      if (dead) return { ok: false, problem: 'silent' };
      const now = clock.elapsed();
      carried += (rate() * (now - counted)) / 8_000;
      counted = now;
      if (now - shownAt >= refresh) {
        shown = carried;
        shownAt = now;
      }
      return ok({ at: now, down: BigInt(Math.round(shown)), up: 5n });
    },
  };
}

describe('the gate', () => {
  interface Stage {
    readonly rate?: () => number;
    readonly refresh?: number;
    readonly dead?: boolean;
    readonly now?: typeof EVENING;
    readonly limit?: number;
    readonly none?: boolean;
  }
  function stage({
    rate = () => 0,
    now = EVENING,
    limit = 1024 * MIB,
    none,
    ...meter
  }: Stage = {}) {
    const clock = new ManualClock(now);
    const budget = budgetOf(limit);
    const port = meterOf(clock, rate, meter);
    let looks = 0;
    const gate = new Gate({
      options: { ...options, budget: bytes(limit) },
      budget,
      meters: async () => {
        looks += 1;
        return none === true ? [] : [port];
      },
      known: () => ({ down: 300 * MBIT, up: 150 * MBIT }),
      clock,
      random: () => 0.5,
    });
    return { clock, budget, gate, port, looks: () => looks };
  }
  async function ask({ clock, gate }: ReturnType<typeof stage>) {
    const asked = gate.ask(never);
    const start = clock.elapsed();
    let done = false;
    asked.finally(() => {
      done = true;
    });
    while (!done && clock.elapsed() - start < 20_000) await clock.advance(ms(50));
    const answer = await asked;
    if (answer === undefined) throw new Error('stopped');
    return { answer, took: clock.elapsed() - start };
  }

  it('lets a test pass an idle line, and reserves its bytes', async () => {
    const here = stage({ rate: () => 10 * MBIT });
    const { answer, took } = await ask(here);
    expect(answer).toMatchObject({ go: true, weight: 'light', forced: false, meter: here.port });
    expect(answer.go && answer.before?.down).toBeCloseTo(10 * MBIT, -3);
    expect(took).toBeLessThan(1_500);
    expect(here.budget.usedBytes(EVENING)).toBe(200 * MIB);
  });

  it('puts a test off on a busy line, with what the line carries, and spends nothing', async () => {
    const here = stage({ rate: () => 100 * MBIT });
    const { answer } = await ask(here);
    expect(answer).toMatchObject({ go: false, waited: 'busy', again: minutes(5) });
    expect(here.budget.usedBytes(EVENING)).toBe(0);
  });

  it('looks longer at a router that refreshes its counters every 3 s', async () => {
    const here = stage({ rate: () => 100 * MBIT, refresh: 3_000 });
    const { answer, took } = await ask(here);
    expect(answer).toMatchObject({ go: false, waited: 'busy' });
    expect(!answer.go && answer.rates?.down).toBeCloseTo(100 * MBIT, -7);
    expect(took).toBeLessThan(8_000);
  });

  it('takes a line on which nothing moves for idle', async () => {
    expect((await ask(stage())).answer).toMatchObject({ go: true, before: { down: 0, up: 0 } });
  });

  it.each([
    ['no router and no counters of the system', { none: true }],
    ['a router that does not answer', { dead: true }],
  ])('tests anyway with %s, and watches by nothing', async (_, given) => {
    const { answer } = await ask(stage(given));
    expect(answer).toMatchObject({ go: true, meter: undefined, before: undefined });
  });

  it('does not look at a line whose bytes are spent', async () => {
    const here = stage();
    reservationOf(here.budget, 1_020 * MIB);
    expect((await ask(here)).answer).toMatchObject({ go: false, waited: 'budget' });
    expect(here.looks()).toBe(0);
  });

  it('tests lightly after six hours of a busy line, and waits again after that', async () => {
    const here = stage({ rate: () => 100 * MBIT });
    let waits = 0;
    for (;;) {
      const { answer } = await ask(here);
      if (answer.go) {
        expect(answer).toMatchObject({ weight: 'light', forced: true });
        break;
      }
      waits += 1;
      await here.clock.advance(answer.again);
    }
    expect(here.clock.elapsed()).toBeGreaterThanOrEqual(hours(6));
    expect(here.clock.elapsed()).toBeLessThan(hours(6) + minutes(32));
    expect(waits).toBeLessThan(20);
    here.gate.passed();
    expect((await ask(here)).answer).toMatchObject({
      go: false,
      waited: 'busy',
      again: minutes(5),
    });
  });

  it('counts a surge as a busy line', async () => {
    const here = stage({ rate: () => 100 * MBIT });
    expect(here.gate.putOff('surge')).toMatchObject({ waited: 'surge', again: minutes(5) });
    await here.clock.advance(hours(6));
    expect((await ask(here)).answer).toMatchObject({ go: true, forced: true });
  });

  it('stops looking at once when the agent stops', async () => {
    const here = stage({ rate: () => 10 * MBIT });
    const stop = new AbortController();
    const asked = here.gate.ask(stop.signal);
    await here.clock.advance(seconds(0.3));
    stop.abort();
    expect(await asked).toBeUndefined();
    expect(here.clock.elapsed()).toBe(300);
    expect(here.budget.usedBytes(EVENING)).toBe(0);
  });
});
