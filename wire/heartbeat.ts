import { beginDatagram, ID_BYTES, openDatagram } from './datagram.ts';

/**
 * The datagram that is asked each second, whether the line is used or not; the answer is as long as the question.
 *
 *   0     4            12         16         20
 *   magic | id (random) | sequence | received |   big-endian; another magic than the echo's
 *
 * `received` is 0 in a question. In an answer it is how many questions of this id the far end has had so far, modulo 2³²:
 * after an outage it tells whether the questions of that time arrived and only their answers were lost.
 */
export const HEARTBEAT_BYTES = 20;
export const HEARTBEAT_ID_BYTES = ID_BYTES;

const MAGIC = { question: 0x4854_4231, answer: 0x4854_5231 } as const;
const MODULO = 2 ** 32;

export interface Heartbeat {
  readonly kind: keyof typeof MAGIC;
  /** Hexadecimal, 16 digits: drawn anew by each agent at its start, so that nobody off the path can forge an answer. */
  readonly id: string;
  readonly sequence: number;
  readonly received: number;
}

export function encodeHeartbeat({ kind, id, sequence, received }: Heartbeat): Uint8Array {
  const datagram = beginDatagram(HEARTBEAT_BYTES, MAGIC[kind], id);
  datagram.writeUInt32BE(sequence % MODULO, 12);
  datagram.writeUInt32BE(received % MODULO, 16);
  return datagram;
}

/** Reads a datagram; undefined when it is not one of ours. Never throws. */
export function readHeartbeat(datagram: Uint8Array): Heartbeat | undefined {
  const opened = openDatagram(datagram, HEARTBEAT_BYTES, MAGIC);
  if (opened === undefined) return undefined;
  const { kind, id, view } = opened;
  return { kind, id, sequence: view.readUInt32BE(12), received: view.readUInt32BE(16) };
}
