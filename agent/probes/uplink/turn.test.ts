import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '../../../kit/result.ts';
import { bytes, hours, minutes, ms, seconds } from '../../../kit/units.ts';
import { bandwidthOptions, inVietnam } from '../../../test/bandwidth-options.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { Budget } from './budget.ts';
import { budgetDisk } from './budget-door.ts';
import type { Meter } from './traffic.ts';
import { Gate } from './turn.ts';

const MBIT = 1e6;
const MIB = 1024 ** 2;
const never = new AbortController().signal;

const options = bandwidthOptions();
const EVENING = inVietnam('2026-11-23T19:00');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hatang-budget-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const budgetOf = (limit: number) =>
  new Budget(budgetDisk(folder, 'line'), { bytes: limit, timeZone: 'Asia/Ho_Chi_Minh' });
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
    here.budget.reserve(1_020 * MIB, EVENING);
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
