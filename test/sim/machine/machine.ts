import { createSocket, type Socket } from 'node:dgram';
import { answerTo } from './answer.ts';
import {
  type Bridge,
  bridgeLeaves,
  type Identity,
  identityLeaves,
  ifIndexOf,
  type Printer,
  printerLeaves,
  type Ups,
  upsLeaves,
} from './appliance-mibs.ts';
import {
  type Host,
  hostLeaves,
  macOf,
  type OperatingSystem,
  portRows,
  systemLeaves,
} from './host-mib.ts';
import { type Leaf, Mib } from './mib.ts';

export interface MachineOptions {
  /** sysName. */
  readonly name: string;
  readonly community: string;
  readonly host?: string;
  readonly port?: number;
  /** sysLocation. */
  readonly location?: string;
  readonly os?: OperatingSystem;
  readonly cores?: number;
  readonly memoryBytes?: number;
  readonly memoryUsedRatio?: number;
  readonly diskBytes?: number;
  readonly diskUsedRatio?: number;
  readonly loadRatio?: number;
  /** Traffic of its Ethernet port, by which the octet counters grow. */
  readonly inBps?: number;
  readonly outBps?: number;
  readonly software?: number;
  /** How long it had been up when the simulation began. */
  readonly uptimeMs?: number;
  readonly identity?: Identity;
  /** One of these makes it that appliance, with no host resources. */
  readonly bridge?: Bridge & { readonly ports: number };
  readonly printer?: Printer;
  readonly ups?: Ups;
}

export interface SimMachine {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly isListening: boolean;
  /** `refused` counts messages with another community, which get no answer. */
  readonly counters: { readonly answered: number; readonly refused: number };
  start(): Promise<void>;
  stop(): Promise<void>;
}

const GIB = 1024 ** 3;

/** Starts a machine that answers SNMP v1 and v2c; `stop` and `start` keep its port. */
export async function startMachine(options: MachineOptions): Promise<SimMachine> {
  const { name, community, host = '127.0.0.1' } = options;
  const mib = new Mib(leavesOf(options));
  const counters = { answered: 0, refused: 0 };
  let port = options.port ?? 0;
  let socket: Socket | undefined;
  const machine: SimMachine = {
    name,
    host,
    counters,
    get port() {
      return port;
    },
    get isListening() {
      return socket !== undefined;
    },
    async start() {
      if (socket !== undefined) return;
      const opened = await open(host, port, (message, answer) => {
        const reaction = answerTo(message, community, mib);
        if (reaction.kind === 'refused') counters.refused += 1;
        if (reaction.kind !== 'answer') return;
        counters.answered += 1;
        answer(reaction.message);
      });
      port = opened.address().port;
      socket = opened;
    },
    async stop() {
      const closing = socket;
      socket = undefined;
      if (closing !== undefined) await new Promise<void>((resolve) => closing.close(resolve));
    },
  };
  await machine.start();
  return machine;
}

function open(
  host: string,
  port: number,
  take: (message: Buffer, answer: (reply: Buffer) => void) => void,
): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    take(message, (reply) => socket.send(reply, from.port, from.address));
  });
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.bind(port, host, () => resolve(socket));
  });
}

function leavesOf(options: MachineOptions): Leaf[] {
  const { identity, bridge, printer, ups } = options;
  const host = hostOf(options);
  const isAppliance = bridge !== undefined || printer !== undefined || ups !== undefined;
  return [
    ...(isAppliance ? systemLeaves(host) : hostLeaves(host)),
    ...(identity === undefined ? [] : identityLeaves(identity)),
    ...(bridge === undefined ? [] : switchLeaves(options.name, bridge)),
    ...(printer === undefined ? [] : printerLeaves(printer)),
    ...(ups === undefined ? [] : upsLeaves(ups)),
  ];
}

function switchLeaves(name: string, bridge: Bridge & { readonly ports: number }): Leaf[] {
  const names = Array.from({ length: bridge.ports }, (_, at) => `ge-0/0/${at + 1}`);
  const idle = { octetsIn: () => 0, octetsOut: () => 0 };
  const ports = names.flatMap((port, at) =>
    portRows({
      index: ifIndexOf(at + 1),
      name: port,
      type: 6,
      isUp: at < bridge.ports / 2,
      speedMbps: 1_000,
      mac: macOf(name, at + 1),
      ...idle,
    }),
  );
  return [...ports, ...bridgeLeaves(bridge, names)];
}

function hostOf(options: MachineOptions): Host {
  const startedAt = performance.now();
  const { uptimeMs = 3 * 3_600_000 } = options;
  return {
    location: '',
    os: 'Windows 11',
    cores: 4,
    memoryBytes: 8 * GIB,
    memoryUsedRatio: 0.45,
    diskBytes: 256 * GIB,
    diskUsedRatio: 0.4,
    loadRatio: 0.15,
    inBps: 2_000_000,
    outBps: 300_000,
    software: 60,
    ...options,
    uptimeMs: () => uptimeMs + performance.now() - startedAt,
  };
}
