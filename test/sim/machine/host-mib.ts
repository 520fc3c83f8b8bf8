import type { Value } from './ber.ts';
import {
  counter32,
  counter64,
  gauge,
  int,
  type Leaf,
  octetsOf,
  ref,
  row,
  scalar,
  text,
  ticks,
} from './mib.ts';

export type OperatingSystem = 'Windows 10' | 'Windows 11' | 'Linux';

/** What a machine is, and the clock its counters grow by. */
export interface Host {
  readonly name: string;
  readonly location: string;
  readonly os: OperatingSystem;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly memoryUsedRatio: number;
  readonly diskBytes: number;
  readonly diskUsedRatio: number;
  readonly loadRatio: number;
  readonly inBps: number;
  readonly outBps: number;
  /** Programs in hrSWInstalledTable. */
  readonly software: number;
  readonly uptimeMs: () => number;
}

/** Windows 10 and 11 both call themselves 6.3; only the build tells them apart. */
const DESCRIPTION = {
  'Windows 10': windows(19_045),
  'Windows 11': windows(22_631),
  Linux: 'Linux lab 6.1.0-26-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.112-1 x86_64',
} as const;

function windows(build: number): string {
  return (
    'Hardware: Intel64 Family 6 Model 158 Stepping 10 AT/AT COMPATIBLE - ' +
    `Software: Windows Version 6.3 (Build ${build} Multiprocessor Free)`
  );
}

const isWindows = ({ os }: Host): boolean => os !== 'Linux';

export function hostLeaves(host: Host): Leaf[] {
  return [...systemLeaves(host), ...resources(host), ...interfaces(host)];
}

/** SNMPv2-MIB, RFC 3418. */
export function systemLeaves(host: Host): Leaf[] {
  const group = '1.3.6.1.2.1.1';
  const object = isWindows(host) ? '1.3.6.1.4.1.311.1.1.3.1.1' : '1.3.6.1.4.1.8072.3.2.10';
  return [
    scalar(`${group}.1`, text(DESCRIPTION[host.os])),
    scalar(`${group}.2`, ref(object)),
    scalar(`${group}.3`, () => ticks(host.uptimeMs())),
    scalar(`${group}.4`, text('')),
    scalar(`${group}.5`, text(host.name)),
    scalar(`${group}.6`, text(host.location)),
    scalar(`${group}.7`, int(76)),
  ];
}

/** HOST-RESOURCES-MIB, RFC 2790. */
function resources(host: Host): Leaf[] {
  const group = '1.3.6.1.2.1.25';
  return [
    scalar(`${group}.1.1`, () => ticks(host.uptimeMs())),
    scalar(`${group}.1.5`, gauge(1)),
    scalar(`${group}.1.6`, gauge(143)),
    scalar(`${group}.2.2`, int(host.memoryBytes / 1024)),
    ...storage(host),
    ...devices(host),
    ...software(host),
  ];
}

const software = (host: Host): Leaf[] =>
  Array.from({ length: host.software }, (_, at) => at + 1).flatMap((index) =>
    row('1.3.6.1.2.1.25.6.3.1', index, {
      1: int(index),
      2: text(`Program ${index}`),
      4: int(4),
    }),
  );

const STORAGE = '1.3.6.1.2.1.25.2.3.1';
const STORAGE_TYPE = '1.3.6.1.2.1.25.2.1';
const RAM = `${STORAGE_TYPE}.2`;
const VIRTUAL = `${STORAGE_TYPE}.3`;
const FIXED_DISK = `${STORAGE_TYPE}.4`;

function storage(host: Host): Leaf[] {
  const onWindows = isWindows(host);
  const unit = onWindows ? 65_536 : 1_024;
  const memory = (bytes: number) => ({ unit, bytes, usedRatio: host.memoryUsedRatio });
  const disk = { unit: 4_096, bytes: host.diskBytes, usedRatio: host.diskUsedRatio };
  const name = onWindows ? 'C:\\ Label:  Serial Number 5a1e9c02' : '/';
  const ram = onWindows ? 'Physical Memory' : 'Physical memory';
  const virtual = onWindows ? 'Virtual Memory' : 'Virtual memory';
  return [
    ...storageRow(1, FIXED_DISK, name, disk),
    ...storageRow(2, VIRTUAL, virtual, memory(host.memoryBytes * 1.25)),
    ...storageRow(3, RAM, ram, memory(host.memoryBytes)),
  ];
}

function storageRow(
  index: number,
  type: string,
  name: string,
  { unit, bytes, usedRatio }: { unit: number; bytes: number; usedRatio: number },
): Leaf[] {
  const size = Math.floor(bytes / unit);
  return row(STORAGE, index, {
    1: int(index),
    2: ref(type),
    3: text(name),
    4: int(unit),
    5: int(size),
    6: int(size * usedRatio),
    7: counter32(0),
  });
}

