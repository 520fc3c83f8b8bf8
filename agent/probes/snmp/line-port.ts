import { fail, ok, type Result } from '../../../kit/result.ts';
import { type Ms, ms } from '../../../kit/units.ts';
import type { PortCount } from '../line-counters.ts';
import { FRAMES, INTERFACE, SYSTEM } from './oids.ts';
import { midway, ticks, whole, wide, words } from './reading.ts';
import type { SnmpValue, Varbind } from './session.ts';
import type { Table } from './walk.ts';

/** What tells which row of the interface tables is the port of that name. */
export const PORT_NAMES = {
  name: INTERFACE.name,
  descr: INTERFACE.descr,
  type: INTERFACE.type,
} as const;

/** The port to the line: its row, and how much of each of its frames is no IP. */
export interface LinePort {
  readonly index: string;
  readonly headerBytes: number | undefined;
}

/** By ifName; where no port has that name, by ifDescr, which some routers give alone. */
export function portNamed(
  wanted: string,
  table: Table<keyof typeof PORT_NAMES>,
): LinePort | undefined {
  const row = [...table.name, ...table.descr].find(([, value]) => words(value) === wanted);
  if (row === undefined) return undefined;
  const type = whole(table.type.get(row[0]));
  return { index: row[0], headerBytes: type === undefined ? undefined : HEADER_BYTES[type] };
}

/**
 * ethernetCsmacd, l2vlan and ieee8023adLag carry an Ethernet header, which the counters count; ppp and tunnel have none.
 * Routers that follow RFC 3635 to the letter count the check sequence too: 4 bytes, 0.3 % of a full frame.
 * Source: IANAifType-MIB.
 */
const HEADER_BYTES: Readonly<Record<number, number>> = { 6: 14, 135: 14, 161: 14, 23: 0, 131: 0 };

const COLUMNS = {
  name: INTERFACE.name,
  descr: INTERFACE.descr,
  inOctets: INTERFACE.inOctets,
  outOctets: INTERFACE.outOctets,
  ...FRAMES,
  highSpeed: INTERFACE.highSpeed,
  discontinuity: INTERFACE.discontinuity,
} as const;

/** One question for all of a reading: what is read at one moment belongs together. */
export const countOids = ({ index }: LinePort): readonly string[] => [
  SYSTEM.upTime,
  ...Object.values(COLUMNS).map((column) => `${column}.${index}`),
];

/** `moved`: that row is another port now, or none, as after a restart of the router. */
export type CountProblem = { readonly kind: 'moved' } | { readonly kind: 'none'; detail: string };

interface Asked {
  readonly port: LinePort;
  readonly wanted: string;
  readonly askedAt: Ms;
  readonly answeredAt: Ms;
}

export function countOf(
  answer: readonly Varbind[],
  { port, wanted, askedAt, answeredAt }: Asked,
): Result<PortCount, CountProblem> {
  const values = new Map(answer.map(({ oid, value }) => [oid, value]));
  const at = (column: keyof typeof COLUMNS): SnmpValue =>
    values.get(`${COLUMNS[column]}.${port.index}`);
  if (words(at('name')) !== wanted && words(at('descr')) !== wanted) return fail({ kind: 'moved' });
  const [inOctets, outOctets] = [wide(at('inOctets')), wide(at('outOctets'))];
  if (inOctets === undefined || outOctets === undefined)
    return fail({ kind: 'none', detail: `port ${wanted} has no 64-bit counters` });
  const megabits = whole(at('highSpeed'));
  return ok({
    inOctets,
    outOctets,
    inFrames: wide(at('inFrames')),
    outFrames: wide(at('outFrames')),
    headerBytes: port.headerBytes,
    discontinuity: whole(at('discontinuity')),
    agentUptimeS: ticks(values.get(SYSTEM.upTime)),
    // 0 is "not known". Source: RFC 2863 §6.
    speedBps: megabits === undefined || megabits === 0 ? undefined : megabits * 1e6,
    takenAt: midway(askedAt, answeredAt),
    took: ms(answeredAt - askedAt),
  });
}
