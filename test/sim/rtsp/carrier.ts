import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { drip } from '../mischief.ts';

/** The way packets go to a client: 0 are those of pictures, 1 those of RTCP. */
export interface Carrier {
  send(packets: readonly CarriedPacket[]): void;
  /** A packet that never ends, where there is one: whatever is said on the connection later falls into it. */
  tear(): void;
  /** Waits to go out. */
  readonly backlogBytes: number;
  close(): void;
}

export interface CarriedPacket {
  readonly channel: 0 | 1;
  readonly bytes: Buffer;
}

/** Over the connection, RFC 2326 §10.12: `$`, a channel, two bytes of length. */
export function interleaved(socket: Socket, firstChannel: number): Carrier {
  return {
    send(packets) {
      const parts = packets.flatMap(({ channel, bytes }) => {
        const head = Buffer.from([0x24, firstChannel + channel, 0, 0]);
        head.writeUInt16BE(bytes.length, 2);
        return [head, bytes];
      });
      socket.write(Buffer.concat(parts));
    },
    tear: () => drip(socket, Buffer.from([0x24, firstChannel, 0x7d, 0x00])),
    get backlogBytes() {
      return socket.writableLength;
    },
    close: () => undefined,
  };
}

export interface UdpCarrier extends Carrier {
  readonly ports: readonly [rtp: number, rtcp: number];
}

/** To two ports of the client, from two of ours. */
export async function overUdp(
  host: string,
  client: { readonly host: string; readonly ports: readonly [number, number] },
): Promise<UdpCarrier> {
  const sockets = await bindNeighbours(host);
  const [rtp, rtcp] = sockets;
  return {
    ports: [rtp.address().port, rtcp.address().port],
    send(packets) {
      for (const { channel, bytes } of packets)
        sockets[channel].send(bytes, client.ports[channel], client.host);
    },
    tear: () => undefined,
    backlogBytes: 0,
    close: () => {
      for (const socket of sockets) socket.close();
    },
  };
}

async function bindNeighbours(host: string): Promise<readonly [UdpSocket, UdpSocket]> {
  for (;;) {
    const rtp = await bind(host, 0);
    const rtcp = rtp && (await bind(host, rtp.address().port + 1));
    if (rtp !== undefined && rtcp !== undefined) return [rtp, rtcp];
    rtp?.close();
  }
}

async function bind(host: string, port: number): Promise<UdpSocket | undefined> {
  const socket = createSocket('udp4');
  try {
    const listening = once(socket, 'listening');
    socket.bind(port, host);
    await listening;
    // A client that is gone answers with an error; it is none of the simulator's business.
    return socket.on('error', () => undefined);
  } catch {
    // The neighbour is somebody else's: another pair is tried.
    socket.close();
    return undefined;
  }
}
