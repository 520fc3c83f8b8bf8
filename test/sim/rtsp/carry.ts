import type { Socket } from 'node:net';
import { type Carrier, interleaved, overUdp } from './carrier.ts';
import type { Transport } from './options.ts';

export interface Carried {
  readonly carrier: Carrier;
  /** For the Transport header of the answer. */
  readonly chosen: string;
}

/** What a SETUP's Transport header asks for, where the camera offers it. */
export async function carry(
  socket: Socket,
  offered: Transport,
  asked: string,
): Promise<Carried | undefined> {
  if (/^RTP\/AVP\/TCP/i.test(asked)) return offered === 'udp' ? undefined : overTcp(socket, asked);
  const ports = /^RTP\/AVP(?:\/UDP)?;.*client_port=(\d{1,5})-(\d{1,5})/i.exec(asked);
  if (offered === 'tcp' || ports === null) return undefined;
  const { localAddress = '', remoteAddress = '' } = socket;
  const client = { host: remoteAddress, ports: [Number(ports[1]), Number(ports[2])] } as const;
  const carrier = await overUdp(localAddress, client);
  const [theirs, ours] = [client.ports.join('-'), carrier.ports.join('-')];
  return {
    carrier,
    chosen: `RTP/AVP;unicast;client_port=${theirs};server_port=${ours}`,
  };
}

function overTcp(socket: Socket, asked: string): Carried {
  const channel = Number(/interleaved=(\d{1,3})/i.exec(asked)?.[1] ?? 0) % 255;
  return {
    carrier: interleaved(socket, channel),
    chosen: `RTP/AVP/TCP;unicast;interleaved=${channel}-${channel + 1}`,
  };
}
