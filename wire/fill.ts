import * as z from 'zod';
import { beginDatagram, ID_BYTES, openDatagram } from './datagram.ts';

/**
 * Filling the queue of a line on purpose, to see how long it grows: a burst of datagrams of no meaning.
 *
 *     school ── "fill ask", id ──────────────▶ far end          UDP, 16 bytes
 *     school ◀── "fill cookie", id, cookie ─── far end          UDP, 16 bytes: only who has this address reads it
 *     school ── POST …/fill, lease, id, cookie ▶ far end        HTTP: only who has a lease may ask
 *     school ◀═══════ filler datagrams ═══════ far end          at most what the lease allows
 *
 * So nobody can have the burst sent to an address that is not his own. The other way the school just sends filler.
 */
export const FILL_BYTES = 20;
export const FILLER_BYTES = 1_200;

const WORDS = { ask: 0x4854_4631, cookie: 0x4854_4632 } as const;
const FILLER = 0x4854_4633;

export interface FillWord {
  readonly kind: 'ask' | 'cookie';
  /** Hexadecimal, 16 digits, drawn by the school. */
  readonly id: string;
  /** Hexadecimal, 16 digits; zeros in the question, so that the answer is not longer. */
  readonly cookie: string;
}

export function encodeFillWord({ kind, id, cookie }: FillWord): Uint8Array {
  const datagram = beginDatagram(FILL_BYTES, WORDS[kind], id);
  datagram.write(cookie, 12, ID_BYTES, 'hex');
  return datagram;
}

/** Reads a datagram; undefined when it is neither. Never throws. */
export function readFillWord(datagram: Uint8Array): FillWord | undefined {
  const opened = openDatagram(datagram, FILL_BYTES, WORDS);
  if (opened === undefined) return undefined;
  const { kind, id, view } = opened;
  return { kind, id, cookie: view.toString('hex', 12, 12 + ID_BYTES) };
}

export function filler(): Uint8Array {
  const datagram = Buffer.alloc(FILLER_BYTES);
  datagram.writeUInt32BE(FILLER, 0);
  return datagram;
}

const Hex = z.string().regex(/^[0-9a-f]{16}$/);

/** POST /api/v1/measure/fill. */
export const FillOrder = z.strictObject({
  id: Hex,
  cookie: Hex,
  bytes: z.int().positive().max(50_000_000),
  /** How fast to send; faster than the line, or its queue stays empty. */
  bps: z.number().positive().max(1e11),
});
export type FillOrder = z.infer<typeof FillOrder>;

export const FillReceipt = z.object({ sent: z.int().nonnegative() });
