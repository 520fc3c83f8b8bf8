import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** `thorough` is for what stays: several times slower to write, as fast to read. */
export function pack(text: string, effort: 'fast' | 'thorough'): Uint8Array {
  const level = effort === 'fast' ? 3 : 9;
  return zstdCompressSync(text, { params: { [constants.ZSTD_c_compressionLevel]: level } });
}

export const unpack = (packed: Uint8Array): string => zstdDecompressSync(packed).toString('utf8');
