import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sayBytes } from '../../kit/say-bytes.ts';
import type { EpochMs } from '../../kit/units.ts';
import { openDatabase } from '../store/database-door.ts';
import { factMigrations } from '../store/fact-schema.ts';
import { stampOf } from './backup-name.ts';
import { rememberDeed } from './deeds-door.ts';
import { freeBytes } from './disk-door.ts';
import { examine } from './examine-door.ts';
import { verifiedBackup } from './kept-door.ts';
import { lockData } from './lock-door.ts';
import { fileIn, type Manifest, newerFile } from './manifest.ts';
import { bring, putInPlace, setAside } from './place-door.ts';
import { beginRestore, endRestore } from './restore-mark-door.ts';
import { LAST_WITH_FACTS, SCHEMA } from './store-file.ts';
import { trustAgain } from './suspect-door.ts';

export interface RestoreOrder {
  readonly from: string;
  readonly data: string;
  readonly now: EpochMs;
}

export interface Restored {
  readonly manifest: Manifest;
  /** Where what stood there before is now; undefined where nothing did. */
  readonly aside: string | undefined;
  /** What of the facts is there now. */
  readonly facts: 'restored' | 'as they were' | 'empty';
}

/** The backup itself can't be used. */
export class UnusableBackup extends Error {}

const ROOM_BYTES = 16 * 1024 * 1024;

/**
 * Puts a backup in the place of what is in the data folder. Everything is checked and copied before anything is moved,
 * nothing is deleted, and one that is cut off can be run again. Throws where it can't be done.
 */
export async function restoreBackup(order: RestoreOrder): Promise<Restored> {
  mkdirSync(order.data, { recursive: true, mode: 0o700 });
  const lock = lockData(order.data);
  try {
    const manifest = await usableBackup(order);
    for (const kept of manifest.files) await bring(order.from, order.data, kept);
    return exchange(order, manifest);
  } finally {
    lock.release();
  }
}

async function usableBackup({ from, data }: RestoreOrder): Promise<Manifest> {
  const read = await verifiedBackup(from);
  if (!read.ok) throw new UnusableBackup(read.problem);
  const newer = newerFile(read.value);
  if (newer !== undefined)
    throw new UnusableBackup(
      `${newer.name} của bản sao do phiên bản mới hơn tạo / is of a newer version: schema ${newer.schema}, this one knows ${SCHEMA[newer.name]} (hatang ${read.value.version})`,
    );
  const needed = read.value.files.reduce((sum, { size_bytes }) => sum + size_bytes, ROOM_BYTES);
  const free = freeBytes(data);
  if (free < needed)
    throw new Error(
      `${data}: còn / free ${sayBytes(free)}, cần / needed ${sayBytes(needed)}; không có gì bị thay đổi / nothing was changed`,
    );
  return read.value;
}

function exchange({ from, data, now }: RestoreOrder, manifest: Manifest): Restored {
  const aside = join(data, `before-restore-${stampOf(now)}`);
  beginRestore(data, resolve(from));
  for (const { name } of manifest.files) {
    setAside(data, name, join(aside, name));
    trustAgain(data, name);
    putInPlace(data, name);
  }
  for (const { name } of manifest.files) {
    const found = examine(data, name);
    if (found.kind !== 'sound')
      throw new Error(`${join(data, name)} is ${found.kind} after it was restored`);
  }
  const facts = factsAfter(data, manifest);
  rememberDeed(data, {
    at: now,
    deed: `restored from the backup of ${manifest.made_at}`,
    subject: `files of before kept in ${aside}`,
  });
  endRestore(data);
  return { manifest, aside: existsSync(aside) ? aside : undefined, facts };
}

function factsAfter(data: string, manifest: Manifest): Restored['facts'] {
  if (fileIn(manifest, 'facts.db') !== undefined) return 'restored';
  const file = join(data, 'facts.db');
  if (existsSync(file)) return 'as they were';
  const schema = fileIn(manifest, 'hatang.db')?.schema ?? 0;
  if (schema <= LAST_WITH_FACTS) return 'restored';
  openDatabase(file, factMigrations).close();
  return 'empty';
}
