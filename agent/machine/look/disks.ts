import type { DiskSeen, OwnSeen, Seen } from './seen.ts';

/** Of the machine itself: not on USB, no card, no reader. */
export const isFixed = ({ bus, type, removable, bytes }: DiskSeen): boolean =>
  bytes > 0 && !removable && !/usb|1394|\bsd\b/i.test(`${bus ?? ''} ${type ?? ''}`);

export interface DisksTold {
  readonly disk_bytes?: number;
  readonly disk_free_bytes?: number;
  readonly disk_kind?: 'ssd' | 'hdd';
}

/** The largest fixed disk, the room left on the system's volume, the kind of the disk the system stands on. */
export function disksOf({ disks, volumes }: Seen, own: OwnSeen): DisksTold {
  const fixed = disks.filter(isFixed);
  const largest = Math.max(0, ...fixed.map(({ bytes }) => bytes));
  const free = volumes.find(({ mount }) => mount === own.systemVolume)?.freeBytes;
  const kind = own.systemDiskKind ?? kindOf(systemDiskOf(fixed, own));
  return {
    ...(largest === 0 ? {} : { disk_bytes: largest }),
    ...(free === undefined ? {} : { disk_free_bytes: Math.max(0, Math.round(free)) }),
    ...(kind === undefined ? {} : { disk_kind: kind }),
  };
}

/** Where it can't be told which one, only a machine with a single disk says. */
function systemDiskOf(fixed: readonly DiskSeen[], { systemDisk }: OwnSeen): DiskSeen | undefined {
  const named = fixed.find(({ device }) => device?.toLowerCase() === systemDisk?.toLowerCase());
  if (systemDisk !== undefined && named !== undefined) return named;
  const devices = new Set(fixed.map(({ device }) => device));
  return devices.size === 1 ? fixed[0] : undefined;
}

/** As systeminformation says it: diskLayout's type, or blockDevices' physical. */
function kindOf(disk: DiskSeen | undefined): 'ssd' | 'hdd' | undefined {
  if (disk === undefined || /^\/dev\/x?vd/.test(disk.device ?? '')) return undefined;
  if (/^(ssd|nvme|scm)$/i.test(disk.type ?? '')) return 'ssd';
  return /^(hd|hdd)$/i.test(disk.type ?? '') ? 'hdd' : undefined;
}
