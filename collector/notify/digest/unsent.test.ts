import { afterEach, beforeEach, expect, it } from 'vitest';
import { minutes, ms } from '../../../kit/units.ts';
import { at } from '../../../test/digest-sample.ts';
import { DigestStage, hearing } from '../../../test/digest-stage.ts';
import { Outbox } from '../mail/outbox.ts';

let stage: DigestStage;
let outbox: Outbox;
beforeEach(async () => {
  stage = new DigestStage();
  outbox = new Outbox(stage.state);
  stage.readers = [hearing('phuong@hatang.invalid', 'cho-quan', ['thcs-a', 'th-b'])];
  await stage.look({ outbox });
  stage.later(minutes(1));
});
afterEach(() => stage.close());

async function goTo(local: string): Promise<void> {
  stage.clock.jump(ms(at(local) - stage.clock.now()));
  await stage.look({ outbox });
}

const mails = () =>
  stage.state
    .all('SELECT id, state, merged_into, subject FROM mail ORDER BY rowid')
    .map(({ id, state, merged_into: into, subject }) => ({ id, state, into, subject }));
const states = () => mails().map(({ state }) => state);

/** Opens and ends before the first of three digests, so that only the first one's time holds it. */
async function threeDigests(between: () => void): Promise<void> {
  stage.open('i1');
  stage.later(minutes(30));
  stage.resolve('i1');
  await goTo('2026-11-25T16:30');
  between();
  stage.open('i2', { device: 'other' });
  await goTo('2026-11-26T07:30');
  await goTo('2026-11-26T16:30');
}

it('a digest that no server was handed is told by the next one, from where its own time began', async () => {
  await threeDigests(() => undefined);
  const [first, second, third] = mails();
  expect(states()).toEqual(['merged', 'merged', 'queued']);
  expect([first?.into, second?.into]).toEqual([second?.id, third?.id]);
  expect(third?.subject).toContain('1 sự cố đang mở, 1 mới, 1 đã khôi phục');
});

it('a digest that may have arrived, or did, is told by itself', async () => {
  await threeDigests(() => stage.state.run('UPDATE mail SET handed = 1'));
  expect(states()).toEqual(['queued', 'merged', 'queued']);
  expect(mails().at(-1)?.subject).not.toContain('đã khôi phục');
});
