import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../kit/log.ts';
import { dataFolder, temporaryFolder } from '../../test/data-folder.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { openDatabase } from '../store/database-door.ts';
import { migrations } from '../store/schema.ts';
import { openStores } from '../store/stores-door.ts';
import { BackupConfig } from './backup-config.ts';
import { lockData } from './lock-door.ts';
import { makeBackup } from './make-door.ts';
import { overReadyData, type Readying, type Repair } from './ready-door.ts';
import { beginRestore } from './restore-mark-door.ts';
import { suspect } from './suspect-door.ts';

const NO_REPAIR: Repair = { rebuild: false, abandonFacts: false, noCopy: false };
const clock = new ManualClock();
const ASIDE = 'damaged-20261123T000000Z';

function readying(data: string, repair: Partial<Repair> = {}): Readying {
  return {
    config: { data, backup: BackupConfig.parse({}), damage: 'refuse' },
    repair: { ...NO_REPAIR, ...repair },
    ...{ clock, log: silentLog },
  };
}

/** How many refused lines the collector finds when it has started. */
async function start(data: string, repair: Partial<Repair> = {}): Promise<number> {
  const started = await overReadyData(readying(data, repair), async () => {
    const stores = openStores(data);
    const found = Number(stores.facts.get('SELECT count(*) AS n FROM dead_letter')?.['n']);
    return { found, stop: async () => stores.close() };
  });
  await started.stop();
  return started.found;
}

function spoil(file: string, change: (bytes: Buffer) => Buffer): Buffer {
  const bytes = change(readFileSync(file));
  writeFileSync(file, bytes);
  return bytes;
}

const SPOILT: readonly (readonly [string, 'hatang.db' | 'facts.db', (bytes: Buffer) => Buffer])[] =
  [
    ['no database at all', 'hatang.db', () => Buffer.alloc(9_000, 'x')],
    ['another header', 'facts.db', (bytes) => bytes.fill(0, 0, 16)],
    ['a page size that is none', 'facts.db', (bytes) => bytes.fill(0xff, 16, 18)],
    ['a page in the middle', 'hatang.db', (bytes) => bytes.fill(0xa5, 40_960, 45_056)],
    ['its end torn off', 'hatang.db', (bytes) => bytes.subarray(0, bytes.length - 4_096)],
    ['half of it missing', 'facts.db', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['the end of a page torn off', 'facts.db', (bytes) => bytes.subarray(0, bytes.length - 100)],
    ['all but a page missing', 'facts.db', (bytes) => bytes.subarray(0, 4_096)],
  ];

describe('a damaged file', () => {
  it.each(SPOILT)(
    'with %s (%s) is refused, each time, and left as it is',
    async (_, name, change) => {
      const data = dataFolder();
      const spoilt = spoil(join(data, name), change);
      for (let attempt = 0; attempt < 2; attempt += 1)
        await expect(start(data)).rejects.toThrow(new RegExp(`${name} is damaged .*left as it is`));
      expect(readFileSync(join(data, name)).equals(spoilt)).toBe(true);
      expect(lockData(data)).toBeDefined();
    },
  );

  it.each(SPOILT)(
    'with %s (%s) is set aside and rebuilt where that is asked for',
    async (_, name, change) => {
      const data = dataFolder();
      await makeBackup({ data, to: join(data, 'backups'), withFacts: true, version: '1', clock });
      const spoilt = spoil(join(data, name), change);
      expect(await start(data, { rebuild: true })).toBe(200);
      expect(readFileSync(join(data, `${name}.${ASIDE}`)).equals(spoilt)).toBe(true);
      expect(readFileSync(join(data, 'unaudited.jsonl'), 'utf8')).toContain(
        `${name} rebuilt from hatang-backup-2026-11-23T000000Z`,
      );
      expect(await start(data)).toBe(200);
    },
  );

  it('is rebuilt from the newest backup that is sound itself', async () => {
    const data = dataFolder();
    const to = join(data, 'backups');
    await makeBackup({ data, to, withFacts: true, version: '1', clock });
    const later = new ManualClock();
    later.jump(86_400_000 as Parameters<ManualClock['jump']>[0]);
    const newer = await makeBackup({ data, to, withFacts: true, version: '1', clock: later });
    spoil(join(newer.folder, 'facts.db'), (bytes) => bytes.fill(1, 5_000, 5_001));
    spoil(join(data, 'facts.db'), () => Buffer.alloc(9_000));
    expect(await start(data, { rebuild: true })).toBe(200);
    expect(readFileSync(join(data, 'unaudited.jsonl'), 'utf8')).toContain('2026-11-23');
  });

  it('without a backup stays refused, and facts begin anew only where that is asked for by name', async () => {
    const data = dataFolder();
    spoil(join(data, 'facts.db'), () => Buffer.alloc(9_000));
    await expect(start(data, { rebuild: true })).rejects.toThrow('--abandon-facts');
    expect(await start(data, { abandonFacts: true })).toBe(0);
    expect(existsSync(join(data, `facts.db.${ASIDE}`))).toBe(true);
    spoil(join(data, 'hatang.db'), () => Buffer.alloc(9_000));
    await expect(start(data, { abandonFacts: true, rebuild: true })).rejects.toThrow(
      'hatang.db is damaged',
    );
  });

  it('whose facts were suspected while they were open is checked whole, and trusted again where it is sound', async () => {
    const data = dataFolder();
    suspect(data, 'facts.db', 'database disk image is malformed');
    expect(await start(data)).toBe(200);
    expect(existsSync(join(data, 'facts.db.suspect'))).toBe(false);
    spoil(join(data, 'facts.db'), (bytes) => bytes.fill(0xa5, 60 * 4_096, 64 * 4_096));
    expect(await start(data)).toBe(200);
    suspect(data, 'facts.db', 'database disk image is malformed');
    await expect(start(data)).rejects.toThrow('facts.db is damaged');
    await expect(start(data)).rejects.toThrow('facts.db is damaged');
  });

  it.each(['hatang.db', 'facts.db'] as const)(
    '%s that is gone is not made anew without a word',
    async (name) => {
      const data = dataFolder();
      await makeBackup({ data, to: join(data, 'backups'), withFacts: true, version: '1', clock });
      rmSync(join(data, name));
      await expect(start(data)).rejects.toThrow(`${name} is missing`);
      expect(existsSync(join(data, name))).toBe(false);
      expect(await start(data, { rebuild: true })).toBe(200);
    },
  );

  it('is not made of a log whose answered transactions can’t be read any more', async () => {
    const data = dataFolder(0);
    const living = new DatabaseSync(join(data, 'facts.db'));
    for (let n = 0; n < 9; n += 1) living.exec(`INSERT INTO heard VALUES ('s${n}', 'a', 1)`);
    const copy = temporaryFolder();
    for (const file of ['hatang.db', 'facts.db', 'facts.db-wal'])
      writeFileSync(join(copy, file), readFileSync(join(data, file)));
    living.close();
    spoil(join(copy, 'facts.db-wal'), (bytes) => bytes.fill(0xff, 9_000, 9_001));
    await expect(start(copy)).rejects.toThrow(
      /its log is unreadable from frame 3 on: [78] transactions/,
    );
    expect(existsSync(join(copy, 'facts.db-wal'))).toBe(true);
  });
});

it('whichever bit of a file is another, a start ends well or says why, and deletes nothing', async () => {
  const data = dataFolder(20);
  const whole = readFileSync(join(data, 'hatang.db'));
  let refused = 0;
  for (let at = 0; at < whole.length; at += at < 128 ? 8 : 4_999) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
    writeFileSync(join(data, 'hatang.db'), bytes);
    try {
      await start(data, { noCopy: true });
    } catch (error) {
      refused += 1;
      expect({ at, said: String(error) }).toEqual({
        at,
        said: expect.stringContaining('hatang.db'),
      });
    }
    expect(readdirSync(data)).toContain('hatang.db');
  }
  expect(refused).toBeGreaterThan(5);
});

