import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { silentLog } from '../../kit/log.ts';
import { epochMs } from '../../kit/units.ts';
import { addLetter, dataFolder, temporaryFolder } from '../../test/data-folder.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { openStores } from '../store/stores-door.ts';
import { BackupConfig } from './backup-config.ts';
import { makeBackup } from './make-door.ts';
import { overReadyData } from './ready-door.ts';
import { restoreBackup } from './restore-door.ts';

const DOOR = new URL('./restore-door.ts', import.meta.url).href;

/** A process that restores, and is killed just before it moves its nth file. */
async function restoreKilledAt(move: number, from: string, data: string): Promise<unknown> {
  const program = `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const { renameSync } = fs;
    let moves = 0;
    fs.renameSync = (...names) => {
      moves += 1;
      if (moves === ${move}) process.kill(process.pid, 'SIGKILL');
      renameSync(...names);
    };
    syncBuiltinESMExports();
    const { restoreBackup } = await import(${JSON.stringify(DOOR)});
    await restoreBackup({ from: ${JSON.stringify(from)}, data: ${JSON.stringify(data)}, now: ${move} });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: 'inherit',
  });
  const [, signal] = await once(child, 'exit');
  return signal;
}

/** How many refused lines a collector finds, or why it does not start. */
async function started(data: string): Promise<unknown> {
  const clock = new ManualClock();
  const config = { data, backup: BackupConfig.parse({}), damage: 'refuse' } as const;
  try {
    const collector = await overReadyData({ config, clock, log: silentLog }, async () => {
      const stores = openStores(data);
      const found = stores.facts.get('SELECT count(*) AS n FROM dead_letter')?.['n'];
      return { found, stop: async () => stores.close() };
    });
    await collector.stop();
    return collector.found;
  } catch (error) {
    return String(error);
  }
}

it('a restore killed before any of its moves loses nothing, is never taken for done, and can be run again', async () => {
  const clock = new ManualClock();
  const source = dataFolder();
  const backup = { data: source, to: temporaryFolder(), withFacts: true, version: '1', clock };
  const { folder: from } = await makeBackup(backup);
  let cutOff = 0;
  for (let move = 1; ; move += 1) {
    const data = dataFolder();
    const { facts, close } = openStores(data);
    addLetter(facts, 201);
    close();
    const before = readFileSync(join(data, 'facts.db'));
    const signal = await restoreKilledAt(move, from, data);
    if (signal === null) break;
    cutOff += 1;
    const found = await started(data);
    if (found !== 201) expect(found).toContain('a restore was cut off');
    await restoreBackup({ from, data, now: epochMs(1_000) });
    expect(await started(data)).toBe(200);
    const kept = globSync(join(data, 'before-restore-*', 'facts.db'));
    expect(kept.some((file) => readFileSync(file).equals(before))).toBe(true);
    expect(existsSync(join(data, 'restoring'))).toBe(false);
  }
  expect(cutOff).toBeGreaterThanOrEqual(5);
}, 60_000);
