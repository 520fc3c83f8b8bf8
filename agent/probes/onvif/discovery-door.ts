import { randomUUID } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import type { Clock } from '../../../kit/clock.ts';
import { ms, seconds } from '../../../kit/units.ts';
import { buildProbe, type FoundCamera, keyOf, readProbeMatches } from './discovery/probe-match.ts';
import { hostsOf, isInside, parseSubnet, type Subnet } from './discovery/subnet.ts';

export interface Discovery {
  /** CIDR; what lies outside is neither asked nor reported. */
  readonly subnets: readonly string[];
  /** Own addresses to ask by multicast from; left out, those inside the subnets. */
  readonly interfaces?: readonly string[];
  readonly signal: AbortSignal;
  readonly clock: Pick<Clock, 'sleep'>;
  /** WS-Discovery's own, unless a test says otherwise. */
  readonly port?: number;
}

const GROUP = '239.255.255.250';
const DISCOVERY_PORT = 3702;
const LISTEN = seconds(3);
/** Subnets of a school are small; of a larger one only so many addresses are asked one by one. */
const MAX_UNICAST = 1_024;
const BURST = 32;
const BETWEEN_BURSTS = ms(10);
const MAX_FOUND = 4_096;

/** Asks the subnets for ONVIF devices, by multicast and one by one, and says who answered. */
export async function discover(discovery: Discovery): Promise<readonly FoundCamera[]> {
  const subnets = discovery.subnets.flatMap((text) => parseSubnet(text) ?? []);
  const found = new Map<string, FoundCamera>();
  const hear = (datagram: Uint8Array, from: string) => {
    if (found.size >= MAX_FOUND) return;
    for (const camera of readProbeMatches(datagram, from, subnets))
      found.set(keyOf(camera), camera);
  };
  const own = discovery.interfaces ?? ownAddresses(subnets);
  const sockets = await Promise.all([undefined, ...own].map((address) => listen(address, hear)));
  const [direct, ...multicast] = sockets;
  const port = discovery.port ?? DISCOVERY_PORT;
  for (const socket of multicast) if (socket !== undefined) send(socket, GROUP, port);
  if (direct !== undefined) await askEach(direct, subnets, { ...discovery, port });
  await discovery.clock.sleep(LISTEN, discovery.signal);
  for (const socket of sockets) socket?.close();
  return [...found.values()];
}

function ownAddresses(subnets: readonly Subnet[]): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
    .filter((address) => isInside(address, subnets));
}

/** Undefined when the address is not ours to listen on: the others still ask. */
function listen(
  address: string | undefined,
  hear: (datagram: Uint8Array, from: string) => void,
): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    // Before it listens: not our address. After: an unreachable host, which is no news here.
    socket.on('error', () => resolve(undefined));
    socket.on('message', (datagram, { address: from }) => hear(datagram, from));
    socket.bind({ port: 0, ...(address === undefined ? {} : { address }) }, () =>
      resolve(address === undefined || joins(socket, address) ? socket : undefined),
    );
  });
}

/** False when the interface cannot send by multicast. */
function joins(socket: Socket, address: string): boolean {
  try {
    socket.setMulticastInterface(address);
    return true;
  } catch {
    // A tunnel, or an interface that just went: the addresses are still asked one by one.
    socket.close();
    return false;
  }
}

async function askEach(
  socket: Socket,
  subnets: readonly Subnet[],
  { clock, signal, port }: Required<Pick<Discovery, 'clock' | 'signal' | 'port'>>,
): Promise<void> {
  const hosts = subnets.flatMap((subnet) => hostsOf(subnet, MAX_UNICAST)).slice(0, MAX_UNICAST);
  for (const [at, host] of hosts.entries()) {
    if (signal.aborted) return;
    send(socket, host, port);
    if (at % BURST === BURST - 1) await clock.sleep(BETWEEN_BURSTS, signal);
  }
}

/** A host that is not there answers with an ICMP error, which is no news here. */
function send(socket: Socket, host: string, port: number): void {
  socket.send(buildProbe(randomUUID()), port, host, () => undefined);
}
