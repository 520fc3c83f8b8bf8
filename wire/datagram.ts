/**
 * Our datagrams begin alike; each kind has its own length and its own magic words, so that none is taken for another and two far
 * ends can't be made to answer each other.
 *
 *   0       4        12
 *   magic | id     | what the kind has more      big-endian; the id is random
 */
export const ID_BYTES = 8;

interface Opened<Kind extends string> {
  readonly kind: Kind;
  /** Hexadecimal, 16 digits. */
  readonly id: string;
  readonly view: Buffer;
}

export function beginDatagram(size: number, magic: number, id: string): Buffer {
  const datagram = Buffer.alloc(size);
  datagram.writeUInt32BE(magic, 0);
  datagram.write(id, 4, ID_BYTES, 'hex');
  return datagram;
}

/** Undefined when it is none of these. Never throws. */
export function openDatagram<Kind extends string>(
  datagram: Uint8Array,
  size: number,
  magics: Readonly<Record<Kind, number>>,
): Opened<Kind> | undefined {
  if (datagram.length !== size) return undefined;
  const view = Buffer.from(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  const magic = view.readUInt32BE(0);
  for (const kind in magics)
    if (magics[kind] === magic) return { kind, id: view.toString('hex', 4, 4 + ID_BYTES), view };
  return undefined;
}
