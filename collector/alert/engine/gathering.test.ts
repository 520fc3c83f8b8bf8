import { describe, expect, it } from 'vitest';
import { worldRules } from '../../../test/alert-rules.ts';
import { type Look, plain, run, times } from '../../../test/alert-run.ts';
import type { AlertEvent, Engine } from './engine.ts';
import type { Group } from './gather.ts';

const school: Engine = {
  ...plain,
  rules: worldRules.filter(({ scope }) => scope === 'device'),
  cutting: ['switch', 'recorder'],
  ancestorsOf: ({ device }) =>
    device.startsWith('c') ? ['r1', 's1'] : device === 'r1' ? ['s1'] : [],
  groupsOf: (_, { school: name }) => [{ kind: 'school', name }],
};
const cameras = (count: number, bad: boolean, at: number): Look[] =>
  times(count, (turn) => ({ device: `c${turn}`, bad, at }));

describe('a switch with forty cameras', () => {
  const round = (bad: boolean, at: number): Look[] => [
    ...cameras(40, bad, at),
    { rule: 'recorder', device: 'r1', bad, at },
    { rule: 'switch', device: 's1', bad, at: at + 900 },
  ];
  it('is one incident when it dies, and one recovery when it is back, whatever else hangs behind it', () => {
    const died = times(10, (turn) => ({ bad: true, at: turn * 30_000 })).map(({ at }) =>
      round(true, at),
    );
    const back = times(3, (turn) => ({ bad: true, at: 300_000 + turn * 30_000 })).map(({ at }) =>
      round(false, at),
    );
    expect(run([...died, ...back], school).names).toEqual(['switch opened 1', 'switch resolved 1']);
  });

  it('gives its cameras their time to start before they are called dead themselves', () => {
    const died = [0, 30_000, 60_000].map((at) => round(true, at));
    const starting = [90_000, 120_000].map((at): Look[] => [
      ...cameras(40, true, at),
      { rule: 'switch', device: 's1', bad: false, at },
    ]);
    const up = round(false, 150_000);
    expect(run([...died, ...starting, up], school).names).toEqual([
      'switch opened 1',
      'switch resolved 1',
    ]);
  });

  it('is one incident of forty cameras where nobody knows of the switch', () => {
    const lone = { ...school, ancestorsOf: () => [] };
    const looks = times(8, (turn) => ({ bad: true, at: turn * 20_000 })).map(({ at }) =>
      cameras(40, true, at),
    );
    expect(run(looks, lone).names).toEqual(['camera opened 40']);
  });
});

describe('devices that go wrong together', () => {
  const lone = { ...school, ancestorsOf: () => [] };
  const failing = (count: number, from: number, bad = true): Look[][] =>
    [0, 30_000, 60_000, 90_000].map((at) => cameras(count, bad, from + at));

  it('are incidents of their own where they are few', () => {
    expect(run(failing(2, 0), lone).names).toEqual(['camera opened 1', 'camera opened 1']);
  });

  it('are joined by those that follow soon, and not by one that fails an hour later', () => {
    const three = run([...failing(3, 0), ...failing(5, 90_000)], lone);
    expect(three.names).toEqual(['camera opened 3', 'camera joined 2']);
    const late = failing(6, 3_600_000);
    expect(run(late, lone, three.state).names).toEqual(['camera opened 1']);
  });

  it('never come back to an incident they left: who fails again has one of its own', () => {
    const { state } = run(failing(3, 0), lone);
    const blink = { device: 'c0', bad: false, at: 95_000 };
    const again = [100_000, 130_000, 200_000, 230_000].map((at): Look[] => [
      { device: 'c0', bad: true, at },
      { device: 'c1', bad: true, at },
    ]);
    expect(run([blink, ...again], lone, state).names).toEqual(['camera left 1', 'camera opened 1']);
  });

  it('leave one by one, and the incident ends with the last', () => {
    const { state } = run(failing(3, 0), lone);
    const ends = [
      { device: 'c0', bad: false, at: 200_000 },
      [
        { device: 'c1', bad: false, at: 220_000 },
        { device: 'c2', bad: false, at: 221_000 },
      ],
    ];
    expect(run(ends, lone, state).names).toEqual(['camera left 1', 'camera resolved 2']);
  });

  it('are told without those that recovered while they waited for the others', () => {
    const looks = [
      cameras(3, true, 0),
      cameras(3, true, 30_000),
      [...cameras(2, true, 60_000), { device: 'c2', bad: false, at: 60_000 }],
      cameras(2, true, 90_000),
    ];
    expect(run(looks, lone).names).toEqual(['camera opened 1', 'camera opened 1']);
  });
});