describe('before a file is brought forward', () => {
  const older = (schema: number) => {
    const data = temporaryFolder();
    const old = openDatabase(join(data, 'hatang.db'), migrations.slice(0, schema));
    old.script("INSERT INTO unit VALUES ('thpt-a', 'school', 'THPT A')");
    old.close();
    return data;
  };
  const copyName = `hatang.db.before-${migrations.length}`;

  it('a copy of it is kept, with the schema it had', async () => {
    const data = older(3);
    await start(data);
    const copy = new DatabaseSync(join(data, copyName), { readOnly: true });
    expect(copy.prepare('PRAGMA user_version').get()).toEqual({ user_version: 3 });
    expect(copy.prepare('SELECT id FROM unit').all()).toEqual([{ id: 'thpt-a' }]);
    copy.close();
  });

  it('none is made where it is new, of today, or not wanted', async () => {
    const fresh = temporaryFolder();
    await start(fresh);
    await start(fresh);
    const unwanted = older(4);
    await start(unwanted, { noCopy: true });
    for (const data of [fresh, unwanted])
      expect(readdirSync(data).filter((name) => name.includes('before'))).toEqual([]);
  });

  it('the two newest copies stay', async () => {
    const data = older(4);
    for (const schema of [1, 2, 3]) writeFileSync(join(data, `hatang.db.before-${schema}`), 'old');
    await start(data);
    const copies = readdirSync(data).filter((name) => name.includes('before'));
    expect(copies.sort()).toEqual(['hatang.db.before-3', copyName].sort());
  });
});

describe('a start', () => {
  it('is refused while another collector works on the folder', async () => {
    const data = dataFolder();
    const lock = lockData(data);
    await expect(start(data)).rejects.toThrow('in use by process');
    lock.release();
  });

  it('is refused after a restore that was cut off, and says how to go on', async () => {
    const data = dataFolder();
    beginRestore(data, '/mnt/usb/hatang-backup-2026-11-22T030000Z');
    await expect(start(data)).rejects.toThrow(
      `run hatang restore --from /mnt/usb/hatang-backup-2026-11-22T030000Z --data ${data} again`,
    );
  });
});
