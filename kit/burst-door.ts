import type { Socket } from 'node:dgram';
import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from './clock.ts';

export interface Burst {
  readonly bytes: number;
  readonly bps: number;
  readonly datagram: Uint8Array;
  readonly to?: { readonly port: number; readonly address: string };
  readonly clock: Clock;
}

/** In one turn of the loop; more would keep everybody else waiting. */
const A_TURN = 64;
const LONGEST_MS = 1_500;

/** Sends so many bytes no faster than asked; gives how many were handed to the system. Never rejects. */
export async function sendBurst(
  socket: Socket,
  { bytes, bps, datagram, to, clock }: Burst,
  signal: AbortSignal,
): Promise<number> {
  const start = clock.elapsed();
  let sent = 0;
  let broken = false;
  // A full send buffer loses the datagram, which is what a full queue does to it anyway.
  const done = (error: Error | null): void => {
    if (error !== null && 'code' in error && error.code === 'ERR_SOCKET_DGRAM_NOT_RUNNING')
      broken = true;
  };
  while (sent < bytes && !signal.aborted && !broken) {
    const spent = clock.elapsed() - start;
    if (spent > LONGEST_MS) break;
    const due = Math.min(bytes, (bps * spent) / 8_000 + datagram.length);
    for (let count = 0; count < A_TURN && sent < due; count += 1) {
      if (to === undefined) socket.send(datagram, done);
      else socket.send(datagram, to.port, to.address, done);
      sent += datagram.length;
    }
    await turn();
  }
  return sent;
}
