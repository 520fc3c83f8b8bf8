import { createSocket, type Socket } from 'node:dgram';

/** What one session's socket saw beside the answers. */
export interface Traffic {
  /** Datagrams sent: first questions, repetitions and v3's discovery. */
  sent: number;
  /** Who else answered. */
  foreign: string | undefined;
  /** What was wrong with the last datagram that could not be read. */
  garbled: string | undefined;
}

interface Guard {
  readonly address: string;
  readonly port: number;
  readonly mostSent: number;
  readonly traffic: Traffic;
  /** A datagram broke its reader: the question it belonged to would wait for ever. */
  readonly broken: () => void;
}

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

/**
 * A UDP socket that hands over only what the asked address and port sent, counts what goes out and stops at a cap,
 * and keeps whatever its reader throws from ending the program.
 */
export function guardedSocket(type: 'udp4' | 'udp6', guard: Guard): GuardedSocket {
  const socket = createSocket(type);
  let closed = false;
  socket.on('error', (error) => {
    guard.traffic.garbled = error.message;
    guard.broken();
  });
  return {
    on(event, listener) {
      if (event === 'message') hearOnly(socket, guard, listener as (datagram: Uint8Array) => void);
      else if (event === 'close') socket.on('close', listener as () => void);
    },
    send(datagram, _offset, _length, port, host, sent) {
      if (closed) return sent(new Error('session is closed'));
      if (guard.traffic.sent >= guard.mostSent)
        return sent(new Error(`more than ${guard.mostSent} datagrams for one pass`));
      guard.traffic.sent += 1;
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

function hearOnly(socket: Socket, guard: Guard, reader: (datagram: Uint8Array) => void): void {
  socket.on('message', (datagram, from) => {
    if (from.address !== guard.address || from.port !== guard.port) {
      guard.traffic.foreign = `${from.address} port ${from.port}`;
      return;
    }
    try {
      reader(datagram);
    } catch {
      // The bytes are the device's; what its reader made of them may hold a key, so it is not told.
      guard.traffic.garbled = `unreadable datagram of ${datagram.length} bytes`;
      guard.broken();
    }
  });
}
