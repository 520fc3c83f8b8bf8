import type { Ms } from '../../../kit/units.ts';
import {
  DEVICE_PROCESSOR,
  type HOST,
  type INTERFACE,
  STATUS_UP,
  STORAGE_FIXED_DISK,
  STORAGE_RAM,
  TYPE_LOOPBACK,
} from './oids.ts';
import {
  type Counters,
  type DiskReading,
  type InterfaceReading,
  whole,
  wide,
  words,
} from './reading.ts';
import type { Table } from './walk.ts';

export type HostTable = Table<keyof typeof HOST>;
export type InterfaceTable = Table<keyof typeof INTERFACE>;

interface StorageRow {
  readonly type: unknown;
  readonly name: string;
  readonly sizeBytes: number;
  readonly usedBytes: number;
}

/** Rows with a size; a size of more than 2^31 units arrives negative from some agents and is left out. */
function storageRows(table: HostTable): readonly StorageRow[] {
  return [...table.storageType].flatMap(([index, type]) => {
    const units = whole(table.storageUnits.get(index));
    const size = whole(table.storageSize.get(index));
    const used = whole(table.storageUsed.get(index));
    if (units === undefined || size === undefined || used === undefined) return [];
    const name = words(table.storageDescr.get(index)) ?? index;
    return [{ type, name, sizeBytes: size * units, usedBytes: used * units }];
  });
}

/** Of the kernel, not of a disk. */
const PSEUDO = /^\/(dev|sys|proc|run)(\/|$)/;

export const disksOf = (table: HostTable): readonly DiskReading[] =>
  storageRows(table)
    .filter(({ type, name }) => type === STORAGE_FIXED_DISK && !PSEUDO.test(name))
    .filter(({ sizeBytes, usedBytes }) => sizeBytes > 0 && usedBytes <= sizeBytes)
    .map(({ name, sizeBytes, usedBytes }) => ({ name, sizeBytes, usedBytes }));

export interface MemorySeen {
  readonly sizeBytes?: number;
  readonly usedRatio?: number;
}

/** net-snmp counts caches as used and tells what is available in a row of its own, from 5.9. */
export function memoryOf(table: HostTable, memoryKib: number | undefined): MemorySeen {
  const rows = storageRows(table);
  const ram = rows.find(({ type, sizeBytes }) => type === STORAGE_RAM && sizeBytes > 0);
  const sizeBytes = memoryKib !== undefined && memoryKib > 0 ? memoryKib * 1024 : ram?.sizeBytes;
  const available = rows.find(({ name }) => name === 'Available memory')?.sizeBytes;
  const usedBytes =
    available === undefined || ram === undefined ? ram?.usedBytes : ram.sizeBytes - available;
  const usedRatio = ram === undefined ? undefined : (usedBytes ?? 0) / ram.sizeBytes;
  return {
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(usedRatio === undefined || usedRatio < 0 || usedRatio > 1 ? {} : { usedRatio }),
  };
}

export interface ProcessorsSeen {
  readonly cores?: number;
  readonly model?: string;
  readonly loadRatio?: number;
}

export function processorsOf(table: HostTable): ProcessorsSeen {
  const loads = [...table.processorLoad.values()]
    .map(whole)
    .filter((load) => load !== undefined && load <= 100);
  const processors = [...table.deviceType].filter(([, type]) => type === DEVICE_PROCESSOR);
  const cores = table.processorLoad.size || processors.length;
  const model = processors
    .map(([index]) => words(table.deviceDescr.get(index)))
    .find((name) => name !== undefined);
  const sum = loads.reduce<number>((total, load) => total + (load ?? 0), 0);
  return {
    ...(cores === 0 ? {} : { cores }),
    ...(model === undefined ? {} : { model }),
    ...(loads.length === 0 ? {} : { loadRatio: sum / loads.length / 100 }),
  };
}

/** Interfaces without loopback, in the device's order. */
export function interfacesOf(table: InterfaceTable, takenAt: Ms): readonly InterfaceReading[] {
  return [...table.operStatus].flatMap(([index, status]) => {
    if (table.type.get(index) === TYPE_LOOPBACK) return [];
    const name = words(table.name.get(index)) ?? words(table.descr.get(index)) ?? `if${index}`;
    return [
      {
        index,
        name,
        up: status === STATUS_UP,
        ...optional('speedBps', speedOf(table, index)),
        ...optional('inErrors', whole(table.inErrors.get(index))),
        ...optional('outErrors', whole(table.outErrors.get(index))),
        ...optional('counters', countersOf(table, index, takenAt)),
      },
    ];
  });
}

/** ifSpeed stops at 2^32-1 and then means nothing; 0 is "not known". Source: RFC 2863 §3.1.6. */
function speedOf(table: InterfaceTable, index: string): number | undefined {
  const high = whole(table.highSpeed.get(index));
  if (high !== undefined && high > 0) return high * 1e6;
  const speed = whole(table.speed.get(index));
  return speed === undefined || speed === 0 || speed >= 2 ** 32 - 1 ? undefined : speed;
}

function countersOf(table: InterfaceTable, index: string, takenAt: Ms): Counters | undefined {
  const inOctets = wide(table.inOctets.get(index));
  const outOctets = wide(table.outOctets.get(index));
  if (inOctets === undefined || outOctets === undefined) return undefined;
  return { inOctets, outOctets, takenAt, discontinuity: whole(table.discontinuity.get(index)) };
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [N in Name]?: Value } {
  const entry: { [N in Name]?: Value } = {};
  if (value !== undefined) entry[name] = value;
  return entry;
}
