import { createSocket } from 'node:dgram';
import { problemOfDatagram } from './datagram.ts';

/** What one session's socket saw beside the answers. */
export interface Traffic {
  /** Datagrams sent: first questions, repetitions and v3's discovery. */
  sent: number;
  /** Of those, what the question in hand has sent. */
  sentForThis: number;
  /** Who else answered. */
  foreign: string | undefined;
  /** What was wrong with the last datagram that could not be read, or with going on asking. */
  garbled: string | undefined;
  /** An answer came that belongs to no question. */
  stray: boolean;
}

export const noTraffic = (): Traffic => ({
  sent: 0,
  sentForThis: 0,
  foreign: undefined,
  garbled: undefined,
  stray: false,
});

interface Guard {
  readonly address: string;
  readonly port: number;
  readonly mostSent: number;
  readonly traffic: Traffic;
  /** A datagram broke its reader: the question it belonged to would wait for ever. */
  readonly broken: () => void;
}

/** Whoever sent a datagram. */
interface Sender {
  readonly address: string;
  readonly port: number;
}

/** What is used of a UDP socket. */
export interface Datagrams {
  on(event: 'message', heard: (datagram: Uint8Array, from: Sender) => void): unknown;
  on(event: 'error', failed: (error: Error) => void): unknown;
  on(event: 'close', closed: () => void): unknown;
  send(datagram: Uint8Array, port: number, host: string, sent: (error: Error | null) => void): void;
  close(): unknown;
  ref(): unknown;
  unref(): unknown;
}

export const openDatagrams = (type: 'udp4' | 'udp6'): Datagrams => createSocket(type);

/** What net-snmp asks of a socket, no more. */
export interface GuardedSocket {
  on(event: string, listener: (...seen: never[]) => void): void;
  send(
    datagram: Uint8Array,
    offset: number,
    length: number,
    port: number,
    host: string,
    sent: (error: Error | null) => void,
  ): void;
  close(): void;
  ref(): void;
  unref(): void;
}

/** A question sent twice, v3's discovery sent twice, and two reports: nothing honest takes more. */
const MOST_SENT_A_QUESTION = 6;

/**
 * Hands over only whole datagrams from the asked address and port, counts what goes out and stops at two caps, and keeps
 * whatever its reader throws from ending the program.
 */
export function guardedSocket(socket: Datagrams, guard: Guard): GuardedSocket {
  const { traffic } = guard;
  let closed = false;
  socket.on('error', (error) => {
    traffic.garbled = error.message;
    guard.broken();
  });
  return {
    on(event, listener) {
      if (event === 'message') hearOnly(socket, guard, listener as (datagram: Uint8Array) => void);
      else if (event === 'close') socket.on('close', listener as () => void);
    },
    send(datagram, _offset, _length, port, host, sent) {
      if (closed) return sent(new Error('session is closed'));
      const overdone = overdoneOf(guard);
      if (overdone !== undefined) {
        traffic.garbled = overdone;
        return sent(new Error(overdone));
      }
      traffic.sent += 1;
      traffic.sentForThis += 1;
      socket.send(datagram, port, host, (error) => {
        // After closing, net-snmp would start a timer for an answer that can't come.
        if (!closed) sent(error);
      });
    },
    close() {
      if (closed) return;
      closed = true;
      socket.close();
    },
    ref: () => void socket.ref(),
    unref: () => void socket.unref(),
  };
}

function overdoneOf({ traffic, mostSent }: Guard): string | undefined {
  if (traffic.sent >= mostSent) return `more than ${mostSent} datagrams for one pass`;
  return traffic.sentForThis >= MOST_SENT_A_QUESTION
    ? `more than ${MOST_SENT_A_QUESTION} datagrams for one question`
    : undefined;
}

function hearOnly(socket: Datagrams, guard: Guard, reader: (datagram: Uint8Array) => void): void {
  const { traffic } = guard;
  socket.on('message', (datagram, from) => {
    if (from.address !== guard.address || from.port !== guard.port) {
      traffic.foreign = `${from.address} port ${from.port}`;
      return;
    }
    const problem = problemOfDatagram(datagram);
    if (problem !== undefined) {
      traffic.garbled = problem;
      return;
    }
    try {
      reader(datagram);
    } catch {
      // The bytes are the device's; what its reader made of them may hold a key, so it is not told.
      traffic.garbled = `unreadable datagram of ${datagram.length} bytes`;
      guard.broken();
    }
  });
}
