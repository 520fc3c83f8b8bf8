import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EpochMs, epochMs, minutes, ms } from '../../kit/units.ts';
import { type AlertEvent, type Engine, type Signal, type State, step } from './engine.ts';
import type { Rule } from './rules.ts';

const START = Date.parse('2026-11-23T00:42:00Z');
const rule = (id: string, parents: readonly string[], observations = 2): Rule => ({
  id,
  severity: 'critical',
  reads: 'camera',
  bad: () => undefined,
  observations,
  hold: ms(0),
  parents,
  tell: 'at_once',
});
const engine: Engine = {
  rules: [rule('silent', [], 1), rule('line', ['silent']), rule('camera', ['silent', 'line'])],
  incidentId: (id, device, now) => `${id}-${device}-${now}`,
};

interface Look {
  readonly rule?: string;
  readonly device?: string;
  readonly bad: boolean;
  readonly live?: boolean;
  readonly at: number;
}
const signal = ({ rule: id = 'camera', device = 'c1', bad, live = true, at }: Look): Signal => ({
  rule: id,
  device,
  bad,
  live,
  at: epochMs(START + at),
  happenedAt: epochMs(START + at),
  evidence: {},
});

/** Runs looks one by one, a second apart, and names what happened. */
function run(looks: readonly (Look | readonly Look[])[], from: State = new Map()) {
  let state = from;
  const events: AlertEvent[] = [];
  for (const look of looks) {
    const all = 'bad' in look ? [look] : look;
    const now = epochMs(START + Math.max(...all.map(({ at }) => at)) + 1);
    const turn = step(engine, state, all.map(signal), now);
    state = turn.state;
    events.push(...turn.events);
  }
  return { state, events, names: events.map((event) => `${event.rule.id} ${event.kind}`) };
}
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
    expect(events).toMatchObject([{ kind: 'opened', device: 'c1', openedAt: START + 10_000 }]);
  });

  it('counts one observation once, however often it is looked at', () => {
    expect(run(times(9, () => ({ bad: true, at: 10_000 }))).names).toEqual([]);
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
    expect(names.filter((name) => name === 'camera opened').length).toBeLessThanOrEqual(2);
    expect(names.length % 2).toBe(0);
  });

  it('still opens a flapping device once it stays bad', () => {
    const flaps = times(12, (turn) => ({ bad: turn % 3 !== 2, at: turn * 20_000 }));
    const stays = times(20, (turn) => ({ bad: true, at: 300_000 + turn * 20_000 }));
    expect(run([...flaps, ...stays]).names.at(-1)).toBe('camera opened');
  });

  it('opens nothing for replayed history, and ends an incident by it', () => {
    const replayed = times(9, (turn) => ({ bad: true, live: false, at: turn * 1_000 }));
    expect(run(replayed).names).toEqual([]);
    const open = run(times(2, (turn) => ({ bad: true, at: turn * 1_000 }))).state;
    const ended = run([{ bad: false, live: false, at: 5_000 }], open);
    expect(ended.events).toMatchObject([{ kind: 'resolved', resolvedAt: START + 5_000 }]);
  });

  it('opens no child while its parent is open, and opens it by a fresh look afterwards', () => {
    const looks = [
      { rule: 'silent', device: 'a', bad: true, at: 0 },
      ...times(3, (turn) => ({ bad: true, at: 1_000 + turn * 1_000 })),
      { rule: 'silent', device: 'a', bad: false, at: 9_000 },
      { bad: true, at: 3_000 },
    ];
    const { names, state } = run(looks);
    expect(names).toEqual(['silent opened', 'silent resolved']);
    expect(run([{ bad: true, at: 10_000 }], state).names).toEqual(['camera opened']);
  });

  it('keeps a child open while its parent is open, and lets it recover', () => {
    const looks = [
      ...times(2, (turn) => ({ bad: true, at: turn * 1_000 })),
      { rule: 'silent', device: 'a', bad: true, at: 5_000 },
      { bad: true, at: 6_000 },
      { bad: false, at: 7_000 },
    ];
    expect(run(looks).names).toEqual(['camera opened', 'silent opened', 'camera resolved']);
  });

  it('waits with the cameras while the line, seen bad once, is not confirmed yet, in any poll order', () => {
    const line = (at: number) => ({ rule: 'line', device: 'l', bad: true, at });
    const looks = [
      [{ bad: true, at: 1_000 }, line(1_000)],
      [{ bad: true, at: 11_000 }, line(1_000)],
      [{ bad: true, at: 11_000 }, line(31_000)],
    ];
    expect(run(looks).names).toEqual(['line opened']);
  });

  it('is not silenced by one dead line where a second one holds', () => {
    const looks = [0, 1, 2, 3].map((turn): Look[] => [
      { rule: 'line', device: 'l1', bad: true, at: turn * 1_000 },
      { rule: 'line', device: 'l2', bad: false, at: turn * 1_000 },
      { bad: true, at: turn * 1_000 },
    ]);
    expect(run(looks).names).toEqual(['line opened', 'camera opened']);
  });
});

