import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../kit/log.ts';
import { temporaryFolder } from '../../test/data-folder.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { describeWithPeers } from '../../test/peers.ts';
import { openDatabase } from '../store/database-door.ts';
import { migrations } from '../store/schema.ts';
import { openStores } from '../store/stores-door.ts';
import { BackupConfig } from './backup-config.ts';
import { makeBackup } from './make-door.ts';
import { overReadyData, type Repair } from './ready-door.ts';

/** A disk of 24 MB with a hatang.db of an older version, of 9 MB, on it. */
function smallDisk(): string {
  const folder = temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder]);
  onTestFinished(() => void execFileSync('umount', [folder]));
  const old = openDatabase(join(folder, 'hatang.db'), migrations.slice(0, 4));
  old.transaction(() => {
    for (let n = 0; n < 9_000; n += 1)
      old.run(
        "INSERT INTO audit (at, who, deed, subject) VALUES (1, 'a', 'b', ?)",
        'x'.repeat(1e3),
      );
  });
  old.close();
  return folder;
}

async function start(data: string, repair: Repair): Promise<void> {
  const config = { data, backup: BackupConfig.parse({}), damage: 'refuse' } as const;
  const readying = { config, repair, clock: new ManualClock(), log: silentLog };
  const started = await overReadyData(readying, async () => {
    const stores = openStores(data);
    return { stop: async () => stores.close() };
  });
  await started.stop();
}

describeWithPeers(['root'], 'on a small disk', () => {
  it('a migration that leaves no room for a copy is refused with the figures, unless none is wanted', async () => {
    const data = smallDisk();
    const repair = { rebuild: false, abandonFacts: false, noCopy: false };
    await expect(start(data, repair)).rejects.toThrow(/takes 18\.\d MB of free disk .*--no-copy/);
    expect(readdirSync(data).toSorted()).toEqual(['collector.lock', 'hatang.db']);
    await start(data, { ...repair, noCopy: true });
    expect(readdirSync(data)).toContain('facts.db');
  });

  it('a backup that would not fit is refused before it is begun', async () => {
    const data = smallDisk();
    const order = { data, to: join(data, 'backups'), withFacts: false, version: '1' };
    await expect(makeBackup({ ...order, clock: new ManualClock() })).rejects.toThrow(
      /free 15\.\d MB, .*needs 26\.\d MB/,
    );
    expect(readdirSync(order.to)).toEqual([]);
  });
});
