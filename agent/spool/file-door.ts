import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Bytes, bytes } from '../../kit/units.ts';
import { type Left, leftIn } from './salvage-door.ts';
import { SpoolTable } from './sqlite-door.ts';

/** What the spool asks of the disk it lies on. */
export interface SpoolDisk {
  open(): SpoolTable;
  /** Renames a damaged file out of the way, `spool.db.damaged-STAMP`; gives the new name. */
  setAside(stamp: string): string;
  /** What can still be read of a file that was set aside, oldest first. */
  leftIn(aside: string): Iterable<Left>;
  /** Holds this much of the disk, so that the spool can still delete when it is full; false when it can't. */
  holdReserve(size: Bytes): boolean;
  releaseReserve(): void;
  free(): Bytes;
}

const SET_ASIDE_KEPT = 2;
const CHUNK = 64 * 1024;

export function spoolDisk(folder: string): SpoolDisk {
  const file = join(folder, 'spool.db');
  const reserve = join(folder, 'spool.reserve');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    open: () => new SpoolTable(file),
    setAside: (stamp) => setAside(file, stamp),
    leftIn: (aside) => leftIn(join(folder, aside)),
    holdReserve: (size) => hold(reserve, size),
    releaseReserve: () => rmSync(reserve, { force: true }),
    free() {
      const { bavail, bsize } = statfsSync(folder);
      return bytes(bavail * bsize);
    },
  };
}

function setAside(file: string, stamp: string): string {
  const aside = `${file}.damaged-${stamp}`;
  for (const tail of ['', '-wal', '-shm'])
    if (existsSync(file + tail)) renameSync(file + tail, aside + tail);
  const start = `${basename(file)}.damaged-`;
  const stamps = readdirSync(dirname(file))
    .filter((name) => name.startsWith(start))
    .map((name) => name.slice(start.length).replace(/-(wal|shm)$/, ''));
  const tooOld = [...new Set(stamps)].sort().slice(0, -SET_ASIDE_KEPT);
  for (const old of tooOld)
    for (const tail of ['', '-wal', '-shm'])
      rmSync(join(dirname(file), `${start}${old}${tail}`), { force: true });
  return basename(aside);
}

/** Written out, not only sized: a sparse file holds nothing. */
function hold(reserve: string, size: Bytes): boolean {
  if (existsSync(reserve)) return true;
  let file: number | undefined;
  try {
    file = openSync(reserve, 'w', 0o600);
    const chunk = Buffer.alloc(CHUNK, 0x55);
    for (let left: number = size; left > 0; left -= CHUNK)
      writeSync(file, chunk, 0, Math.min(left, CHUNK));
    fsyncSync(file);
    return true;
  } catch {
    // The disk is fuller than the reserve is large: what was written is given back, and tried again later.
    rmSync(reserve, { force: true });
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
