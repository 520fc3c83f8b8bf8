import { beginDatagram, ID_BYTES, openDatagram } from './datagram.ts';

/**
 * The datagram by which the line is timed; the answer is as long as the question.
 *
 *   0     4            12            16
 *   magic | id (random) | sequence    |   big-endian; the magic alone tells question from answer,
 *                                         so that two far ends can't be made to answer each other.
 */
export const ECHO_BYTES = 16;
export const ECHO_ID_BYTES = ID_BYTES;

const MAGIC = { question: 0x4854_5131, answer: 0x4854_4131 } as const;

export interface Echo {
  readonly kind: keyof typeof MAGIC;
  /** Hexadecimal, 16 digits: drawn anew for each pass, so that nobody off the path can forge an answer. */
  readonly id: string;
  readonly sequence: number;
}

export function encodeEcho({ kind, id, sequence }: Echo): Uint8Array {
  const datagram = beginDatagram(ECHO_BYTES, MAGIC[kind], id);
  datagram.writeUInt32BE(sequence, 12);
  return datagram;
}

/** Reads a datagram; undefined when it is not one of ours. Never throws. */
export function readEcho(datagram: Uint8Array): Echo | undefined {
  const opened = openDatagram(datagram, ECHO_BYTES, MAGIC);
  if (opened === undefined) return undefined;
  const { kind, id, view } = opened;
  return { kind, id, sequence: view.readUInt32BE(12) };
}
