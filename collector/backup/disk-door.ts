import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  openSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../../kit/clock.ts';
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

/** How long a small file takes until it is on the disk, in ms: what every commit waits for. The median of five. */
export function syncedWrite(folder: string, clock: Pick<Clock, 'elapsed'>): number {
  const file = join(folder, '.sync-test');
  const handle = openSync(file, 'w', 0o600);
  try {
    const took = Array.from({ length: 5 }, () => {
      const start = clock.elapsed();
      writeSync(handle, Buffer.alloc(4_096));
      fsyncSync(handle);
      return clock.elapsed() - start;
    });
    return took.toSorted((a, b) => a - b)[2] ?? 0;
  } finally {
    closeSync(handle);
    rmSync(file);
  }
}
