import { describe, expect, it } from 'vitest';
import { type ComeAgain, Gate, type Pass } from './gate.ts';
import type { Lane } from './ingest.ts';

const MIB = 1024 * 1024;
type Entered = Pass | ComeAgain;
const isIn = (entered: Entered): entered is Pass => 'leave' in entered;
const told = (entered: Entered | undefined): string =>
  entered === undefined || isIn(entered) ? 'let in' : entered.reason;

/** Bodies of as many agents that have come in whole. */
function arrive(gate: Gate, lane: Lane, sizes: readonly number[]): readonly Pass[] {
  return sizes.flatMap((bytes, at) => {
    const entered = gate.enter(`${lane}-${at}/a`, lane, bytes);
    return isIn(entered) && entered.arrived() === undefined ? [entered] : [];
  });
}

describe('the gate before the disk', () => {
  it('lets in some seconds of work, turns away what is over it, and lets in again what has room', () => {
    const gate = new Gate(() => 0);
    const passes = arrive(gate, 'live', [2 * MIB, 2 * MIB, 2 * MIB, 2 * MIB]);
    expect(passes).toHaveLength(4);
    expect(told(gate.enter('s5/a', 'live', 1))).toContain('too much is being stored');
    for (const pass of passes) pass.leave();
    expect(arrive(gate, 'live', [4 * MIB, 4 * MIB])).toHaveLength(2);
    expect(gate.turnedAway).toBe(1);
  });

  it('keeps room for live facts however much backlog comes', () => {
    const gate = new Gate(() => 0);
    expect(arrive(gate, 'backlog', Array(100).fill(MIB))).toHaveLength(2);
    expect(told(gate.enter('s200/a', 'backlog', 1))).toContain('backlog');
    expect(arrive(gate, 'live', [4 * MIB])).toHaveLength(1);
  });

  it('lets nobody hold the way of others with a body that never comes in', () => {
    const gate = new Gate(() => 0);
    const slow = Array.from({ length: 15 }, (_, at) => gate.enter(`slow-${at}/a`, 'live', 4 * MIB));
    expect(slow.every(isIn)).toBe(true);
    expect(arrive(gate, 'live', [2 * MIB, 1 * MIB])).toHaveLength(2);
  });

  it('turns away a body that came in whole when the way had filled up meanwhile', () => {
    const gate = new Gate(() => 0);
    const late = gate.enter('late/a', 'live', 2 * MIB);
    const before = arrive(gate, 'live', [4 * MIB, 3 * MIB]);
    expect(told(isIn(late) ? late.arrived() : late)).toContain('too much');
    for (const pass of before) pass.leave();
    expect(isIn(late) && late.arrived()).toBeUndefined();
  });

  it('bounds what comes in at once', () => {
    const gate = new Gate(() => 0);
    const all = Array.from({ length: 40 }, (_, at) => gate.enter(`${at}/a`, 'live', 4 * MIB));
    expect(all.filter(isIn)).toHaveLength(16);
    expect(told(all[39])).toContain('too much is coming in');
  });

  it('lets no agent take the place of others', () => {
    const gate = new Gate(() => 0);
    const passes = [1, 2, 3, 4, 5].map(() => gate.enter('s1/a', 'live', 100));
    expect(passes.filter(isIn)).toHaveLength(4);
    expect(told(gate.enter('s1/b', 'live', 5 * MIB))).toBe('let in');
    expect(told(gate.enter('s1/b', 'live', 1))).toContain('bytes of one agent');
    const [first] = passes;
    if (first !== undefined && isIn(first)) first.leave();
    expect(told(gate.enter('s1/a', 'live', 100))).toBe('let in');
  });

  it.each([
    ['live', 0, 1_000],
    ['live', 1, 3_000],
    ['backlog', 0, 3_000],
    ['backlog', 1, 20_000],
  ] as const)(
    'spreads those of the lane %s that come again: drawn %d, after %d ms',
    (lane, drawn, after) => {
      const gate = new Gate(() => drawn);
      const entered = Array.from({ length: 5 }, () => gate.enter('s1/a', lane, 1)).at(-1);
      expect(entered).toMatchObject({ after });
    },
  );
});
