import { oneLine } from '../../../kit/one-line.ts';
import type { EpochMs } from '../../../kit/units.ts';
import type { MachineReport } from '../../../wire/machine-report.ts';
import { disksOf } from './disks.ts';
import { identityOf, serialOf, toldOf } from './identity.ts';
import type { OwnSeen, Seen } from './seen.ts';
import { windows11Of } from './windows-eleven.ts';
import { editionOf } from './windows-names.ts';

/** What the process knows of the machine by itself. */
export interface Ground {
  readonly program: string;
  readonly takenAt: EpochMs;
  readonly hostName: string;
  readonly uptimeS: number;
  /** As Node names it: x64, arm64, ia32 … */
  readonly architecture: string;
  readonly windows: boolean;
  readonly room?: string | undefined;
}

export type Description = Omit<MachineReport, 'apps' | 'meeting'>;

/** What is told of a machine, but for what is tried over the network. */
export function describeMachine(seen: Seen, own: OwnSeen, ground: Ground): Description {
  const memory = memoryOf(seen, own);
  const disks = disksOf(seen, own);
  return {
    program: ground.program.slice(0, 32),
    taken_at_ms: ground.takenAt,
    name: oneLine(ground.hostName, 64) || 'localhost',
    identity: identityOf(seen, own),
    os: osOf(seen, own, ground),
    browsers: [...own.browsers],
    ...told({
      room: ground.room,
      ...makerOf(seen),
      cpu_model: toldOf(seen.cpu.name, 200),
      cores: wholeOf(seen.cpu.threads),
      memory_bytes: memory,
      memory_used_ratio: ratioOf(seen.memory.usedRatio),
      ...disks,
      uptime_s: ratioFloor(ground.uptimeS),
      ...portsOf(seen),
      screen: own.screen,
      tpm_version: own.tpm,
      secure_boot: own.secureBoot,
      windows11: windows11Of({
        ...{ tpm: own.tpm, memoryBytes: memory, diskBytes: disks.disk_bytes, uefi: own.uefi },
        ...{ cores: wholeOf(seen.cpu.cores), ghz: seen.cpu.ghz, is64Bit: bitsOf(ground) },
      }),
      antivirus: own.antivirus && { ...own.antivirus, names: [...own.antivirus.names] },
    }),
  };
}

function osOf(seen: Seen, own: OwnSeen, { windows }: Ground): MachineReport['os'] {
  return {
    name: toldOf(seen.os.name, 200) ?? (windows ? 'Microsoft Windows' : 'Linux'),
    ...told({
      // The library's release of Windows is the kernel's number, which the build says already.
      version: toldOf(own.version ?? (windows ? undefined : seen.os.version), 64),
      edition: editionOf(own.edition),
      build: own.build,
    }),
  };
}

const makerOf = ({ maker }: Seen) => ({
  manufacturer: toldOf(maker.manufacturer, 200),
  model: toldOf(maker.model, 200),
  serial: serialOf(maker.serial),
});

/** What is plugged in, before what the kernel has left of it. */
const memoryOf = ({ memory }: Seen, { memoryBytes }: OwnSeen): number | undefined =>
  wholeOf(Math.max(memoryBytes ?? 0, memory.modulesBytes ?? 0, memory.bytes ?? 0) || undefined);

const portsOf = ({ ports }: Seen) => {
  const real = ports.filter(({ internal }) => !internal);
  return {
    link_bps: real.find(({ hasDefaultRoute }) => hasDefaultRoute)?.bps,
    interfaces_up: real.length === 0 ? undefined : real.filter(({ up }) => up).length,
  };
};

/** Of a program that runs only where the processor has 64 bits. */
const bitsOf = ({ architecture }: Ground): boolean | undefined =>
  architecture === 'x64' || architecture === 'arm64' ? true : undefined;

const wholeOf = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isFinite(value) && value > 0 ? Math.round(value) : undefined;

const ratioOf = (value: number | undefined): number | undefined =>
  value === undefined || !Number.isFinite(value) ? undefined : Math.min(1, Math.max(0, value));

const ratioFloor = (value: number): number => Math.max(0, Math.round(value));

type Told<Parts> = { readonly [Key in keyof Parts]?: Exclude<Parts[Key], undefined> };

/** Without the parts that are undefined; safe, because nothing else is left out or put in. */
const told = <Parts extends object>(parts: Parts): Told<Parts> =>
  Object.fromEntries(
    Object.entries(parts).filter(([, value]) => value !== undefined),
  ) as Told<Parts>;
