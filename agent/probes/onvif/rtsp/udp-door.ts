import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { Receive } from './connect.ts';

const ATTEMPTS = 8;
/** A key frame of 4K comes as one burst; the kernel gives what it allows of this. */
const BUFFER_BYTES = 1_048_576;

/** Two neighbouring UDP ports, the lower one even (RFC 3550 §11), on the address the camera is spoken to from. */
export const receiveUdp: Receive = async ({ local, remote }, onPacket) => {
  let pair: Pair | undefined;
  for (let attempt = 0; pair === undefined && attempt < ATTEMPTS; attempt += 1)
    pair = await bindPair(local);
  if (pair === undefined) return undefined;
  let expected: number | undefined;
  for (const [channel, socket] of [
    [0, pair[0]],
    [1, pair[1]],
  ] as const)
    socket.on('message', (packet, { address, port }) => {
      const isExpected = expected === undefined || port === expected + channel;
      if (address === remote && isExpected) onPacket(channel, packet);
    });
  return {
    port: pair[0].address().port,
    expect: (serverPort) => {
      expected = serverPort;
    },
    close: () => pair.forEach(closeQuietly),
  };
};

type Pair = readonly [even: Socket, odd: Socket];

async function bindPair(local: string): Promise<Pair | undefined> {
  const one = await bind(local, 0);
  if (one === undefined) return undefined;
  const { port } = one.address();
  const isEven = port % 2 === 0;
  const other = await bind(local, isEven ? port + 1 : port - 1);
  if (other === undefined) {
    closeQuietly(one);
    return undefined;
  }
  return isEven ? [one, other] : [other, one];
}

async function bind(address: string, port: number): Promise<Socket | undefined> {
  const type = isIPv6(address) ? 'udp6' : 'udp4';
  const socket = createSocket({ type, recvBufferSize: BUFFER_BYTES });
  try {
    const listening = once(socket, 'listening');
    socket.bind({ address, port, exclusive: true });
    await listening;
    // What a network says of a socket that never sends is no news.
    return socket.on('error', () => undefined);
  } catch {
    // Somebody has this port: another pair is tried.
    closeQuietly(socket);
    return undefined;
  }
}

function closeQuietly(socket: Socket): void {
  try {
    socket.close();
  } catch {
    // Closed before: that is all that was wanted.
  }
}
