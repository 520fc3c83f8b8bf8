import { describe, expect, it } from 'vitest';
import {
  begun,
  nothingKept,
  onTrial,
  proven,
  refusalOf,
  refusedOffer,
  reporting,
  rolledBack,
  running,
  runningVersion,
  told,
  withoutRunning,
} from './kept.ts';

const version = (name: string) => ({ version: name, settings: { server: { every: '30s' } } });
const good = proven(onTrial(nothingKept('1.0'), version('1-a')));
const trying = onTrial(good, version('2-b'));

describe('what the agent remembers of the centre’s versions', () => {
  it('runs the local file alone until one is on trial', () => {
    expect(runningVersion(nothingKept('1.0'))).toBe('0');
    expect(runningVersion(onTrial(nothingKept('1.0'), version('1-a')))).toBe('1-a');
  });

  it('keeps one that was proven, and reports it', () => {
    expect(good).toMatchObject({
      good: version('1-a'),
      reports: [{ version: '1-a', outcome: 'applied' }],
    });
    expect(good.trial).toBeUndefined();
  });

  it('goes back from a trial to the good one, and from the good one to the file alone', () => {
    const back = rolledBack(trying, 'no fact');
    expect(running(back)).toEqual(version('1-a'));
    expect(back.reports[0]).toEqual({ version: '2-b', outcome: 'rolled_back', problem: 'no fact' });
    expect(refusalOf(back, '2-b')).toEqual(back.reports[0]);
    expect(runningVersion(rolledBack(back, 'no fact'))).toBe('0');
  });

  it('goes back without blame where the line is to blame', () => {
    const back = withoutRunning(trying);
    expect([runningVersion(back), back.refused, back.reports]).toEqual(['1-a', [], good.reports]);
  });

  it('gives up a version with which the agent ended three times', () => {
    const twice = begun(begun(trying, '1.0'), '1.0');
    expect(runningVersion(twice)).toBe('2-b');
    const fourth = begun(twice, '1.0');
    expect(runningVersion(fourth)).toBe('1-a');
    expect(fourth.reports[0]?.problem).toContain('3 times');
  });

  it('does not count starts of what is proven', () => {
    expect(begun(good, '1.0')).toBe(good);
  });

  it('forgets as another program what the one before would not take', () => {
    const refused = refusedOffer(good, '3-c', 'no');
    expect(refusalOf(begun(refused, '1.0'), '3-c')).toBeDefined();
    expect(refusalOf(begun(refused, '1.1'), '3-c')).toBeUndefined();
  });

  it('tells each version once, its newest word, until it is told', () => {
    const report = { version: '1-a', outcome: 'applied' } as const;
    const kept = reporting(reporting(nothingKept('1.0'), report), { ...report });
    expect(kept.reports).toHaveLength(1);
    const [first] = kept.reports;
    expect(first === undefined ? [] : told(kept, first).reports).toEqual([]);
  });

  it('remembers so many and no more', () => {
    let kept = nothingKept('1.0');
    for (let at = 0; at < 40; at += 1) kept = refusedOffer(kept, `${at}-x`, 'p'.repeat(9_000));
    expect([kept.refused.length, kept.reports.length]).toEqual([16, 16]);
    expect(kept.reports[0]?.problem).toHaveLength(500);
  });
});