/** Schools `s0…`: the even ones have Viettel, the others VNPT; ten to a ward. */
const groupsOf = (name: string, total: number): readonly Group[] => {
  const number = Number(name.slice(1));
  return [
    { kind: 'ward', name: `w${Math.floor(number / 10)}` },
    { kind: 'provider', name: number % 2 === 0 ? 'Viettel' : 'VNPT' },
    { kind: 'city', name: '', size: total },
  ];
};
const fleet = (total: number): Engine => ({
  ...plain,
  rules: worldRules.filter(({ scope }) => scope === 'school'),
  groupsOf: (_, { school: name }) => groupsOf(name, total),
});
const cutOff = (names: readonly string[], at: number, since = 0, bad = true): Look[] =>
  names.map((name) => ({
    rule: 'silent',
    school: name,
    device: 'agent',
    bad,
    at: bad ? since : at,
  }));
const names = (count: number, pick: (turn: number) => number) =>
  times(count, (turn) => ({ bad: true, at: pick(turn) })).map(({ at }) => `s${at}`);
const groupOf = (event: AlertEvent | undefined) =>
  event?.kind === 'opened' ? event.group && `${event.group.kind} ${event.group.name}` : 'none';
const lasting = (count: number, pick: (turn: number) => number): Look[][] =>
  [0, 10_000, 20_000].map((at) => [
    ...cutOff(names(count, pick), at),
    { rule: 'other', bad: false, at },
  ]);

describe('schools that are cut off together', () => {
  it.each([
    ['of one ward are that ward’s incident', 9, (turn: number) => turn, 'ward w0'],
    ['of one provider are that provider’s', 12, (turn: number) => turn * 14, 'provider Viettel'],
    ['that are most of all are the city’s', 180, (turn: number) => turn, 'city '],
    ['that share nothing but the city are alone', 3, (turn: number) => turn * 11, undefined],
  ])('%s', (_, count, pick, group) => {
    const { events } = run(lasting(count, pick), fleet(200));
    expect(groupOf(events[0])).toBe(group);
    expect(events).toHaveLength(group === undefined ? count : 1);
  });

  it('of one provider make no city for one school of another', () => {
    const { events } = run(
      lasting(101, (turn) => (turn === 100 ? 1 : turn * 2)),
      fleet(200),
    );
    expect(events.map(groupOf)).toEqual(['provider Viettel', undefined]);
  });

  it('are joined by those whose silence shows later, and each leaves by itself', () => {
    const first = run(
      lasting(5, (turn) => turn * 10),
      fleet(200),
    );
    const more = cutOff(['s50', 's60'], 40_000, 30_000);
    const again = run([more, cutOff(['s0'], 90_000, 0, false)], fleet(200), first.state);
    expect(again.names).toEqual(['silent joined 2', 'silent left 1']);
  });

  it('have no incident of their lines beside it', () => {
    const looks = [0, 10_000, 20_000, 30_000, 40_000].map((at) => [
      ...cutOff(
        names(5, (turn) => turn),
        at,
      ),
      ...names(5, (turn) => turn).map((name) => ({
        rule: 'line',
        school: name,
        device: 'l',
        bad: true,
        at,
      })),
    ]);
    expect(run(looks, fleet(200)).names).toEqual(['silent opened 5']);
  });
});
