/** What each kind of device is asked for: the objects our probe reads, as other programs are told of them. */
import {
  BRIDGE_PORTS,
  DEVICES,
  DUPLEX,
  ENTITY_CLASS,
  ENTITY_NAMES,
  FORWARDING,
  INTERFACE,
  LLDP_LOCAL,
  LLDP_REMOTE,
  PRINTER_ALERTS,
  PRINTER_MARKERS,
  PRINTER_STATE,
  PRINTER_SUPPLIES,
  PROCESSORS,
  SOFTWARE,
  STORAGE,
  SYSTEM,
  UPS,
  VLAN_FORWARDING,
} from '../../../agent/probes/snmp/oids.ts';
import type { FleetMember } from './member.ts';

export interface Asked {
  readonly get: readonly string[];
  readonly walk: readonly string[];
}

const all = (...tables: readonly Readonly<Record<string, string>>[]): readonly string[] =>
  tables.flatMap((table) => Object.values(table));

const HOST = all(STORAGE, PROCESSORS, DEVICES, SOFTWARE);
const PORTS = all(INTERFACE, DUPLEX);
const SWITCH = all(
  ENTITY_CLASS,
  ENTITY_NAMES,
  BRIDGE_PORTS,
  FORWARDING,
  VLAN_FORWARDING,
  LLDP_LOCAL,
  LLDP_REMOTE,
);
const PRINTER = all(PRINTER_STATE, PRINTER_MARKERS, PRINTER_SUPPLIES, PRINTER_ALERTS);
const get = Object.values(SYSTEM);

/** Column by column. */
export const COLUMNS: Readonly<Record<FleetMember['kind'], Asked>> = {
  machine: { get, walk: [...HOST, ...PORTS] },
  switch: { get, walk: [...PORTS, ...SWITCH] },
  printer: { get, walk: PRINTER },
  ups: { get: [...get, ...Object.values(UPS)], walk: [] },
};

/** The same in whole tables where most of a table is wanted: fewer walks, of which some bring more than is read. */
const TABLES: Readonly<Record<string, string>> = {
  '1.3.6.1.2.1.25.2.3.1': '1.3.6.1.2.1.25.2.3',
  '1.3.6.1.2.1.2.2.1': '1.3.6.1.2.1.2.2',
  '1.3.6.1.2.1.31.1.1.1': '1.3.6.1.2.1.31.1.1',
  '1.3.6.1.2.1.47.1.1.1.1': '1.3.6.1.2.1.47.1.1.1',
  '1.3.6.1.2.1.43.11.1.1': '1.3.6.1.2.1.43.11.1',
  '1.3.6.1.2.1.25.3.5.1': '1.3.6.1.2.1.25.3.5',
};

const entryOf = (column: string): string => column.slice(0, column.lastIndexOf('.'));

export const asTables = ({ get: scalars, walk }: Asked): Asked => ({
  get: scalars,
  walk: [...new Set(walk.map((column) => TABLES[entryOf(column)] ?? column))],
});
