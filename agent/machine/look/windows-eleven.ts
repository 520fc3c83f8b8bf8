import type { MachineReport } from '../../../wire/machine-report.ts';

export interface Minimum {
  readonly tpm?: '2.0' | '1.2' | 'none' | undefined;
  readonly memoryBytes?: number | undefined;
  readonly diskBytes?: number | undefined;
  readonly cores?: number | undefined;
  readonly ghz?: number | undefined;
  readonly is64Bit?: boolean | undefined;
  readonly uefi?: boolean | undefined;
}

/** 4 GB of modules, less what graphics and firmware keep for themselves. */
const MEMORY_BYTES = 3.5 * 1024 ** 3;
/** What is sold as 64 GB shows no less. */
const DISK_BYTES = 60e9;

/**
 * What a machine lacks of Windows 11's minimum; what could not be read is not held against it, and where nothing could be read
 * nothing is said. Microsoft's list of processors is not looked at. Source: microsoft.com/windows/windows-11-specifications:
 * 1 GHz, two cores, 64 bits, 4 GB, 64 GB, UEFI with Secure Boot, TPM 2.0.
 */
export function windows11Of(seen: Minimum): MachineReport['windows11'] {
  const { tpm, memoryBytes, diskBytes, cores, ghz, is64Bit, uefi } = seen;
  if (Object.values(seen).every((value) => value === undefined)) return undefined;
  const checks = [
    ['tpm', tpm !== undefined && tpm !== '2.0'],
    ['memory', isBelow(memoryBytes, MEMORY_BYTES)],
    ['disk', isBelow(diskBytes, DISK_BYTES)],
    ['cpu', isBelow(cores, 2) || isBelow(ghz, 1) || is64Bit === false],
    ['firmware', uefi === false],
  ] as const;
  const lacks = checks.flatMap(([part, lacking]) => (lacking ? [part] : []));
  return { ready: lacks.length === 0, lacks };
}

const isBelow = (value: number | undefined, least: number): boolean =>
  value !== undefined && value < least;
