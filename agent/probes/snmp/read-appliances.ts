import { printerOf, upsIdentity, upsOf } from './appliances.ts';
import type { Lasting } from './lasting.ts';
import {
  BRIDGE_PORTS,
  FORWARDING,
  LLDP_LOCAL,
  LLDP_REMOTE,
  PRINTER_ALERTS,
  PRINTER_MARKERS,
  PRINTER_STATE,
  PRINTER_SUPPLIES,
  UPS,
  VLAN_FORWARDING,
} from './oids.ts';
import type {
  Forwarding,
  Identity,
  InterfaceReading,
  PrinterReading,
  UpsReading,
} from './reading.ts';
import type { Asking, SnmpValue } from './session.ts';
import { forwardingOf, neighboursOf } from './switch-tables.ts';
import type { Walks } from './walks.ts';

const MOST_SUPPLIES = 32;

/** What the printer says of itself, where it has a marker. */
export async function readPrinter(
  walks: Walks,
  { tables }: Lasting,
): Promise<PrinterReading | undefined> {
  if (!tables.has('printer')) return undefined;
  const walk = { mostRows: MOST_SUPPLIES };
  return printerOf({
    ...(await walks.of({ ...walk, columns: { ...PRINTER_STATE } })),
    ...(await walks.of({ ...walk, columns: PRINTER_MARKERS })),
    ...(await walks.of({ ...walk, columns: PRINTER_SUPPLIES })),
    ...(await walks.of({ ...walk, columns: PRINTER_ALERTS })),
  });
}

export async function readUps(
  asking: Asking,
  { tables }: Lasting,
): Promise<{ readonly ups: UpsReading; readonly identity: Identity } | undefined> {
  if (!tables.has('ups')) return undefined;
  const answer = await asking.get(Object.values(UPS));
  if (!answer.ok) return undefined;
  const values = new Map(answer.value.map(({ oid, value }) => [oid, value]));
  const read = (name: keyof typeof UPS): SnmpValue => values.get(UPS[name]);
  return { ups: upsOf(read), identity: upsIdentity(read) };
}

const MOST_PORTS = 512;
/** Machines behind one school's switch, several times over. */
const MOST_HEARD = 2_048;

export async function readForwarding(
  walks: Walks,
  { tables }: Lasting,
  interfaces: readonly InterfaceReading[],
): Promise<Forwarding | undefined> {
  const shapes = [
    ...(tables.has('vlanForwarding') ? [VLAN_FORWARDING] : []),
    ...(tables.has('forwarding') ? [FORWARDING] : []),
  ];
  if (shapes.length === 0) return undefined;
  const { ifIndex } = await walks.of({ columns: BRIDGE_PORTS, mostRows: MOST_PORTS });
  const rows: ReadonlyMap<string, SnmpValue>[] = [];
  for (const columns of shapes) rows.push((await walks.of({ columns, mostRows: MOST_HEARD })).port);
  return forwardingOf({ ports: ifIndex, rows }, interfaces);
}

/** The same interfaces, with duplex and neighbour where the device tells them. */
export async function withNeighbours(
  walks: Walks,
  { tables }: Lasting,
  interfaces: readonly InterfaceReading[],
): Promise<readonly InterfaceReading[]> {
  if (!tables.has('lldp')) return interfaces;
  const walk = { mostRows: MOST_PORTS };
  const remote = await walks.of({ ...walk, columns: LLDP_REMOTE });
  const local = await walks.of({ ...walk, columns: { ...LLDP_LOCAL } });
  const neighbours = neighboursOf({ ...remote, ...local }, interfaces);
  return interfaces.map((port) => {
    const neighbour = neighbours.get(port.index);
    return neighbour === undefined ? port : { ...port, neighbour };
  });
}
