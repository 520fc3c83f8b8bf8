import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  /** With slashes, in ASCII. */
  readonly name: string;
  readonly bytes: Buffer;
}

const DEFLATE = 8;
const VERSION = 20;
/** 1 January 1980, the earliest that a zip can say, so that the same files make the same archive. */
const DAY = 0x21;
/** What it begins with, and how many bytes lie before the name. */
const LOCAL = { signature: 0x04034b50, bytes: 30 };
const CENTRAL = { signature: 0x02014b50, bytes: 46 };
const END = { signature: 0x06054b50, bytes: 22 };

/**
 * A zip archive, which every Windows opens by itself.
 *
 *   (local header, name, deflated bytes)*  (central header, name)*  end
 *
 * Source: PKWARE, APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16.
 */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const packed = deflateRawSync(bytes);
    const sizes = {
      crc: crc32(bytes),
      packed: packed.length,
      bytes: bytes.length,
      name: name.length,
    };
    const local = localHeader(sizes);
    directory.push(centralHeader(sizes, offset), Buffer.from(name, 'ascii'));
    parts.push(local, Buffer.from(name, 'ascii'), packed);
    offset += local.length + name.length + packed.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...parts, central, endRecord(entries.length, central.length, offset)]);
}

interface Sizes {
  readonly crc: number;
  readonly packed: number;
  readonly bytes: number;
  readonly name: number;
}

function localHeader(sizes: Sizes): Buffer {
  const header = Buffer.alloc(LOCAL.bytes);
  header.writeUInt32LE(LOCAL.signature, 0);
  header.writeUInt16LE(VERSION, 4);
  writeCommon(header, sizes, 6);
  return header;
}

function centralHeader(sizes: Sizes, offset: number): Buffer {
  const header = Buffer.alloc(CENTRAL.bytes);
  header.writeUInt32LE(CENTRAL.signature, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(VERSION, 6);
  writeCommon(header, sizes, 8);
  header.writeUInt32LE(offset, 42);
  return header;
}

/** From the flags on, both headers say the same. */
function writeCommon(header: Buffer, { crc, packed, bytes, name }: Sizes, at: number): void {
  header.writeUInt16LE(DEFLATE, at + 2);
  header.writeUInt16LE(DAY, at + 6);
  header.writeUInt32LE(crc, at + 8);
  header.writeUInt32LE(packed, at + 12);
  header.writeUInt32LE(bytes, at + 16);
  header.writeUInt16LE(name, at + 20);
}

function endRecord(entries: number, bytes: number, offset: number): Buffer {
  const record = Buffer.alloc(END.bytes);
  record.writeUInt32LE(END.signature, 0);
  record.writeUInt16LE(entries, 8);
  record.writeUInt16LE(entries, 10);
  record.writeUInt32LE(bytes, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
