import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { addLetter, dataFolder, temporaryFolder } from '../../test/data-folder.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { openStores } from '../store/stores-door.ts';
import { auditDeeds, type Deed } from './deeds-door.ts';
import { lockData } from './lock-door.ts';
import { makeBackup } from './make-door.ts';
import { restoreBackup, UnusableBackup } from './restore-door.ts';

const NOW = epochMs(Date.parse('2026-11-24T00:00:00Z'));
const ASIDE = 'before-restore-20261124T000000Z';

async function backupOf(data: string, withFacts = true): Promise<string> {
  const to = temporaryFolder();
  const order = { data, to, withFacts, version: '1', clock: new ManualClock() };
  return (await makeBackup(order)).folder;
}

function lettersIn(data: string): unknown {
  const { facts, close } = openStores(data);
  const row = facts.get('SELECT count(*) AS n FROM dead_letter');
  close();
  return row?.['n'];
}

const contents = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.includes('collector.lock'))
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return [file, readFileSync(file).toString('base64').slice(0, 5_000)];
      }),
  );

describe('a restore', () => {
  it('puts the backup in place, keeps what was there, and tells the audit log', async () => {
    const data = dataFolder();
    const from = await backupOf(data);
    const { facts, close } = openStores(data);
    addLetter(facts, 999);
    close();
    const before = readFileSync(join(data, 'facts.db'));
    const restored = await restoreBackup({ from, data, now: NOW });
    expect(restored).toMatchObject({ aside: join(data, ASIDE), facts: 'restored' });
    expect(lettersIn(data)).toBe(200);
    expect(readFileSync(join(data, ASIDE, 'facts.db')).equals(before)).toBe(true);
    expect(readdirSync(data).filter((name) => name.includes('restoring'))).toEqual([]);
    const deeds: Deed[] = [];
    auditDeeds(data, (deed) => deeds.push(deed));
    expect(deeds).toEqual([
      {
        at: NOW,
        deed: 'restored from the backup of 2026-11-23T00:00:00.000Z',
        subject: `files of before kept in ${join(data, ASIDE)}`,
      },
    ]);
    expect(auditDeeds(data, (deed) => deeds.push(deed))).toBe(0);
  });

  it('makes a data folder where there was none', async () => {
    const from = await backupOf(dataFolder());
    const data = join(temporaryFolder(), 'new');
    expect(await restoreBackup({ from, data, now: NOW })).toMatchObject({ aside: undefined });
    expect(lettersIn(data)).toBe(200);
  });

  it('of what people decide leaves the facts as they are, or begins them where there are none', async () => {
    const data = dataFolder();
    const from = await backupOf(data, false);
    expect((await restoreBackup({ from, data, now: NOW })).facts).toBe('as they were');
    expect(lettersIn(data)).toBe(200);
    const empty = temporaryFolder();
    expect((await restoreBackup({ from, data: empty, now: NOW })).facts).toBe('empty');
    expect(lettersIn(empty)).toBe(0);
  });

  it('is refused while a collector runs there', async () => {
    const data = dataFolder();
    const from = await backupOf(data);
    const lock = lockData(data);
    await expect(restoreBackup({ from, data, now: NOW })).rejects.toThrow('in use by process');
    lock.release();
  });

  it.each([
    ['a changed byte', (from: string) => writeFileSync(join(from, 'facts.db'), 'x'), 'bytes'],
    ['no manifest', (from: string) => rmSync(join(from, 'manifest.json')), 'manifest.json'],
    ['a missing file', (from: string) => rmSync(join(from, 'hatang.db')), 'missing'],
    [
      'a newer schema',
      (from: string) => {
        const file = join(from, 'manifest.json');
        writeFileSync(file, readFileSync(file, 'utf8').replace(/"schema": \d+/, '"schema": 999'));
      },
      'schema 999',
    ],
  ])('changes nothing for a backup with %s', async (_what, spoil, problem) => {
    const data = dataFolder();
    const from = await backupOf(data);
    spoil(from);
    const before = contents(data);
    const restoring = restoreBackup({ from, data, now: NOW });
    await expect(restoring).rejects.toThrow(UnusableBackup);
    await expect(restoring).rejects.toThrow(problem);
    expect(contents(data)).toEqual(before);
  });

  it('takes the place of damaged files, which are kept with their logs', async () => {
    const data = dataFolder();
    const from = await backupOf(data);
    writeFileSync(join(data, 'facts.db'), 'no database '.repeat(500));
    writeFileSync(join(data, 'facts.db-wal'), 'no log');
    await restoreBackup({ from, data, now: NOW });
    expect(lettersIn(data)).toBe(200);
    expect(readFileSync(join(data, ASIDE, 'facts.db-wal'), 'utf8')).toBe('no log');
    expect(existsSync(join(data, ASIDE, 'hatang.db'))).toBe(true);
  });
});
