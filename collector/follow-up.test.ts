import { expect, it } from 'vitest';
import { FollowUp } from './follow-up.ts';

it('looks at each school once, however many of its batches came in meanwhile, with turns for others in between', () => {
  const turns: (() => void)[] = [];
  const looked: string[] = [];
  const followUp = new FollowUp(
    (school) => looked.push(school),
    (deed) => turns.push(deed),
  );
  for (const school of ['a', 'b', 'a', 'a']) followUp.add(school);
  expect(looked).toEqual([]);
  turns.shift()?.();
  expect(looked).toEqual(['a']);
  followUp.add('a');
  while (turns.length > 0) turns.shift()?.();
  expect(looked).toEqual(['a', 'b', 'a']);
  followUp.add('c');
  while (turns.length > 0) turns.shift()?.();
  expect(looked.at(-1)).toBe('c');
});

it('goes on after a school that can’t be looked at', () => {
  const turns: (() => void)[] = [];
  const looked: string[] = [];
  const followUp = new FollowUp(
    (school) => {
      if (school === 'a') throw new Error('broken');
      looked.push(school);
    },
    (deed) => turns.push(deed),
  );
  for (const school of ['a', 'b']) followUp.add(school);
  expect(() => turns.shift()?.()).toThrow('broken');
  while (turns.length > 0) turns.shift()?.();
  expect(looked).toEqual(['b']);
});
