import { describe, expect, it } from 'vitest';
import { unsigned } from './unsigned.ts';

const HEADER = 0x80;
const CERTIFICATES = HEADER + 24 + 112 + 32;
const CHECKSUM = HEADER + 24 + 64;

function signed(signature: Buffer): Buffer {
  const program = Buffer.alloc(0x200, 1);
  program.writeUInt32LE(HEADER, 0x3c);
  program.write('PE\0\0', HEADER, 'latin1');
  program.writeUInt32LE(signature.length === 0 ? 0 : program.length, CERTIFICATES);
  program.writeUInt32LE(signature.length, CERTIFICATES + 4);
  return Buffer.concat([program, signature]);
}

describe('a Windows program without its signature', () => {
  it('ends where the signature began, and names none', () => {
    const bare = unsigned(signed(Buffer.alloc(40, 7)));
    expect(bare.length).toBe(0x200);
    for (const at of [CERTIFICATES, CERTIFICATES + 4, CHECKSUM])
      expect(bare.readUInt32LE(at)).toBe(0);
    expect(bare.subarray(CERTIFICATES + 8).every((byte) => byte === 1)).toBe(true);
  });

  it('is the same program where there was none', () => {
    const program = signed(Buffer.alloc(0));
    expect(unsigned(program)).toEqual(program);
  });

  it('is refused where the signature is not the end, or where it is no Windows program', () => {
    const longer = Buffer.concat([signed(Buffer.alloc(40)), Buffer.alloc(1)]);
    expect(() => unsigned(longer)).toThrow('40 bytes of signature at 512 are not the end');
    expect(() => unsigned(Buffer.alloc(0x200))).toThrow('no PE header');
  });
});
