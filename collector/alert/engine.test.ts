import { describe, expect, it } from 'vitest';
import { epochMs, minutes, seconds } from '../../kit/units.ts';
import { alertRule, worldRules } from '../../test/alert-rules.ts';
import { type AlertEvent, type Engine, step } from './engine.ts';
import type { Group } from './gather.ts';
import type { Signal } from './signal.ts';
import { type State, watchKey } from './watch.ts';

const START = Date.parse('2026-11-23T00:42:00Z');
const plain: Engine = {
  rules: [
    alertRule('silent', { observations: 1 }),
    alertRule('line', { parents: ['silent'] }),
    alertRule('camera', { parents: ['silent', 'line'] }),
  ],
  cutting: [],
  ancestorsOf: () => [],
  inMaintenance: () => false,
  groupsOf: () => [],
  incidentId: (id, { school, device }, now) => `${id}-${school}-${device}-${now}`,
};

interface Look {
  readonly rule?: string;
  readonly school?: string;
  readonly device?: string;
  readonly bad: boolean;
  readonly live?: boolean;
  readonly at: number;
}
const signal = (look: Look): Signal => {
  const { rule = 'camera', school = 'a', device = 'c1', bad, live = true, at } = look;
  const stamp = epochMs(START + at);
  return { rule, school, device, bad, live, at: stamp, happenedAt: stamp, evidence: {} };
};

type Looks = readonly (Look | readonly Look[])[];
/** Runs looks one by one, and names what happened. */
function run(looks: Looks, engine: Engine = plain, from: State = new Map()) {
  let state = from;
  const events: AlertEvent[] = [];
  for (const look of looks) {
    const all = 'bad' in look ? [look] : look;
    const now = epochMs(START + Math.max(...all.map(({ at }) => at)) + 1);
    const turn = step(engine, state, all.map(signal), now);
    state = turn.state;
    events.push(...turn.events);
  }
  return { state, events, names: events.map(nameOf) };
}
const nameOf = (event: AlertEvent): string => {
  const deed = event.kind === 'left' && event.over ? 'resolved' : event.kind;
  return `${event.rule.id} ${deed} ${event.members.length}`;
};
const times = (count: number, look: (turn: number) => Look): Look[] =>
  Array.from({ length: count }, (_, turn) => look(turn));

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
