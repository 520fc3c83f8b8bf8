import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sayBytes } from '../../kit/say-bytes.ts';
import { freeBytes, sizeBytes, syncToDisk } from './disk-door.ts';
import { Snapshot } from './snapshot-door.ts';
import { SCHEMA, type StoreFile } from './store-file.ts';

const COPIES_KEPT = 2;

/**
 * Keeps `hatang.db.before-5` before schema 5 is made of it: what to go back to with the program of before. Throws where
 * the disk can't hold the copy and a migration as large again.
 */
export async function copyBeforeMigration(
  data: string,
  name: StoreFile,
  schema: number,
): Promise<string | undefined> {
  if (schema === 0 || schema >= SCHEMA[name]) return undefined;
  const file = join(data, name);
  const copy = `${file}.before-${SCHEMA[name]}`;
  // Of a migration that failed and left the file as it was: a large one is not copied at every start.
  if (existsSync(copy) && statSync(copy).mtimeMs > statSync(file).mtimeMs) return copy;
  checkRoom(data, name);
  await copyWhole(file, copy);
  removeOlder(data, name);
  return copy;
}

function checkRoom(data: string, name: StoreFile): void {
  const needed = 2 * sizeBytes(join(data, name));
  const free = freeBytes(data);
  if (free >= needed) return;
  const [has, asks] = [sayBytes(free), sayBytes(needed)];
  throw new Error(
    `nâng cấp ${name} cần ${asks} trống (bản giữ lại và chỗ để chuyển đổi), ${data} còn ${has}: dọn đĩa, hoặc thêm --no-copy / ` +
      `upgrading ${name} takes ${asks} of free disk (a copy, and room to work), ${data} has ${has}: make room, or add --no-copy`,
  );
}

async function copyWhole(file: string, copy: string): Promise<void> {
  const making = `${copy}.partial`;
  rmSync(making, { force: true });
  const snapshot = new Snapshot(file);
  try {
    await snapshot.copyTo(making);
  } finally {
    snapshot.close();
  }
  syncToDisk(making);
  renameSync(making, copy);
}

function removeOlder(data: string, name: StoreFile): void {
  const copies = readdirSync(data)
    .map((found) => ({ found, schema: Number(found.split('.before-')[1]) }))
    .filter(({ found, schema }) => found === `${name}.before-${schema}`)
    .toSorted((a, b) => b.schema - a.schema);
  for (const { found } of copies.slice(COPIES_KEPT)) rmSync(join(data, found));
}
