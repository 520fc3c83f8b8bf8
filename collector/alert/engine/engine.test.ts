import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../../kit/units.ts';
import { alertRule } from '../../../test/alert-rules.ts';
import { type Look, plain, run, START, times } from '../../../test/alert-run.ts';
import { watchKey } from './watch.ts';

describe('the alert engine', () => {
  it('opens on the second distinct bad observation and dates it from the first', () => {
    const { events } = run([
      { bad: true, at: 10_000 },
      { bad: true, at: 10_000 },
      { bad: true, at: 20_000 },
      { bad: true, at: 30_000 },
    ]);
    expect(events).toMatchObject([
      { kind: 'opened', members: [{ school: 'a', device: 'c1', since: START + 10_000 }] },
    ]);
  });

  it('counts one observation once, however often it is looked at', () => {
    expect(run(times(9, () => ({ bad: true, at: 10_000 }))).names).toEqual([]);
  });

  it('opens what must last only once it has lasted, though nothing new is seen meanwhile', () => {
    const lasting = alertRule('camera', { observations: 1, hold: minutes(3) });
    const look = (seen: number): Look[] => [
      { bad: true, at: 0 },
      { rule: 'other', bad: false, at: seen },
    ];
    const engine = { ...plain, rules: [lasting] };
    expect(run([look(0), look(minutes(3) - 2)], engine).names).toEqual([]);
    expect(run([look(0), look(minutes(3))], engine).names).toEqual(['camera opened 1']);
  });

  it('forgets a single bad observation that was followed by a good one', () => {
    const looks = times(40, (turn) => ({ bad: turn % 2 === 0, at: turn * 1_000 }));
    const { names, state } = run(looks);
    expect(names).toEqual([]);
    expect(state.size).toBe(0);
  });

  it('opens a device that flaps all day only a few times', () => {
    const looks = times(3 * 1_440, (turn) => ({ bad: turn % 3 !== 2, at: turn * 20_000 }));
    const { names } = run(looks);
    expect(names.filter((name) => name === 'camera opened 1').length).toBeLessThanOrEqual(2);
    expect(names.length % 2).toBe(0);
  });

  it('still opens a flapping device once it stays bad', () => {
    const flaps = times(12, (turn) => ({ bad: turn % 3 !== 2, at: turn * 20_000 }));
    const stays = times(20, (turn) => ({ bad: true, at: 300_000 + turn * 20_000 }));
    expect(run([...flaps, ...stays]).names.at(-1)).toBe('camera opened 1');
  });

  it('opens nothing for replayed history, and ends an incident by it', () => {
    const replayed = times(9, (turn) => ({ bad: true, live: false, at: turn * 1_000 }));
    expect(run(replayed).names).toEqual([]);
    const open = run(times(2, (turn) => ({ bad: true, at: turn * 1_000 }))).state;
    const ended = run([{ bad: false, live: false, at: 5_000 }], plain, open);
    expect(ended.events).toMatchObject([
      { kind: 'left', over: true, members: [{ leftAt: START + 5_000 }] },
    ]);
  });

  it('opens nothing of a school where people are at work, and opens it once they are done', () => {
    const looks = times(5, (turn) => ({ bad: true, at: turn * 10_000 }));
    const during = run(looks, { ...plain, inMaintenance: () => true });
    expect(during.names).toEqual([]);
    const after = times(4, (turn) => ({ bad: true, at: 60_000 + turn * 10_000 }));
    const { events } = run(after, plain, during.state);
    expect(events).toMatchObject([{ kind: 'opened', members: [{ since: START }] }]);
  });
});

describe('what explains another', () => {
  const silent = (bad: boolean, at: number): Look => ({ rule: 'silent', device: 'x', bad, at });

  it('lets no child open while it is in trouble, nor by what was seen meanwhile', () => {
    const looks = [
      silent(true, 0),
      ...times(3, (turn) => ({ bad: true, at: 1_000 + turn * 1_000 })),
      silent(false, 9_000),
      { bad: true, at: 3_000 },
      { bad: true, at: 10_000 },
    ];
    const { names, state } = run(looks);
    expect(names).toEqual(['silent opened 1', 'silent resolved 1']);
    expect(run([{ bad: true, at: 20_000 }], plain, state).names).toEqual(['camera opened 1']);
  });

  it('keeps a child open that was open before, and lets it recover', () => {
    const looks = [
      ...times(2, (turn) => ({ bad: true, at: turn * 1_000 })),
      silent(true, 5_000),
      { bad: true, at: 6_000 },
      { bad: false, at: 7_000 },
    ];
    expect(run(looks).names).toEqual(['camera opened 1', 'silent opened 1', 'camera resolved 1']);
  });

  it('holds the cameras back while the line, seen bad once, is not confirmed yet, in any poll order', () => {
    const line = (at: number) => ({ rule: 'line', device: 'l', bad: true, at });
    const looks = [
      [{ bad: true, at: 1_000 }, line(1_000)],
      [{ bad: true, at: 11_000 }, line(1_000)],
      [{ bad: true, at: 11_000 }, line(31_000)],
    ];
    expect(run(looks).names).toEqual(['line opened 1']);
  });

  it('is waited for where it was not looked at since, but not for ever', () => {
    const line = { rule: 'line', device: 'l', bad: false, at: 0 };
    const bad = (at: number) => [{ bad: true, at }, line];
    expect(run([bad(10_000), bad(20_000), bad(200_000)]).names).toEqual([]);
    expect(run([bad(10_000), bad(20_000), bad(400_000)]).names).toEqual(['camera opened 1']);
    const looked = [
      { bad: true, at: 20_000 },
      { ...line, at: 15_000 },
    ];
    expect(run([bad(10_000), looked]).names).toEqual(['camera opened 1']);
  });

  it('is not one dead line where a second one holds', () => {
    const looks = [0, 1, 2, 3].map((turn): Look[] => [
      { rule: 'line', device: 'l1', bad: true, at: turn * 1_000 },
      { rule: 'line', device: 'l2', bad: false, at: turn * 1_000 },
      { bad: true, at: turn * 1_000 },
    ]);
    expect(run(looks).names).toEqual(['line opened 1', 'camera opened 1']);
  });
});

describe('what the engine remembers', () => {
  it('is found again by its key, whatever a device is called', () => {
    const open = run(times(2, (turn) => ({ device: 'a\nb', bad: true, at: turn * 1_000 }))).state;
    expect(open.get(watchKey('camera', { school: 'a', device: 'a\nb' }))?.open).toBeDefined();
    expect(run([{ device: 'a\nb', bad: false, at: 9_000 }], plain, open).names).toEqual([
      'camera resolved 1',
    ]);
  });

  it('is nothing of a day on which nothing happened', () => {
    expect(run(times(9, (turn) => ({ bad: false, at: turn * 1_000 }))).state.size).toBe(0);
  });

  it('is let go of an hour after the last recovery', () => {
    const looks = [
      ...times(2, (turn) => ({ bad: true, at: turn * 1_000 })),
      { bad: false, at: 10_000 },
      { bad: false, at: seconds(10) + minutes(61) },
    ];
    expect(run(looks).state.size).toBe(0);
  });
});
