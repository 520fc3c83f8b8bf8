import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../test/data-folder.ts';
import { WAL_FRAME_HEADER_BYTES, WAL_HEADER_BYTES } from './wal.ts';
import { examineWal } from './wal-door.ts';

const COMMITS = 8;
const FRAME_BYTES = WAL_FRAME_HEADER_BYTES + 4_096;

/** A database as a kill leaves it: its commits are in the log, the last of three pages. */
function killed() {
  const folder = temporaryFolder();
  const file = join(folder, 'living.db');
  const living = new DatabaseSync(file);
  living.exec('PRAGMA journal_mode = WAL; CREATE TABLE note (n INTEGER, word TEXT)');
  living.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  for (let n = 1; n <= COMMITS; n += 1)
    living.prepare('INSERT INTO note VALUES (?, ?)').run(n, 'chữ '.repeat(n === COMMITS ? 900 : 1));
  copyFileSync(file, join(folder, 'db'));
  const wal = readFileSync(`${file}-wal`);
  living.close();
  /** How many of the commits SQLite finds, and what we say of the log before it does. */
  const look = (bytes: Uint8Array) => {
    const copy = join(folder, 'copy.db');
    copyFileSync(join(folder, 'db'), copy);
    writeFileSync(`${copy}-wal`, bytes);
    const verdict = examineWal(`${copy}-wal`);
    const database = new DatabaseSync(copy);
    const found = database.prepare('SELECT count(*) AS n FROM note').get()?.['n'];
    database.close();
    return { verdict, found };
  };
  return { wal, look };
}

it('a sound log is found sound, and holds every commit', () => {
  const { wal, look } = killed();
  const frames = (wal.length - WAL_HEADER_BYTES) / FRAME_BYTES;
  expect(look(wal)).toEqual({
    verdict: { readable: frames, cutOff: 0, torn: false },
    found: COMMITS,
  });
});

it('whatever bit of a log is another, no commit is left unread without a word', () => {
  const { wal, look } = killed();
  let lost = 0;
  for (let at = 0; at < wal.length; at += 307) {
    const bytes = Buffer.from(wal);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
    const { verdict, found } = look(bytes);
    if (found === COMMITS) continue;
    lost += 1;
    const said = verdict === 'unreadable' || verdict?.torn === true;
    expect({ at, said }).toEqual({ at, said: true });
  }
  expect(lost).toBeGreaterThan(30);
});

it.each([16, 17, 23])('says so where byte %i of a frame’s header is another', (byte) => {
  const { wal, look } = killed();
  for (let frame = 0; frame < 6; frame += 1) {
    const bytes = Buffer.from(wal);
    const at = WAL_HEADER_BYTES + frame * FRAME_BYTES + byte;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const { verdict, found } = look(bytes);
    expect(found).toBeLessThan(COMMITS);
    expect(verdict).toMatchObject({ readable: frame, torn: true });
  }
});

it('counts what was answered for behind a broken frame, and takes a torn end for a power cut', () => {
  const { wal, look } = killed();
  const broken = (frame: number) => {
    const bytes = Buffer.from(wal);
    bytes.fill(0xff, WAL_HEADER_BYTES + frame * FRAME_BYTES + 100, undefined);
    const start = WAL_HEADER_BYTES + (frame + 1) * FRAME_BYTES;
    wal.copy(bytes, start, start);
    return look(bytes).verdict;
  };
  expect(broken(1)).toMatchObject({ readable: 1, cutOff: COMMITS - 1 });
  expect(broken(6)).toMatchObject({ readable: 6, cutOff: 2 });
  expect(broken(7)).toMatchObject({ readable: 7, cutOff: 1, torn: true });
  expect(look(wal.subarray(0, -5)).verdict).toMatchObject({ cutOff: 0, torn: false });
});

it('takes no notice of frames left over from an earlier log', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'living.db');
  const living = new DatabaseSync(file);
  living.exec('PRAGMA journal_mode = WAL; CREATE TABLE note (n INTEGER)');
  for (let n = 0; n < 9; n += 1) living.exec('INSERT INTO note VALUES (1)');
  living.exec('PRAGMA wal_checkpoint(RESTART); INSERT INTO note VALUES (2)');
  expect(examineWal(`${file}-wal`)).toEqual({ readable: 1, cutOff: 0, torn: false });
  living.close();
  expect(examineWal(`${file}-wal`)).toBeUndefined();
});
