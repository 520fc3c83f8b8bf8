import { expect, it } from 'vitest';
import { ms, seconds } from '../../../kit/units.ts';
import { Pace } from './pace.ts';

it.each([
  ['busy', ms(10)],
  ['too_large', ms(10)],
  ['stored', seconds(5)],
] as const)(
  'an answer of %s after %d ms halves what is sent, down to a hundred lines',
  (kind, took) => {
    const pace = new Pace();
    pace.saw(kind, 5_000, took);
    expect(pace.lines).toBe(2_500);
    for (let turn = 0; turn < 10; turn += 1) pace.saw(kind, pace.lines, took);
    expect(pace.lines).toBe(100);
  },
);

it('quick writes bring it back by and by', () => {
  const pace = new Pace();
  pace.saw('busy', 5_000, ms(10));
  pace.saw('stored', 2_500, ms(10));
  expect(pace.lines).toBe(2_750);
  for (let turn = 0; turn < 50; turn += 1) pace.saw('stored', 2_000, ms(10));
  expect(pace.lines).toBe(5_000);
});

it('a refusal says nothing of the pace, and a small body that is too much never makes it grow', () => {
  const pace = new Pace();
  pace.saw('refused', 5_000, ms(10));
  expect(pace.lines).toBe(5_000);
  pace.saw('busy', 400, ms(10));
  pace.saw('busy', 2_000, ms(10));
  expect(pace.lines).toBe(200);
});
