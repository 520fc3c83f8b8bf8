import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256Of, syncToDisk } from './disk-door.ts';
import type { KeptFile } from './manifest.ts';
import { BESIDE, type StoreFile } from './store-file.ts';

/** Copies a verified file of a backup into the data folder, under a name of its own until `putInPlace`. */
export async function bring(from: string, data: string, kept: KeptFile): Promise<void> {
  const file = waiting(data, kept.name);
  rmSync(file, { force: true });
  copyFileSync(join(from, kept.name), file);
  chmodSync(file, 0o600);
  syncToDisk(file);
  if ((await sha256Of(file)) === kept.sha256) return;
  rmSync(file, { force: true });
  throw new Error(`${file} did not arrive as it was sent: is the disk sound?`);
}

export function putInPlace(data: string, name: StoreFile): void {
  renameSync(waiting(data, name), join(data, name));
  syncToDisk(data);
}

const waiting = (data: string, name: StoreFile): string => join(data, `${name}.restoring`);

/** Moves a file and what SQLite keeps beside it; they still belong together there. */
export function setAside(data: string, name: StoreFile, to: string): void {
  // The database first: without its log it would be taken for what it was a while ago.
  const ends = ['', ...BESIDE].filter((end) => existsSync(join(data, name + end)));
  if (ends.length === 0) return;
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  for (const end of ends) renameSync(join(data, name + end), to + end);
  syncToDisk(dirname(to));
}