const DEVICE = '1.3.6.1.2.1.25.3.2.1';
const DEVICE_TYPE = '1.3.6.1.2.1.25.3.1';
const PROCESSOR = '1.3.6.1.2.1.25.3.3.1';
const DISK_TYPE = `${DEVICE_TYPE}.6`;
const PROCESSOR_TYPE = `${DEVICE_TYPE}.3`;
const NETWORK_TYPE = `${DEVICE_TYPE}.4`;
const FIRST_PROCESSOR = 3;

function devices(host: Host): Leaf[] {
  const processors = Array.from({ length: host.cores }, (_, core) => FIRST_PROCESSOR + core);
  return [
    ...deviceRow(1, DISK_TYPE, 'Fixed Disk'),
    ...deviceRow(2, NETWORK_TYPE, 'Ethernet'),
    ...processors.flatMap((index) => [
      ...deviceRow(index, PROCESSOR_TYPE, isWindows(host) ? 'Unknown Processor Type' : 'x86_64'),
      ...row(PROCESSOR, index, { 1: ref('0.0'), 2: () => int(loadOf(host, index)) }),
    ]),
  ];
}

const deviceRow = (index: number, type: string, name: string): Leaf[] =>
  row(DEVICE, index, {
    1: int(index),
    2: ref(type),
    3: text(name),
    4: ref('0.0'),
    5: int(2),
    6: counter32(0),
  });

/** Percent, swinging a little about the mean over the minutes, each processor in its own phase. */
function loadOf({ loadRatio, uptimeMs }: Host, index: number): number {
  const swing = Math.sin(uptimeMs() / 60_000 + index * 2) * 0.3;
  return Math.min(100, Math.max(0, 100 * loadRatio * (1 + swing)));
}

export interface Port {
  readonly index: number;
  readonly name: string;
  /** ianaifType: 24 software loopback, 6 Ethernet, 71 Wi-Fi. */
  readonly type: number;
  readonly isUp: boolean;
  readonly speedMbps: number;
  readonly mac: Buffer;
  readonly octetsIn: () => number;
  readonly octetsOut: () => number;
}

const NO_MAC = Buffer.alloc(0);

/** A locally administered MAC of a machine's port: the same for the same name. */
export function macOf(name: string, port: number): Buffer {
  // FNV-1a, 32 bits.
  const hash = [...Buffer.from(name)].reduce(
    (sum, octet) => Math.imul(sum ^ octet, 0x01000193) >>> 0,
    0x811c9dc5,
  );
  const mac = Buffer.from([2, 0, 0, 0, 0, port]);
  mac.writeUIntBE(hash & 0xffffff, 2, 3);
  return mac;
}
const none = (): number => 0;

function interfaces(host: Host): Leaf[] {
  const sinceBoot = (bps: number) => () => (bps / 8) * (host.uptimeMs() / 1000);
  const traffic = { octetsIn: sinceBoot(host.inBps), octetsOut: sinceBoot(host.outBps) };
  const idle = { octetsIn: none, octetsOut: none };
  const mac = (last: number) => macOf(host.name, last);
  const names = isWindows(host)
    ? ['Software Loopback Interface 1', 'Ethernet', 'Wi-Fi']
    : ['lo', 'eth0', 'wlan0'];
  const [loopback = '', wired = '', wireless = ''] = names;
  const ports: Port[] = [
    { index: 1, name: loopback, type: 24, isUp: true, speedMbps: 10, mac: NO_MAC, ...idle },
    { index: 2, name: wired, type: 6, isUp: true, speedMbps: 1000, mac: mac(2), ...traffic },
    { index: 3, name: wireless, type: 71, isUp: false, speedMbps: 0, mac: mac(3), ...idle },
  ];
  return [scalar('1.3.6.1.2.1.2.1', int(ports.length)), ...ports.flatMap(portRows)];
}

/** IF-MIB, RFC 2863: ifTable, and ifXTable for counters that do not wrap within a minute. */
export function portRows(port: Port): Leaf[] {
  const state: Value = int(port.isUp ? 1 : 2);
  const basic = row('1.3.6.1.2.1.2.2.1', port.index, {
    1: int(port.index),
    2: text(port.name),
    3: int(port.type),
    4: int(1500),
    5: gauge(port.speedMbps * 1e6),
    6: octetsOf(port.mac),
    7: state,
    8: state,
    9: ticks(0),
    10: () => counter32(port.octetsIn()),
    14: counter32(0),
    16: () => counter32(port.octetsOut()),
    20: counter32(0),
  });
  const extended = row('1.3.6.1.2.1.31.1.1.1', port.index, {
    1: text(port.name),
    6: () => counter64(port.octetsIn()),
    10: () => counter64(port.octetsOut()),
    15: gauge(port.speedMbps),
    18: text(''),
  });
  // dot3StatsDuplexStatus fullDuplex, RFC 3635: of Ethernet alone.
  const duplex = port.type === 6 ? row('1.3.6.1.2.1.10.7.2.1', port.index, { 19: int(3) }) : [];
  return [...basic, ...extended, ...duplex];
}
