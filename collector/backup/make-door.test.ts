import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { addLetter, dataFolder, temporaryFolder } from '../../test/data-folder.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { openStores } from '../store/stores-door.ts';
import { backupsIn, removeSurplus, verifiedBackup } from './kept-door.ts';
import { type BackupOrder, DamagedSource, makeBackup } from './make-door.ts';

const order = (data: string, more: Partial<BackupOrder> = {}): BackupOrder => ({
  ...{ data, to: join(data, 'backups'), withFacts: true, version: '1.2.3' },
  clock: new ManualClock(),
  ...more,
});

const lettersIn = (file: string) => {
  const copy = new DatabaseSync(file, { readOnly: true });
  const { n } = copy.prepare('SELECT count(*) AS n FROM dead_letter').get() as { n: number };
  copy.close();
  return n;
};

describe('a backup', () => {
  it('is of the instant it was asked for, however much is written while it is copied', async () => {
    const data = dataFolder(8_000);
    const running = openStores(data);
    let steps = 0;
    const made = await makeBackup(
      order(data, {
        // Each step of the copy meets a commit of another connection.
        progress(file, done, all) {
          if (file !== 'facts.db') return;
          steps += 1;
          expect(done).toBeLessThanOrEqual(all);
          addLetter(running.facts, steps);
        },
      }),
    );
    expect(steps).toBeGreaterThan(1);
    expect(running.facts.get('SELECT count(*) AS n FROM dead_letter')).toEqual({
      n: 8_000 + steps,
    });
    expect(lettersIn(join(made.folder, 'facts.db'))).toBe(8_000);
    expect(made.manifest.files[1]?.rows['dead_letter']).toBe(8_000);
    running.close();
  });

  it('holds both files of one instant: what was decided or measured after it is in neither', async () => {
    const data = dataFolder();
    const running = openStores(data);
    const made = await makeBackup(
      order(data, {
        progress(file) {
          if (file !== 'hatang.db') return;
          addLetter(running.facts, 1);
          running.state.run("INSERT INTO unit VALUES ('later', 'ward', 'Later')");
        },
      }),
    );
    running.close();
    const [state, facts] = made.manifest.files;
    expect([state?.rows['unit'], facts?.rows['dead_letter']]).toEqual([1, 200]);
  });

  it('says what it is, and nobody else can read it', async () => {
    const data = dataFolder();
    const { folder, manifest } = await makeBackup(order(data));
    expect(folder).toBe(join(data, 'backups', 'hatang-backup-2026-11-23T000000Z'));
    expect(readdirSync(folder).toSorted()).toEqual(['facts.db', 'hatang.db', 'manifest.json']);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder))
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))).toEqual(manifest);
    expect(manifest).toMatchObject({ version: '1.2.3', made_at: '2026-11-23T00:00:00.000Z' });
    expect(manifest.lacks.map(({ en }) => en).join()).toContain('camera accounts');
    expect(await verifiedBackup(folder)).toEqual({ ok: true, value: manifest });
  });

  it('can be of what people decide alone, and says that the facts are not in it', async () => {
    const { folder, manifest } = await makeBackup(order(dataFolder(), { withFacts: false }));
    expect(manifest.files.map(({ name }) => name)).toEqual(['hatang.db']);
    expect(existsSync(join(folder, 'facts.db'))).toBe(false);
    expect(manifest.lacks[0]?.en).toContain('facts.db');
  });

  it('is not made of a damaged file, and leaves nothing that looks like one', async () => {
    const data = dataFolder();
    const bytes = readFileSync(join(data, 'facts.db'));
    bytes.fill(0xa5, 60 * 4_096, 64 * 4_096);
    writeFileSync(join(data, 'facts.db'), bytes);
    const making = makeBackup(order(data));
    await expect(making).rejects.toThrow(DamagedSource);
    await expect(making).rejects.toThrow('facts.db is damaged, its copy was not kept');
    expect(readdirSync(join(data, 'backups'))).toEqual([]);
  });

  it('sweeps away what an older one left that was cut off, and not one that may still run', async () => {
    const data = dataFolder();
    const to = join(data, 'backups');
    for (const day of ['20', '22'])
      mkdirSync(join(to, `hatang-backup-2026-11-${day}T230000Z.partial`), { recursive: true });
    await makeBackup(order(data));
    expect(readdirSync(to).toSorted()).toEqual([
      'hatang-backup-2026-11-22T230000Z.partial',
      'hatang-backup-2026-11-23T000000Z',
    ]);
  });
});

describe('kept backups', () => {
  it('are as many as asked for, and the newest with facts besides', async () => {
    const data = dataFolder();
    const to = join(data, 'backups');
    const day = (n: number) => new ManualClock(epochMs(Date.parse(`2026-11-0${n}T03:00:00Z`)));
    for (let n = 1; n <= 5; n += 1)
      await makeBackup(order(data, { clock: day(n), withFacts: n === 1 || n === 2 }));
    mkdirSync(join(to, 'my own folder'));
    expect(removeSurplus(to, 2)).toEqual([
      'hatang-backup-2026-11-03T030000Z',
      'hatang-backup-2026-11-01T030000Z',
    ]);
    expect(backupsIn(to).map(({ name }) => name.slice(14, 24))).toEqual([
      '2026-11-05',
      '2026-11-04',
      '2026-11-02',
    ]);
    expect(existsSync(join(to, 'my own folder'))).toBe(true);
  });

  it.each([
    ['one bit of a file is another', 'facts.db', (bytes: Buffer) => bytes.fill(1, 9_000, 9_001)],
    ['a file is shorter', 'hatang.db', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['the manifest is no JSON', 'manifest.json', (bytes: Buffer) => bytes.subarray(0, -9)],
    ['the manifest is huge', 'manifest.json', () => Buffer.alloc(300_000, ' ')],
  ])('are not taken for good where %s', async (_what, name, spoil) => {
    const { folder } = await makeBackup(order(dataFolder()));
    const file = join(folder, name);
    writeFileSync(file, spoil(readFileSync(file)));
    expect(await verifiedBackup(folder)).toMatchObject({
      ok: false,
      problem: expect.stringContaining(name),
    });
  });

  it('are verified where they were taken to', async () => {
    const { folder } = await makeBackup(order(dataFolder()));
    const elsewhere = temporaryFolder();
    for (const name of readdirSync(folder)) copyFileSync(join(folder, name), join(elsewhere, name));
    expect((await verifiedBackup(elsewhere)).ok).toBe(true);
  });
});
