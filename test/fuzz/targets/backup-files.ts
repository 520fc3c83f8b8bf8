import { readManifest } from '../../../collector/backup/manifest.ts';
import {
  WAL_FRAME_HEADER_BYTES,
  WAL_HEADER_BYTES,
  WalWalk,
} from '../../../collector/backup/wal.ts';
import { bytesOf, promise, type Target } from '../target.ts';

const manifest = {
  ...{ format: 1, version: '0.1.0', made_at: '2026-11-26T02:30:00.000Z', holds: [], lacks: [] },
  files: ['hatang.db', 'facts.db'].map((name) => ({
    ...{ name, schema: 1, taken_at: '2026-11-26T02:30:00.000Z' },
    ...{ size_bytes: 4_096, sha256: 'a'.repeat(64), rows: { unit: 3 } },
  })),
};

const BYTES_A_PAGE = 512;

/** A log of pages of 512 bytes, with the checksums SQLite would have written. */
function log(frames: number): Uint8Array {
  const frame = WAL_FRAME_HEADER_BYTES + BYTES_A_PAGE;
  const bytes = new DataView(new ArrayBuffer(WAL_HEADER_BYTES + frames * frame));
  for (const [at, word] of [0x377f0683, 3_007_000, BYTES_A_PAGE, 0, 1, 2].entries())
    bytes.setUint32(4 * at, word);
  let sums = sign(bytes, { from: 0, to: 24 }, [0, 0]);
  put(bytes, 24, sums);
  for (let start = WAL_HEADER_BYTES; start < bytes.byteLength; start += frame) {
    for (const [at, word] of [1, 1, 1, 2].entries()) bytes.setUint32(start + 4 * at, word);
    sums = sign(bytes, { from: start, to: start + 8 }, sums);
    sums = sign(bytes, { from: start + WAL_FRAME_HEADER_BYTES, to: start + frame }, sums);
    put(bytes, start + 16, sums);
  }
  return new Uint8Array(bytes.buffer);
}

type Sums = readonly [number, number];

function sign(bytes: DataView, { from, to }: { from: number; to: number }, before: Sums): Sums {
  let [first, second] = before;
  for (let at = from; at < to; at += 8) {
    first = (first + bytes.getUint32(at) + second) >>> 0;
    second = (second + bytes.getUint32(at + 4) + first) >>> 0;
  }
  return [first, second];
}

function put(bytes: DataView, at: number, [first, second]: Sums): void {
  bytes.setUint32(at, first);
  bytes.setUint32(at + 4, second);
}

/** A backup's manifest, and a database's log as a crash or a bad disk left it. */
export const backupFiles: Target = {
  name: 'backup-files',
  seeds: async () => [bytesOf(JSON.stringify(manifest)), log(0), log(3)],
  words: [
    '"files":',
    '"hatang.db"',
    '"../../etc"',
    '"__proto__":',
    '[',
    '{',
    'null',
    '1e400',
    '-1',
  ],
  feed(bytes) {
    const read = readManifest(Buffer.from(bytes).toString('utf8'));
    if (read.ok)
      for (const { name } of read.value.files)
        promise(name === 'hatang.db' || name === 'facts.db', `a file ${name}`);
    const walk = WalWalk.of(bytes.subarray(0, WAL_HEADER_BYTES));
    if (walk === undefined) return;
    const frame = WAL_FRAME_HEADER_BYTES + walk.pageBytes;
    let frames = 0;
    for (let at = WAL_HEADER_BYTES; at + frame <= bytes.length; at += frame, frames += 1)
      walk.add(bytes.subarray(at, at + frame));
    const { readable, cutOff, torn } = walk.verdict();
    promise(readable + cutOff <= frames, `${readable} and ${cutOff} of ${frames} frames`);
    promise(torn || cutOff === 0, `${cutOff} cut off, and nothing torn`);
  },
};
