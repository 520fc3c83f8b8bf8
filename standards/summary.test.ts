import { describe, expect, it } from 'vitest';
import { sampleFinding } from '../test/sample-finding.ts';
import type { Finding, Verdict } from './finding.ts';
import { summarize } from './summary.ts';

const basic = (verdict: Verdict, changes: Partial<Finding> = {}) =>
  sampleFinding({ verdict, level: 'basic', mandatory: true, ...changes });

describe('the basic level', () => {
  it.each<[string, readonly Finding[], Verdict]>([
    ['passes when all that is mandatory passes', [basic('pass'), basic('pass')], 'pass'],
    [
      'fails when anything mandatory fails',
      [basic('pass'), basic('unknown'), basic('fail')],
      'fail',
    ],
    ['is unknown when anything mandatory is unknown', [basic('pass'), basic('unknown')], 'unknown'],
    [
      'does not wait for what is not mandatory',
      [basic('pass'), basic('fail', { mandatory: false }), basic('unknown', { mandatory: false })],
      'pass',
    ],
    ['passes over what does not apply', [basic('pass'), basic('not_applicable')], 'pass'],
    ['does not apply where nothing does', [basic('not_applicable')], 'not_applicable'],
    [
      'does not listen to single devices',
      [basic('pass'), basic('fail', { device: 'cam-1' })],
      'pass',
    ],
  ])('%s', (_, findings, verdict) => {
    expect(summarize(findings).basic.verdict).toBe(verdict);
  });

  it('counts every criterion of the school, mandatory or not', () => {
    const findings = [
      basic('pass'),
      basic('fail', { mandatory: false }),
      basic('unknown'),
      basic('not_applicable'),
      basic('fail', { device: 'cam-1' }),
    ];
    expect(summarize(findings).basic).toEqual({
      pass: 1,
      fail: 1,
      unknown: 1,
      notApplicable: 1,
      verdict: 'unknown',
    });
  });
});

it('asks all criteria of the advanced level', () => {
  const advanced = (verdict: Verdict) => basic(verdict, { level: 'advanced', mandatory: false });
  expect(summarize([advanced('pass'), advanced('fail')]).advanced.verdict).toBe('fail');
  expect(summarize([advanced('pass'), advanced('unknown')]).advanced.verdict).toBe('unknown');
  expect(summarize([advanced('pass'), basic('fail')]).advanced.verdict).toBe('pass');
});

it('waits for no advice', () => {
  const advice = (verdict: Verdict) =>
    basic(verdict, { level: 'advanced', mandatory: false, advisory: true });
  const strict = basic('pass', { level: 'advanced', mandatory: false });
  const { advanced } = summarize([strict, advice('fail'), advice('unknown')]);
  expect(advanced).toMatchObject({ pass: 1, fail: 1, unknown: 1, verdict: 'pass' });
});

it('tells the groups apart, at the basic level', () => {
  const { groups } = summarize([
    basic('pass', { group: 'line' }),
    basic('fail', { group: 'camera' }),
    basic('fail', { group: 'line', level: 'advanced' }),
  ]);
  expect(groups.line).toMatchObject({ pass: 1, fail: 0, verdict: 'pass' });
  expect(groups.camera.verdict).toBe('fail');
  expect(groups.lab.verdict).toBe('not_applicable');
});
