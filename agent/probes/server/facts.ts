import type { EpochMs } from '../../../kit/units.ts';
import type { Fact, FieldValue } from '../../../wire/fact.ts';

/** What does not change while the agent runs. */
export interface ServerNature {
  readonly osName: string;
  readonly osVersion: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly cores: number;
}

/** What the machine says of itself now, in bytes, percent and seconds as read. */
export interface ServerReading {
  readonly memoryBytes: number;
  /** What programs could still be given, caches included. */
  readonly availableBytes: number;
  readonly cpuLoadPercent: number;
  readonly uptimeS: number;
  readonly disks: readonly DiskReading[];
}

export interface DiskReading {
  readonly type: string;
  readonly sizeBytes: number;
  readonly availableBytes: number;
  readonly writable: boolean;
}

export function serverFact(
  device: string,
  { nature, reading }: { nature: ServerNature; reading: ServerReading },
  at: EpochMs,
): Fact {
  const fields: Record<string, FieldValue> = { up: true };
  const put = (name: string, value: FieldValue | undefined): void => {
    if (value !== undefined && value !== '') fields[name] = value;
  };
  put('os_name', nature.osName);
  put('os_version', nature.osVersion);
  put('model', modelOf(nature));
  put('cores', whole(nature.cores));
  put('cpu_load_ratio', ratio(reading.cpuLoadPercent, 100));
  put('memory_total_bytes', whole(reading.memoryBytes));
  put(
    'memory_used_ratio',
    ratio(reading.memoryBytes - reading.availableBytes, reading.memoryBytes),
  );
  put('uptime_s', reading.uptimeS > 0 ? reading.uptimeS : undefined);
  const disk = fullest(reading.disks);
  if (disk !== undefined) {
    put('disk_total_bytes', whole(disk.sizeBytes));
    put('disk_free_bytes', whole(disk.availableBytes));
    put('disk_used_ratio', usedRatio(disk));
  }
  return { measurement: 'server', tags: { device }, fields, at };
}

/** Images and media are always full and never anybody's trouble; neither is what is mounted read-only. */
const ALWAYS_FULL = new Set(['squashfs', 'iso9660', 'udf', 'cdfs', 'erofs', 'cramfs']);
const SMALLEST_DISK_BYTES = 1024 ** 3;

function fullest(disks: readonly DiskReading[]): DiskReading | undefined {
  return disks
    .filter(({ type, writable }) => writable && !ALWAYS_FULL.has(type.toLowerCase()))
    .filter(({ sizeBytes }) => sizeBytes >= SMALLEST_DISK_BYTES)
    .toSorted((a, b) => (usedRatio(b) ?? 0) - (usedRatio(a) ?? 0))[0];
}

const usedRatio = ({ sizeBytes, availableBytes }: DiskReading): number | undefined =>
  ratio(sizeBytes - availableBytes, sizeBytes);

function ratio(part: number, all: number): number | undefined {
  const value = part / all;
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : undefined;
}

const whole = (value: number): number | undefined =>
  Number.isSafeInteger(value) && value > 0 ? value : undefined;

/** Boards that nobody named say so in these words. */
const NAMELESS =
  /^(default string|to be filled.*|system (manufacturer|product name)|unknown|none|-)?$/i;

const modelOf = ({ manufacturer, model }: ServerNature): string =>
  [manufacturer, model].filter((word) => !NAMELESS.test(word.trim())).join(' ');
