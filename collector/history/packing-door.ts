import { promisify } from 'node:util';
import { constants, zstdCompress, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** `thorough` is for what stays: several times slower to write, as fast to read; `hasty` for what is packed again soon. */
export type Effort = 'hasty' | 'fast' | 'thorough';
const LEVELS: Readonly<Record<Effort, number>> = { hasty: 1, fast: 3, thorough: 9 };
/** A day of one school is some hundred kilobytes; a bomb is more. */
const MOST_BYTES = 512 * 1024 * 1024;

/** With a check sum, so that a flipped bit is found when it is read. */
const paramsOf = (effort: Effort) => ({
  params: {
    [constants.ZSTD_c_compressionLevel]: LEVELS[effort],
    [constants.ZSTD_c_checksumFlag]: 1,
  },
});

export const pack = (content: string | Uint8Array, effort: Effort): Uint8Array =>
  zstdCompressSync(content, paramsOf(effort));

const compress = promisify(zstdCompress);

/** Beside the thread that asks. */
export const packAside = (content: Uint8Array, effort: Effort): Promise<Uint8Array> =>
  compress(content, paramsOf(effort));

export const unpackBytes = (packed: Uint8Array): Uint8Array =>
  zstdDecompressSync(packed, { maxOutputLength: MOST_BYTES });

export const unpack = (packed: Uint8Array): string =>
  zstdDecompressSync(packed, { maxOutputLength: MOST_BYTES }).toString('utf8');