const history = fc.array(
  fc.record({
    rule: fc.constantFrom('silent', 'line', 'camera'),
    device: fc.constantFrom('d1', 'd2'),
    bad: fc.boolean(),
    live: fc.boolean(),
    gap: fc.constantFrom(0, 1, 10_000, minutes(3), minutes(70)),
  }),
  { maxLength: 60 },
);
type History = readonly {
  rule: string;
  device: string;
  bad: boolean;
  live: boolean;
  gap: number;
}[];

/** Plays a history and shows each event with the state as it was when it happened. */
function play(entries: History, seen: (event: AlertEvent, before: State, now: EpochMs) => void) {
  let state: State = new Map();
  let at = 0;
  for (const entry of entries) {
    at += entry.gap;
    // Parents have one subject here, so that "the parent is open" needs no further words.
    const device = entry.rule === 'camera' ? entry.device : 'only';
    const now = epochMs(START + at);
    const turn = step(engine, state, [signal({ ...entry, device, at })], now);
    for (const event of turn.events) seen(event, state, now);
    // Through JSON, as the store keeps it.
    state = new Map(
      [...turn.state].map(([key, watch]) => [key, JSON.parse(JSON.stringify(watch))]),
    );
  }
  return { state, at };
}

describe('whatever happens', () => {
  it('opens and recovers strictly in turn, by the same incident', () => {
    fc.assert(
      fc.property(history, (entries) => {
        const open = new Map<string, string>();
        play(entries, ({ kind, rule: { id }, device, incident }) => {
          const key = `${id} ${device}`;
          expect(open.get(key)).toBe(kind === 'opened' ? undefined : incident);
          if (kind === 'opened') open.set(key, incident);
          else open.delete(key);
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it('never opens a child while its parent is open', () => {
    fc.assert(
      fc.property(history, (entries) => {
        play(entries, ({ kind, rule: own }, before) => {
          if (kind !== 'opened') return;
          for (const parent of own.parents)
            expect(before.get(`${parent} only`)?.open).toBeUndefined();
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it('opens nothing by replay alone, and ends everything once its facts are good', () => {
    fc.assert(
      fc.property(history, (entries) => {
        play(
          entries.map((entry) => ({ ...entry, live: false })),
          (event) => expect(event).toBeUndefined(),
        );
        const { state, at } = play(entries, () => undefined);
        const good = [...state.keys()].map((key) => {
          const [id = '', device = ''] = key.split(' ');
          return signal({ rule: id, device, bad: false, live: false, at: at + 1 });
        });
        const end = step(engine, state, good, epochMs(START + at + 1)).state;
        expect([...end.values()].filter(({ open }) => open !== undefined)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});
