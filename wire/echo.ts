/**
 * The datagram by which the line is timed; the answer is as long as the question.
 *
 *   0     4            12            16
 *   magic | id (random) | sequence    |   big-endian; the magic alone tells question from answer,
 *                                         so that two far ends can't be made to answer each other.
 */
export const ECHO_BYTES = 16;
export const ECHO_ID_BYTES = 8;

const MAGIC = { question: 0x4854_5131, answer: 0x4854_4131 } as const;

export interface Echo {
  readonly kind: keyof typeof MAGIC;
  /** Hexadecimal, 16 digits: drawn anew for each pass, so that nobody off the path can forge an answer. */
  readonly id: string;
  readonly sequence: number;
}

export function encodeEcho({ kind, id, sequence }: Echo): Uint8Array {
  const datagram = Buffer.alloc(ECHO_BYTES);
  datagram.writeUInt32BE(MAGIC[kind], 0);
  datagram.write(id, 4, ECHO_ID_BYTES, 'hex');
  datagram.writeUInt32BE(sequence, 12);
  return datagram;
}

/** Reads a datagram; undefined when it is not one of ours. Never throws. */
export function readEcho(datagram: Uint8Array): Echo | undefined {
  if (datagram.length !== ECHO_BYTES) return undefined;
  const view = Buffer.from(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  const magic = view.readUInt32BE(0);
  if (magic !== MAGIC.question && magic !== MAGIC.answer) return undefined;
  return {
    kind: magic === MAGIC.question ? 'question' : 'answer',
    id: view.toString('hex', 4, 12),
    sequence: view.readUInt32BE(12),
  };
}
