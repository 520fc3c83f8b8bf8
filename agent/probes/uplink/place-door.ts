import { createSocket } from 'node:dgram';
import { resolve } from '../../dial/ping-door.ts';

/** Where a far end is, and from which of our own addresses it is reached. */
export interface Place {
  readonly address: string;
  readonly port: number;
  readonly local: string | undefined;
}

/** Undefined where the name leads nowhere. */
export async function placeOf(server: string, signal: AbortSignal): Promise<Place | undefined> {
  const url = new URL(server);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const address = await resolve(url.hostname.replace(/^\[|\]$/g, ''), signal);
  if (address === undefined) return undefined;
  return { address, port, local: await localAddressTo(address, port) };
}

/** Connecting a datagram socket asks the routing table and sends nothing. */
function localAddressTo(address: string, port: number): Promise<string | undefined> {
  return new Promise((settle) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    const end = (local: string | undefined): void => {
      socket.close();
      settle(local);
    };
    socket.once('error', () => end(undefined));
    socket.connect(port, address, () => end(socket.address().address));
  });
}
