import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { Clock } from './clock.ts';
import { type Bps, bps, type Ms, ms } from './units.ts';

/** What a network port of this machine has counted since it came up: whole frames, 14 bytes of Ethernet header each. */
export interface PortFrames {
  readonly rxBytes: number;
  readonly rxFrames: number;
  readonly txBytes: number;
  readonly txFrames: number;
}

const COUNTERS = '/proc/net/dev';

/** Columns of /proc/net/dev behind the name. Source: Linux, Documentation/filesystems/proc.rst. */
const COLUMN = { rxBytes: 0, rxFrames: 1, txBytes: 8, txFrames: 9 } as const;

/** The port that has this address, if it can be counted; never loopback, where nothing passes a line. */
export function portWith(address: string | undefined): string | undefined {
  const plain = address?.replace(/^::ffff:/, '');
  const [name] =
    Object.entries(networkInterfaces()).find(([, addresses]) =>
      addresses?.some(({ address: own, internal }) => own === plain && !internal),
    ) ?? [];
  return name !== undefined && readPort(name) !== undefined ? name : undefined;
}

/** A count and the moment it was taken. */
export interface CountedAt {
  readonly frames: PortFrames;
  readonly at: Ms;
}

/** Held up between count and clock for longer, by other programs, and the two don't belong together. */
const TOGETHER_MS = 3;

/** The port's count now; undefined where there is none, or the moment of it is not known well enough. */
export function countPort(name: string, clock: Pick<Clock, 'elapsed'>): CountedAt | undefined {
  const before = clock.elapsed();
  const frames = readPort(name);
  const after = clock.elapsed();
  if (frames === undefined || after - before > TOGETHER_MS) return undefined;
  return { frames, at: ms((before + after) / 2) };
}

/** The kernel's own count, which loss and late readers don't bend; undefined where there is none (Windows). */
export const readPort = (name: string): PortFrames | undefined =>
  framesIn(countersText() ?? '', name);

/** One port in the kernel's table; undefined where it doesn't stand there whole. */
export function framesIn(table: string, name: string): PortFrames | undefined {
  const line = table.split('\n').find((text) => text.trimStart().startsWith(`${name}:`));
  const columns = line?.split(':').at(-1)?.trim().split(/\s+/).map(Number);
  if (columns === undefined || columns.length <= COLUMN.txFrames) return undefined;
  const at = (column: number): number => columns[column] ?? 0;
  return {
    rxBytes: at(COLUMN.rxBytes),
    rxFrames: at(COLUMN.rxFrames),
    txBytes: at(COLUMN.txBytes),
    txFrames: at(COLUMN.txFrames),
  };
}

/** As the port and its neighbour agreed on it; undefined where the system doesn't tell. */
export function portSpeed(name: string): Bps | undefined {
  try {
    const mbps = Number(readFileSync(`/sys/class/net/${name}/speed`, 'latin1'));
    return mbps > 0 ? bps(mbps * 1e6) : undefined;
  } catch {
    // Another system than Linux, or a port without a speed, such as Wi-Fi.
    return undefined;
  }
}

function countersText(): string | undefined {
  try {
    return readFileSync(COUNTERS, 'latin1');
  } catch {
    // No such file: another system than Linux. The caller counts bytes of its own then.
    return undefined;
  }
}
