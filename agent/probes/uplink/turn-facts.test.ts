import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../kit/result.ts';
import { bps, epochMs } from '../../../kit/units.ts';
import { measurements } from '../../../wire/measurements.ts';
import { Budget } from './budget.ts';
import type { Capacity, CapacityProblem } from './capacity.ts';
import type { Waited } from './gate.ts';
import { capacityFields, sayWaited, surgePhrase, turnFact } from './turn-facts.ts';

const at = epochMs(1_795_000_000_000);
const figure = (rate: number, layer: Capacity['layer'] = 'ip') => ok({ rate: bps(rate), layer });
const none = (problem: CapacityProblem) => fail(problem);

describe('the facts of a turn', () => {
  it.each([
    [
      figure(3e8),
      figure(1e8),
      { down_capacity_bps: 3e8, up_capacity_bps: 1e8, capacity_layer: 'ip' },
    ],
    [
      figure(3e8),
      figure(1e8, 'frame'),
      { down_capacity_bps: 3e8, up_capacity_bps: 1e8, capacity_layer: 'frame' },
    ],
    [none('stale'), none('stale'), { capacity_problem: 'stale' }],
    [none('stale'), none('reset'), { capacity_problem: 'down: stale; up: reset' }],
    [
      figure(3e8),
      none('wrapped'),
      { down_capacity_bps: 3e8, capacity_layer: 'ip', capacity_problem: 'up: wrapped' },
    ],
  ])('tell a capacity or its reason, never both: %#', (down, up, fields) => {
    expect(capacityFields({ down, up })).toEqual(fields);
  });

  it('tell why there was no test, and the day’s bytes, and no rate', () => {
    const text = '{"day":"2026-11-18","usedBytes":70,"reservedBytes":0}';
    const rule = { bytes: 100, timeZone: 'UTC' };
    const budget = new Budget({ read: () => text, write: () => undefined }, rule);
    const now = epochMs(Date.parse('2026-11-18T12:00:00Z'));
    const error = surgePhrase({ direction: 'up', othersBps: bps(12.34e6) });
    expect(turnFact('line', { budget, waited: 'surge', error }, now)).toEqual({
      measurement: 'uplink_turn',
      tags: { device: 'line' },
      fields: {
        tested: false,
        waited: 'surge',
        budget_bytes: 100,
        budget_used_bytes: 70,
        error: 'aborted: others came to use 12.3 Mbit/s up',
      },
      at: now,
    });
  });

  it('stand in the register', () => {
    const budget = new Budget(
      { read: () => undefined, write: () => undefined },
      { bytes: 1, timeZone: 'UTC' },
    );
    const told = {
      ...capacityFields({ down: figure(1), up: none('stale') }),
      ...capacityFields({ down: none('stale'), up: figure(1) }),
    };
    expect(Object.keys(measurements.uplink_bandwidth.fields)).toEqual(
      expect.arrayContaining(Object.keys(told)),
    );
    const turn = turnFact('line', { budget, waited: 'busy', error: 'x' }, at);
    expect(Object.keys(measurements.uplink_turn.fields)).toEqual(
      expect.arrayContaining(Object.keys(turn.fields)),
    );
  });

  it.each(['busy', 'budget', 'lease', 'surge'] satisfies Waited[])(
    'are said in both languages: %s',
    (waited) => {
      const { vi, en } = sayWaited(waited);
      expect([vi, en].every((text) => text.endsWith('.'))).toBe(true);
      expect(vi).not.toBe(en);
    },
  );
});
