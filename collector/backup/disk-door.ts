import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  openSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { BESIDE } from './store-file.ts';

export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Of a database and what SQLite keeps beside it. */
export function sizeBytes(file: string): number {
  const parts = [file, ...BESIDE.map((end) => file + end)];
  return parts.reduce((sum, part) => sum + (existsSync(part) ? statSync(part).size : 0), 0);
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
}

/** A file's bytes, or a folder's names, are on the disk when it returns. */
export function syncToDisk(path: string): void {
  const isFolder = statSync(path).isDirectory();
  // Windows can't open a folder; its names are durable by the journal of NTFS.
  if (isFolder && process.platform === 'win32') return;
  const handle = openSync(path, isFolder ? 'r' : 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
