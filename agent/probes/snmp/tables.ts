import type { Ms } from '../../../kit/units.ts';
import {
  type DUPLEX,
  type INTERFACE,
  type PROCESSORS,
  STATUS_UP,
  type STORAGE,
  STORAGE_FIXED_DISK,
  STORAGE_RAM,
  TYPE_LOOPBACK,
} from './oids.ts';
import {
  type Counters,
  type DiskReading,
  type InterfaceReading,
  macOf,
  present,
  whole,
  wide,
  words,
} from './reading.ts';
import type { SnmpValue } from './session.ts';
import type { Table } from './walk.ts';

type StorageTable = Table<keyof typeof STORAGE>;
export type InterfaceColumn = keyof typeof INTERFACE | keyof typeof DUPLEX;
/** Without the columns that were not asked for. */
export type InterfaceTable = Partial<Table<InterfaceColumn>>;

interface StorageRow {
  readonly type: unknown;
  readonly name: string;
  readonly sizeBytes: number;
  readonly usedBytes: number;
}

/** Rows with a size; a size of more than 2^31 units arrives negative from some agents and is left out. */
function storageRows(table: StorageTable): readonly StorageRow[] {
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

export const disksOf = (table: StorageTable): readonly DiskReading[] =>
  storageRows(table)
    .filter(({ type, name }) => type === STORAGE_FIXED_DISK && !PSEUDO.test(name))
    .filter(({ sizeBytes, usedBytes }) => sizeBytes > 0 && usedBytes <= sizeBytes)
    .map(({ name, sizeBytes, usedBytes }) => ({ name, sizeBytes, usedBytes }));

export interface MemorySeen {
  readonly sizeBytes?: number;
  readonly usedRatio?: number;
}

/** net-snmp counts caches as used and tells what is available in a row of its own, from 5.9. */
export function memoryOf(table: StorageTable, memoryKib: number | undefined): MemorySeen {
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

/** Mean over the processors. */
export function loadOf({ processorLoad }: Table<keyof typeof PROCESSORS>): number | undefined {
  const loads = [...processorLoad.values()].flatMap((value) => {
    const load = whole(value);
    return load === undefined || load > 100 ? [] : [load];
  });
  if (loads.length === 0) return undefined;
  return loads.reduce((sum, load) => sum + load, 0) / loads.length / 100;
}

/** Interfaces without loopback, in the device's order. */
export function interfacesOf(table: InterfaceTable, takenAt: Ms): readonly InterfaceReading[] {
  return [...(table.operStatus ?? [])].flatMap(([index, status]) => {
    const cell = (column: InterfaceColumn): SnmpValue => table[column]?.get(index);
    if (cell('type') === TYPE_LOOPBACK) return [];
    const name = words(cell('name')) ?? words(cell('descr')) ?? `if${index}`;
    const mac = cell('physAddress');
    return [
      {
        index,
        name,
        up: status === STATUS_UP,
        ...present({
          speedBps: speedOf(cell),
          inErrors: whole(cell('inErrors')),
          outErrors: whole(cell('outErrors')),
          mac: mac instanceof Uint8Array ? macOf(mac) : undefined,
          duplex: DUPLEXES[whole(cell('duplex')) ?? 0],
          counters: countersOf(cell, takenAt),
        }),
      },
    ];
  });
}

type Cell = (column: InterfaceColumn) => SnmpValue;

/** Source: RFC 3635 §4. */
const DUPLEXES: Readonly<Record<number, 'half' | 'full'>> = { 2: 'half', 3: 'full' };

/** ifSpeed stops at 2^32-1 and then means nothing; 0 is "not known". Source: RFC 2863 §3.1.6. */
function speedOf(cell: Cell): number | undefined {
  const high = whole(cell('highSpeed'));
  if (high !== undefined && high > 0) return high * 1e6;
  const speed = whole(cell('speed'));
  return speed === undefined || speed === 0 || speed >= 2 ** 32 - 1 ? undefined : speed;
}

function countersOf(cell: Cell, takenAt: Ms): Counters | undefined {
  const [inOctets, outOctets] = [wide(cell('inOctets')), wide(cell('outOctets'))];
  if (inOctets === undefined || outOctets === undefined) return undefined;
  return { inOctets, outOctets, takenAt, discontinuity: whole(cell('discontinuity')) };
}
