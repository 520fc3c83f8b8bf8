import {
  type Forwarding,
  type InterfaceReading,
  type Mac,
  macOf,
  whole,
  words,
} from './reading.ts';
import type { SnmpValue } from './session.ts';

type Column = ReadonlyMap<string, SnmpValue>;
type Port = Pick<InterfaceReading, 'index' | 'name'>;

/** Which MAC is heard behind which port. Q-BRIDGE's rows carry a VLAN before the MAC; port 0 is "not known". */
export function forwardingOf(
  tables: { readonly ports: Column; readonly rows: readonly Column[] },
  interfaces: readonly Port[],
): Forwarding {
  const names = new Map(interfaces.map(({ index, name }) => [index, name]));
  const nameOf = (port: number): string | undefined =>
    names.get(String(whole(tables.ports.get(String(port))) ?? port));
  const heard = new Map<Mac, string>();
  for (const [index, value] of tables.rows.flatMap((column) => [...column])) {
    const mac = macOf(index.split('.').slice(-6).map(Number));
    const port = whole(value);
    const name = port === undefined || port === 0 ? undefined : nameOf(port);
    if (mac !== undefined && name !== undefined) heard.set(mac, name);
  }
  return heard;
}

interface LldpTables {
  readonly sysName: Column;
  readonly portId: Column;
  readonly portDescr: Column;
}

/**
 * The neighbour at each interface, by its index. LLDP counts ports for itself: what it calls the local port is an
 * interface's name, or its description, or, in most switches, its very index.
 */
export function neighboursOf(
  { sysName, portId, portDescr }: LldpTables,
  interfaces: readonly Port[],
): ReadonlyMap<string, string> {
  const indexes = new Map(interfaces.map(({ index, name }) => [name, index]));
  const found = new Map<string, string>();
  for (const [row, value] of sysName) {
    const [, port = ''] = row.split('.');
    const local = [portId, portDescr].map((column) => indexes.get(words(column.get(port)) ?? ''));
    const index = local.find((one) => one !== undefined) ?? port;
    const name = words(value);
    if (name !== undefined) found.set(index, name);
  }
  return found;
}
