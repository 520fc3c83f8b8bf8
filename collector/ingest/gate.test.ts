import { describe, expect, it } from 'vitest';
import { seconds } from '../../kit/units.ts';
import { type ComeAgain, Gate } from './gate.ts';

const MIB = 1024 * 1024;
const gate = () => new Gate(() => 0.5);
type Entered = ReturnType<Gate['enter']>;
const isIn = (entered: Entered): entered is () => void => typeof entered === 'function';
const told = (entered: Entered): ComeAgain => {
  if (isIn(entered)) throw new Error('let in');
  return entered;
};

describe('the gate before the disk', () => {
  it('lets in some seconds of work, turns away what is over it, and lets in again what has room', () => {
    const here = gate();
    const ways = [1, 2, 3, 4].map((at) => here.enter(`s${at}/a`, 'live', 2 * MIB));
    expect(ways.every(isIn)).toBe(true);
    expect(told(here.enter('s5/a', 'live', 1)).reason).toContain('too much');
    for (const out of ways) if (isIn(out)) out();
    expect(isIn(here.enter('s5/a', 'live', 2 * MIB))).toBe(true);
    expect(here.turnedAway).toBe(1);
  });

  it('keeps room for live facts however much backlog comes', () => {
    const here = gate();
    const backlog = Array.from({ length: 100 }, (_, at) => here.enter(`s${at}/a`, 'backlog', MIB));
    expect(backlog.filter(isIn)).toHaveLength(2);
    expect(told(backlog[99] ?? { after: seconds(0), reason: '' }).reason).toContain('backlog');
    expect(isIn(here.enter('s200/a', 'live', 4 * MIB))).toBe(true);
  });

  it('lets in a large body where nothing else is on its way', () => {
    expect(isIn(gate().enter('a', 'backlog', 4 * MIB))).toBe(true);
  });

  it('lets no agent take the place of others', () => {
    const here = gate();
    const ways = [1, 2, 3, 4, 5].map(() => here.enter('s1/a', 'live', 100));
    expect(ways.filter(isIn)).toHaveLength(4);
    expect(isIn(here.enter('s1/b', 'live', 100))).toBe(true);
    const [first] = ways;
    if (first !== undefined && isIn(first)) first();
    expect(isIn(here.enter('s1/a', 'live', 100))).toBe(true);
  });

  it.each([
    ['live', 0, 1_000],
    ['live', 1, 3_000],
    ['backlog', 0, 3_000],
    ['backlog', 1, 20_000],
  ] as const)(
    'spreads those of the lane %s that come again: drawn %d, after %d ms',
    (lane, drawn, after) => {
      const here = new Gate(() => drawn);
      for (let at = 0; at < 4; at += 1) here.enter('s1/a', lane, 1);
      expect(told(here.enter('s1/a', lane, 1)).after).toBe(after);
    },
  );
});
