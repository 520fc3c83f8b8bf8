import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { WAL_FRAME_HEADER_BYTES, WAL_HEADER_BYTES, type WalVerdict, WalWalk } from './wal.ts';

/** Undefined where there is no log; 'unreadable' where its header is broken and frames follow. */
export function examineWal(file: string): WalVerdict | 'unreadable' | undefined {
  if (!existsSync(file) || statSync(file).size <= WAL_HEADER_BYTES) return undefined;
  const handle = openSync(file, 'r');
  try {
    const header = Buffer.alloc(WAL_HEADER_BYTES);
    readSync(handle, header, 0, WAL_HEADER_BYTES, 0);
    const walk = WalWalk.of(header);
    if (walk === undefined) return 'unreadable';
    const frame = Buffer.alloc(WAL_FRAME_HEADER_BYTES + walk.pageBytes);
    let at = WAL_HEADER_BYTES;
    while (readSync(handle, frame, 0, frame.length, at) === frame.length) {
      walk.add(frame);
      at += frame.length;
    }
    return walk.verdict();
  } finally {
    closeSync(handle);
  }
}
