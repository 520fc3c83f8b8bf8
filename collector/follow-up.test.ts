import { expect, it } from 'vitest';
import { ms } from '../kit/units.ts';
import { FollowUp } from './follow-up.ts';

/** Looks that take 10 ms each; `turn` runs the next deed and gives how long it was put off. */
function staged(fails: (school: string) => boolean = () => false) {
  const waiting: { readonly deed: () => void; readonly after: number }[] = [];
  const looked: string[] = [];
  let spent = 0;
  const followUp = new FollowUp({
    look(school) {
      spent += 10;
      if (fails(school)) throw new Error('broken');
      looked.push(school);
    },
    elapsed: () => ms(spent),
    later: (deed, after) => waiting.push({ deed, after }),
  });
  const turn = (): number | undefined => {
    const next = waiting.shift();
    next?.deed();
    return next?.after;
  };
  const toEnd = () => {
    while (waiting.length > 0) turn();
  };
  return { followUp, looked, turn, toEnd };
}

it('looks at each school once, however many of its batches came in meanwhile, with turns for others in between', () => {
  const { followUp, looked, turn, toEnd } = staged();
  for (const school of ['a', 'b', 'a', 'a']) followUp.add(school);
  expect(looked).toEqual([]);
  turn();
  expect(looked).toEqual(['a']);
  followUp.add('a');
  toEnd();
  expect(looked).toEqual(['a', 'b', 'a']);
  followUp.add('c');
  toEnd();
  expect(looked.at(-1)).toBe('c');
});

it('takes a third of the time while a city waits, and all of it for a few', () => {
  const { followUp, turn } = staged();
  for (let at = 0; at < 12; at += 1) followUp.add(`s${at}`);
  const pauses = Array.from({ length: 12 }, turn);
  expect(pauses).toEqual([0, 20, 20, ...Array(9).fill(0)]);
});

it('goes on after a school that can’t be looked at', () => {
  const { followUp, looked, turn, toEnd } = staged((school) => school === 'a');
  for (const school of ['a', 'b']) followUp.add(school);
  expect(turn).toThrow('broken');
  toEnd();
  expect(looked).toEqual(['b']);
});
