/** What switches, printers and UPSs tell beside the system group. */
import { int, type Leaf, octetsOf, row, scalar, text } from './mib.ts';

export interface Identity {
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
}

/** ENTITY-MIB, RFC 6933: a chassis at 1, and a module in it. */
export const identityLeaves = ({ manufacturer, model, serial }: Identity): Leaf[] =>
  [3, 9].flatMap((physicalClass, at) =>
    row('1.3.6.1.2.1.47.1.1.1.1', at + 1, {
      5: int(physicalClass),
      11: text(at === 0 ? serial : ''),
      12: text(at === 0 ? manufacturer : ''),
      13: text(at === 0 ? model : ''),
    }),
  );

export interface Bridge {
  /** Behind which of its ports it hears which MACs. */
  readonly heard: readonly { readonly mac: Buffer; readonly port: number }[];
  /** By port: the system name LLDP tells of the other end. */
  readonly neighbours?: Readonly<Record<number, string>>;
  /** Tells by VLAN, as most switches of today do. */
  readonly byVlan?: boolean;
}

/** Bridge ports count from one; their interfaces from 1001, as in many switches. */
export const ifIndexOf = (port: number): number => 1_000 + port;

/** BRIDGE-MIB, RFC 4188; Q-BRIDGE-MIB, RFC 4363; LLDP-MIB, IEEE 802.1AB. */
export function bridgeLeaves(
  { heard, neighbours = {}, byVlan = false }: Bridge,
  names: readonly string[],
): Leaf[] {
  const entry = byVlan ? '1.3.6.1.2.1.17.7.1.2.2.1' : '1.3.6.1.2.1.17.4.3.1';
  return [
    ...names.flatMap((name, at) => [
      ...row('1.3.6.1.2.1.17.1.4.1', at + 1, { 2: int(ifIndexOf(at + 1)) }),
      ...row('1.0.8802.1.1.2.1.3.7.1', at + 1, { 3: text(name), 4: text(name) }),
    ]),
    ...heard.flatMap(({ mac, port }) =>
      row(entry, [...(byVlan ? [10] : []), ...mac], { 2: int(port), 3: int(3) }),
    ),
    ...Object.entries(neighbours).flatMap(([port, name]) =>
      row('1.0.8802.1.1.2.1.4.1.1', [0, Number(port), 1], { 9: text(name) }),
    ),
  ];
}

export interface Printer {
  readonly pages: number;
  readonly supplies: readonly { readonly name: string; readonly ratio: number }[];
  readonly alerts?: readonly string[];
}

/** Printer-MIB, RFC 3805, and hrPrinterTable, RFC 2790. */
export const printerLeaves = ({ pages, supplies, alerts = [] }: Printer): Leaf[] => [
  ...row('1.3.6.1.2.1.25.3.5.1', 1, { 1: int(3), 2: octetsOf(Buffer.from([0])) }),
  ...row('1.3.6.1.2.1.43.10.2.1', [1, 1], { 4: int(pages) }),
  ...supplies.flatMap(({ name, ratio }, at) =>
    row('1.3.6.1.2.1.43.11.1.1', [1, at + 1], {
      6: text(name),
      8: int(1_000),
      9: int(1_000 * ratio),
    }),
  ),
  ...alerts.flatMap((alert, at) => row('1.3.6.1.2.1.43.18.1.1', [1, at + 1], { 8: text(alert) })),
];

export interface Ups {
  readonly onBattery: boolean;
  readonly chargeRatio: number;
  readonly minutesLeft: number;
  readonly loadRatio: number;
}

/** UPS-MIB, RFC 1628. */
export const upsLeaves = ({ onBattery, chargeRatio, minutesLeft, loadRatio }: Ups): Leaf[] => [
  scalar('1.3.6.1.2.1.33.1.1.1', text('APC')),
  scalar('1.3.6.1.2.1.33.1.1.2', text('Smart-UPS 1500')),
  scalar('1.3.6.1.2.1.33.1.2.1', int(2)),
  scalar('1.3.6.1.2.1.33.1.2.3', int(minutesLeft)),
  scalar('1.3.6.1.2.1.33.1.2.4', int(chargeRatio * 100)),
  scalar('1.3.6.1.2.1.33.1.4.1', int(onBattery ? 5 : 3)),
  ...row('1.3.6.1.2.1.33.1.4.4.1', 1, { 5: int(loadRatio * 100) }),
];
