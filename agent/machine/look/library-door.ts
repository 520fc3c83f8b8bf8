import type { Clock } from '../../../kit/clock.ts';
import { seconds } from '../../../kit/units.ts';
import type { Seen } from './seen.ts';

const LIMIT = seconds(20);

/**
 * Asks systeminformation one thing after the other: on Windows each starts PowerShell, and a lesson goes on meanwhile. What
 * hangs or fails is left out.
 */
export async function readLibrary(clock: Clock, signal: AbortSignal): Promise<Seen> {
  const take = <Value>(ask: () => Promise<Value>) => within(clock, signal, ask);
  const { osInfo } = await import('systeminformation/lib/osinfo.js');
  const os = await take(() => osInfo());
  const { baseboard, system: systemOf } = await import('systeminformation/lib/system.js');
  const system = await take(() => systemOf());
  const board = await take(() => baseboard());
  const { cpu: cpuOf } = await import('systeminformation/lib/cpu.js');
  const cpu = await take(() => cpuOf());
  const { mem, memLayout } = await import('systeminformation/lib/memory.js');
  const memory = await take(() => mem());
  const modules = await take(() => memLayout());
  const library = await import('systeminformation/lib/filesystem.js');
  const disks = await take(() => library.diskLayout());
  const isLinux = process.platform === 'linux';
  const blocks = isLinux ? await take(() => library.blockDevices()) : undefined;
  const volumes = await take(() => library.fsSize());
  const { networkInterfaces } = await import('systeminformation/lib/network.js');
  const ports = await take(() => networkInterfaces());
  return {
    os: { name: os?.distro, version: os?.release },
    maker: { ...system, boardSerial: board?.serial },
    cpu: { name: nameOf(cpu), threads: cpu?.cores, cores: cpu?.physicalCores, ghz: ghzOf(cpu) },
    memory: {
      bytes: memory?.total,
      usedRatio: memory === undefined ? undefined : 1 - memory.available / memory.total,
      modulesBytes: modules?.reduce((sum, { size }) => sum + size, 0),
    },
    disks: [...(disks ?? []).map(asDisk), ...(blocks ?? []).filter(isWhole).map(asBlock)],
    volumes: (volumes ?? []).map(({ mount, available }) => ({ mount, freeBytes: available })),
    ports: [ports ?? []].flat().map((port) => ({
      mac: port.mac,
      up: port.operstate === 'up',
      internal: port.internal,
      hasDefaultRoute: port.default,
      virtual: port.virtual,
      bps: (port.speed ?? 0) > 0 ? Number(port.speed) * 1e6 : undefined,
    })),
  };
}

/** Undefined when it failed, took too long, or everything was called off. */
async function within<Value>(
  clock: Clock,
  signal: AbortSignal,
  ask: () => Promise<Value>,
): Promise<Value | undefined> {
  if (signal.aborted) return undefined;
  const done = new AbortController();
  const late = clock
    .sleep(LIMIT, AbortSignal.any([signal, done.signal]))
    .then((): undefined => undefined);
  try {
    // One part that fails hides no other: what it would have told is absent.
    return await Promise.race([ask().catch((): undefined => undefined), late]);
  } finally {
    done.abort();
  }
}

interface Processor {
  readonly manufacturer: string;
  readonly brand: string;
  readonly speed: number;
  readonly speedMax: number;
}

const nameOf = (cpu: Processor | undefined): string | undefined =>
  cpu === undefined ? undefined : `${cpu.manufacturer} ${cpu.brand}`;

const ghzOf = (cpu: Processor | undefined): number | undefined =>
  cpu === undefined ? undefined : Math.max(cpu.speed, cpu.speedMax) || undefined;

interface Disk {
  readonly device: string;
  readonly size: number;
  readonly type: string;
  readonly interfaceType: string;
  readonly serialNum: string;
}

const asDisk = ({ device, size, type, interfaceType, serialNum }: Disk) => ({
  ...{ device, bytes: size, type, bus: interfaceType, serial: serialNum, removable: false },
});

interface Block {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly physical: string;
  readonly protocol: string;
  readonly serial: string;
  readonly removable: boolean;
}

/** Disks that diskLayout passes over, such as eMMC and those of virtual machines; not what lives in memory. */
const isWhole = ({ name, type, size }: Block): boolean =>
  type === 'disk' && size > 0 && !/^(zram|ram|loop|fd|sr|nbd)/.test(name);

const asBlock = ({ name, size, physical, protocol, serial, removable }: Block) => ({
  ...{ device: `/dev/${name}`, bytes: size, type: physical, bus: protocol, serial, removable },
});
