/** Where things stand in a Windows program. Source: Microsoft, PE Format, "Optional Header" of PE32+. */
const HEADER_OFFSET_AT = 0x3c;
const OPTIONAL_HEADER = 24;
const CHECKSUM = 64;
/** Of the certificate table: file offset and size, four bytes each. */
const CERTIFICATES = 112 + 4 * 8;

/**
 * A Windows program without its signature: what is put into it makes its maker's signature a wrong one, which Windows takes
 * for tampering, while one without is merely unknown.
 */
export function unsigned(program: Buffer): Buffer {
  const header = program.readUInt32LE(HEADER_OFFSET_AT);
  if (program.toString('latin1', header, header + 4) !== 'PE\0\0')
    throw new Error('not a Windows program: no PE header');
  const optional = header + OPTIONAL_HEADER;
  const offset = program.readUInt32LE(optional + CERTIFICATES);
  const size = program.readUInt32LE(optional + CERTIFICATES + 4);
  if (size === 0) return program;
  if (offset + size !== program.length)
    throw new Error(`${size} bytes of signature at ${offset} are not the end of the program`);
  const bare = Buffer.from(program.subarray(0, offset));
  bare.writeUInt32LE(0, optional + CERTIFICATES);
  bare.writeUInt32LE(0, optional + CERTIFICATES + 4);
  bare.writeUInt32LE(0, optional + CHECKSUM);
  return bare;
}
