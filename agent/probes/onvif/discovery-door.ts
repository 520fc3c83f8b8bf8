import { randomUUID } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import type { Clock } from '../../../kit/clock.ts';
import type { Endpoint } from '../../../kit/endpoint.ts';
import { fail, ok, type Result } from '../../../kit/result.ts';
import { ms, seconds } from '../../../kit/units.ts';
import { type OwnAddress, ownAddresses } from '../network-door.ts';
import { parseSubnet } from '../subnet.ts';
import { Budget } from './discovery/budget.ts';
import { Found } from './discovery/found.ts';
import { type FoundCamera, readProbeMatches } from './discovery/probe-match.ts';
import { buildProbe, DEVICE_TYPES } from './discovery/question.ts';
import { hostsToAsk, type Sources, sourceFor, sourcesOf } from './discovery/sources.ts';

export interface Discovery {
  /** CIDR; what lies outside is neither asked nor reported. */
  readonly subnets: readonly string[];
  /** Addresses to ask before all others, where they lie in the subnets. */
  readonly first: readonly string[];
  /** Names or own addresses to ask from; none: the own addresses inside the subnets. */
  readonly interfaces: readonly string[];
  readonly multicast: boolean;
  readonly unicast: boolean;
  /** Of WS-Discovery. */
  readonly port: number;
  readonly signal: AbortSignal;
  readonly clock: Pick<Clock, 'sleep'>;
}

export interface Searched {
  readonly found: readonly FoundCamera[];
  /** Own addresses it was asked from; empty: from whichever leads there. */
  readonly from: readonly string[];
  /** How many addresses were asked one by one. */
  readonly asked: number;
}

export type Discover = (discovery: Discovery) => Promise<Result<Searched, 'no_interface'>>;

const GROUP = '239.255.255.250';
/** UDP is lossy; a device that heard the first question twice answers once. */
const ROUNDS = 2;
/** 320 a second: an address nobody has costs the system a table entry until it gives up asking for it. */
const BURST = 16;
const BETWEEN_BURSTS = ms(50);
const AFTER_ROUND = seconds(1);
/** A device may wait half a second before it answers (APP_MAX_DELAY, WS-Discovery 2005/04); slow ones take two. */
const LISTEN = seconds(3);

/** Asks the subnets for ONVIF devices, by multicast and one by one, and says who answered. */
export const discover: Discover = async (discovery) => {
  const subnets = discovery.subnets.flatMap((text) => parseSubnet(text) ?? []);
  if (subnets.length === 0) return ok({ found: [], from: [], asked: 0 });
  const found = new Found();
  const messages = new Set<string>();
  const budget = new Budget();
  const hear = (datagram: Uint8Array, from: string): void => {
    if (!budget.admits(from, datagram.length)) return;
    for (const camera of readProbeMatches(datagram, from, { subnets, messages })) found.add(camera);
  };
  const sources = sourcesOf(ownAddresses(), subnets, discovery.interfaces);
  const sockets = await openSockets(sources, hear);
  if (sockets.length === 0) return fail('no_interface');
  const hosts = discovery.unicast ? hostsToAsk(discovery.first, subnets, sources) : [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const questions = DEVICE_TYPES.map((one) => {
        const id = randomUUID();
        messages.add(id);
        return buildProbe(id, one);
      });
      if (discovery.multicast) askGroup(sockets, questions, discovery.port);
      const silent = hosts.filter((host) => !found.has(host));
      await askEach(sockets, questions, { ...discovery, hosts: silent });
      await discovery.clock.sleep(AFTER_ROUND, discovery.signal);
    }
    await discovery.clock.sleep(LISTEN, discovery.signal);
  } finally {
    for (const { socket } of sockets) socket.close();
  }
  const from = sockets.flatMap(({ source }) => source?.address ?? []);
  return ok({ found: found.list(), from, asked: hosts.length });
};

interface Asker {
  readonly socket: Socket;
  /** Undefined: bound to none. */
  readonly source: OwnAddress | undefined;
}

async function openSockets(
  sources: Sources,
  hear: (datagram: Uint8Array, from: string) => void,
): Promise<readonly Asker[]> {
  if (sources.kind === 'none') return [];
  const wanted = sources.kind === 'bound' ? sources.addresses : [undefined];
  const opened = await Promise.all(
    wanted.map(async (source) => ({ source, socket: await listen(source?.address, hear) })),
  );
  return opened.flatMap(({ source, socket }) => (socket === undefined ? [] : [{ source, socket }]));
}

/** Undefined when the address is no longer ours to listen on: the others still ask. */
function listen(
  address: string | undefined,
  hear: (datagram: Uint8Array, from: string) => void,
): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket({ type: 'udp4' });
    // Before it listens: not our address. After: an unreachable host, which is no news here.
    socket.on('error', () => resolve(undefined));
    socket.on('message', (datagram, { address: from }) => hear(datagram, from));
    socket.bind({ port: 0, ...(address === undefined ? {} : { address }) }, () => resolve(socket));
  });
}

interface Hosts extends Pick<Discovery, 'clock' | 'signal' | 'port'> {
  readonly hosts: readonly string[];
}

function askGroup(askers: readonly Asker[], questions: readonly string[], port: number): void {
  for (const { socket, source } of askers)
    if (source !== undefined && canMulticast(socket, source.address))
      send(socket, questions, { port, host: GROUP });
}

async function askEach(
  askers: readonly Asker[],
  questions: readonly string[],
  { hosts, port, clock, signal }: Hosts,
): Promise<void> {
  const sources = askers.flatMap(({ source }) => source ?? []);
  for (const [at, host] of hosts.entries()) {
    if (signal.aborted) return;
    const near = sourceFor(host, sources);
    const asker = askers.find(({ source }) => source === near);
    if (asker !== undefined) send(asker.socket, questions, { port, host });
    if (at % BURST === BURST - 1) await clock.sleep(BETWEEN_BURSTS, signal);
  }
}

/** A host that is not there answers with an ICMP error, which is no news here. */
function send(socket: Socket, questions: readonly string[], { host, port }: Endpoint): void {
  for (const question of questions) socket.send(question, port, host, () => undefined);
}

/** False for a tunnel, or an interface that just went: its addresses are still asked one by one. */
function canMulticast(socket: Socket, address: string): boolean {
  try {
    socket.setMulticastInterface(address);
    return true;
  } catch {
    // Said by the answer.
    return false;
  }
}
