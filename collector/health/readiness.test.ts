import { describe, expect, it } from 'vitest';
import { ms, seconds } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { type Looks, Readiness, type Trouble, worst } from './readiness.ts';

const failing: Trouble = { status: 'fail', output: 'broken' };
const fine = (): Looks => ({
  state: () => undefined,
  facts: () => undefined,
  writer: () => undefined,
  disk: () => undefined,
  history: () => undefined,
  stopping: () => undefined,
});

describe('readiness', () => {
  it('is looked at once a second at most, however many ask', async () => {
    const clock = new ManualClock();
    let looked = 0;
    const readiness = new Readiness(
      {
        ...fine(),
        disk: () => {
          looked += 1;
          return undefined;
        },
      },
      clock,
    );
    for (let asked = 0; asked < 1_000; asked += 1) readiness.standing();
    expect(looked).toBe(1);
    await clock.advance(seconds(1));
    readiness.standing();
    expect(looked).toBe(2);
  });

  it('looks less often where looking takes long', async () => {
    const clock = new ManualClock();
    let elapsed = 0;
    let looked = 0;
    const slow = { now: () => clock.now(), elapsed: () => ms(elapsed) };
    const readiness = new Readiness(
      {
        ...fine(),
        state: () => {
          looked += 1;
          elapsed += 5_000;
          return failing;
        },
      },
      slow,
    );
    readiness.standing();
    elapsed += 49_000;
    readiness.standing();
    expect(looked).toBe(1);
    elapsed += 1_000;
    readiness.standing();
    expect(looked).toBe(2);
  });

  it('tells since when a check fails, anew after it passed in between', async () => {
    const clock = new ManualClock();
    const began = clock.now();
    let trouble: Trouble | undefined = failing;
    const readiness = new Readiness({ ...fine(), history: () => trouble }, clock);
    const history = () => readiness.standing().find(({ name }) => name === 'history');
    expect(history()).toEqual({ name: 'history', ...failing, since: began });
    await clock.advance(seconds(60));
    trouble = { status: 'fail', output: 'still broken' };
    expect(history()).toEqual({ name: 'history', ...trouble, since: began });
    trouble = undefined;
    await clock.advance(seconds(60));
    expect(history()).toEqual({
      name: 'history',
      status: 'pass',
      output: undefined,
      since: undefined,
    });
    trouble = failing;
    await clock.advance(seconds(60));
    expect(history()?.since).toBe(began + 180_000);
  });

  it('is as bad as its worst check', () => {
    const clock = new ManualClock();
    const warn: Trouble = { status: 'warn', output: 'slow' };
    const of = (looks: Partial<Looks>) =>
      worst(new Readiness({ ...fine(), ...looks }, clock).standing());
    expect(of({})).toBe('pass');
    expect(of({ history: () => warn })).toBe('warn');
    expect(of({ history: () => warn, disk: () => failing })).toBe('fail');
  });
});
