import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { silentLog } from '../../kit/log.ts';
import { days, epochMs, hours, minutes } from '../../kit/units.ts';
import { dataFolder } from '../../test/data-folder.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { BackupConfig } from './backup-config.ts';
import { backupsIn } from './kept-door.ts';
import { factsAreDue, type NightWork } from './night-work.ts';
import { type NightlyParts, startNightly } from './nightly.ts';
import { workInThread } from './work-thread-door.ts';

function nightly(
  data: string,
  clock: ManualClock,
  backup: object | 'off' = {},
  worker: NightlyParts['worker'] = workInThread,
) {
  const damaged: string[] = [];
  const logged: string[] = [];
  const config = { data, backup: BackupConfig.parse(backup), damage: 'refuse' } as const;
  const note = (_: object, event: string) => logged.push(event);
  const started = startNightly({
    config: { ...config, time_zone: 'Asia/Ho_Chi_Minh' },
    ...{ clock, worker, version: '1', log: { ...silentLog, info: note, error: note } },
    damaged: (file, why) => damaged.push(`${file}: ${why}`),
  });
  return { ...started, damaged, logged };
}

const filesOf = (data: string) =>
  backupsIn(join(data, 'backups')).map(({ manifest }) => manifest.files.map(({ name }) => name));

it('what people decide is copied every night, the facts once a week, and the old ones go', async () => {
  const data = dataFolder();
  const clock = new ManualClock();
  const { run, stop, metrics } = nightly(data, clock, { keep: 2 });
  for (let night = 0; night < 8; night += 1) {
    await run();
    clock.jump(days(1));
  }
  await stop();
  expect(filesOf(data)).toEqual([['hatang.db', 'facts.db'], ['hatang.db']]);
  const [last, failed] = metrics();
  expect(last?.value).toBe((clock.now() - days(1)) / 1_000);
  expect(failed?.value).toBe(0);
}, 60_000);

it('damage is found the same night, in facts that are not copied too, and no copy of it is kept', async () => {
  const data = dataFolder();
  const clock = new ManualClock();
  const { run, stop, damaged } = nightly(data, clock, { facts: 'never' });
  await run();
  const file = join(data, 'facts.db');
  writeFileSync(file, readFileSync(file).fill(0xa5, 60 * 4_096, 64 * 4_096));
  clock.jump(days(1));
  await run();
  expect(damaged).toEqual([expect.stringMatching(/^facts\.db: /)]);
  await stop();
});

it('a night that fails is counted and told, and the next one is tried', async () => {
  const data = dataFolder();
  const clock = new ManualClock();
  const file = join(data, 'a file');
  writeFileSync(file, '');
  const { run, stop, metrics, logged } = nightly(data, clock, { folder: join(file, 'below') });
  await run();
  await run();
  await stop();
  expect(metrics().map(({ value }) => value)).toEqual([2]);
  expect(logged).toEqual(['backup failed', 'backup failed']);
});

it.each([
  ['none ever', undefined, 1],
  ['20 hours old', hours(20), 0],
  ['26 hours old', hours(26), 1],
])('after the start one that was slept through is made good: newest %s', async (_, age, made) => {
  const data = dataFolder();
  const clock = new ManualClock();
  if (age !== undefined) {
    const before = nightly(data, clock);
    await before.run();
    await before.stop();
    clock.jump(age);
  }
  const asked: NightWork[] = [];
  const { stop } = nightly(data, clock, {}, async (work) => {
    asked.push(work);
    return undefined;
  });
  await clock.advance(minutes(9));
  expect(asked).toHaveLength(0);
  await clock.advance(minutes(1));
  expect(asked).toHaveLength(made);
  await stop();
});

it('none are made where they are off', async () => {
  const data = dataFolder();
  const { run, stop, metrics } = nightly(data, new ManualClock(), 'off');
  await run();
  await stop();
  expect([filesOf(data), metrics()]).toEqual([[], []]);
});

it.each([
  ['nightly', days(0.1), true],
  ['never', undefined, false],
  ['weekly', undefined, true],
  ['weekly', days(6), false],
  ['weekly', days(7), true],
] as const)('facts copied %s are due %j ms after the last: %j', (when, age, due) => {
  const now = epochMs(1_795_000_000_000);
  expect(factsAreDue(when, age === undefined ? undefined : epochMs(now - age), now)).toBe(due);
});

it.each(['every night', '', '0 3 * *', '99 3 * * *'])('the config refuses %j as a time', (at) => {
  expect(BackupConfig.safeParse({ at }).success).toBe(false);
});
