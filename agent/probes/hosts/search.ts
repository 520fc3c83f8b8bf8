import type { Clock } from '../../../kit/clock.ts';
import { type Ms, ms, seconds } from '../../../kit/units.ts';
import type { AskName, HostName } from '../host-name.ts';
import type { OwnAddress } from '../network-door.ts';
import { isInside, parseSubnet } from '../subnet.ts';
import { addressesToAsk } from './addresses.ts';
import type { Ping, ReadNeighbours } from './door.ts';
import type { Neighbour } from './neighbours.ts';

export interface HostSearch {
  /** CIDR; what lies outside is neither asked nor reported. */
  readonly subnets: readonly string[];
  /** Addresses a second. */
  readonly rate: number;
  /** Addresses. */
  readonly most: number;
  /** Addresses whose name nobody needs: they are configured. */
  readonly known: ReadonlySet<string>;
  /** Undefined: nobody is asked over SNMP. */
  readonly askName: AskName | undefined;
  readonly own: () => readonly OwnAddress[];
  readonly neighbours: ReadNeighbours;
  readonly ping: Ping;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly signal: AbortSignal;
}

export interface FoundHost {
  readonly address: string;
  readonly mac: string | undefined;
  readonly seenBy: 'ping' | 'neighbour_table';
  /** Undefined: it was not asked. */
  readonly snmp: boolean | undefined;
  readonly name: string | undefined;
  readonly descr: string | undefined;
}

export interface HostsFound {
  readonly hosts: readonly FoundHost[];
  /** How many addresses were asked one by one. */
  readonly asked: number;
}

const AT_ONCE = 4;
/** So long Linux goes on believing a neighbour that no longer answers: 5 s of delay, three questions. Source: arp(7). */
const TABLE_SETTLES = seconds(9);

/** The neighbour table, then a ping to each address, the table again, then a name from those who are there. */
export async function searchHosts(search: HostSearch): Promise<HostsFound> {
  const { subnets, most, own, neighbours, ping, clock, signal } = search;
  const ranges = subnets.flatMap((text) => parseSubnet(text) ?? []);
  const inside = ({ address }: Neighbour): boolean => isInside(address, ranges);
  const known = (await neighbours()).filter(inside).map(({ address }) => address);
  const { near, far } = addressesToAsk({ subnets, own: own(), first: known, most });
  const nearby = new Set(near);
  const answered = new Set<string>();
  await inTurn([...near, ...far], search, async (address) => {
    if (await ping(address, nearby.has(address), signal)) answered.add(address);
  });
  await clock.sleep(TABLE_SETTLES, signal);
  const macs = new Map(
    (await neighbours()).filter(inside).map(({ address, mac }) => [address, mac]),
  );
  const asked = new Set([...near, ...far]);
  const there = [...asked].filter((address) => answered.has(address) || macs.has(address));
  const names = await namesOf(there, search);
  return {
    asked: asked.size,
    hosts: there.map((address) => ({
      address,
      mac: macs.get(address),
      seenBy: answered.has(address) ? 'ping' : 'neighbour_table',
      snmp: names.has(address) ? names.get(address) !== undefined : undefined,
      name: names.get(address)?.name,
      descr: names.get(address)?.descr,
    })),
  };
}

/** By address; undefined for who was asked and did not answer. */
async function namesOf(
  there: readonly string[],
  search: HostSearch,
): Promise<ReadonlyMap<string, HostName | undefined>> {
  const names = new Map<string, HostName | undefined>();
  const { askName, known, signal } = search;
  if (askName === undefined) return names;
  const strangers = there.filter((address) => !known.has(address));
  await inTurn(strangers, search, async (address) => {
    names.set(address, await askName(address, signal));
  });
  return names;
}

/** Begins with one after the other at the search's rate, four at once at most; resolves when the last has ended. */
async function inTurn(
  addresses: readonly string[],
  { rate, clock, signal }: Pick<HostSearch, 'rate' | 'clock' | 'signal'>,
  deed: (address: string) => Promise<void>,
): Promise<void> {
  const between: Ms = ms(1_000 / rate);
  const running = new Set<Promise<void>>();
  for (const address of addresses) {
    if (signal.aborted) break;
    const one: Promise<void> = deed(address).finally(() => running.delete(one));
    running.add(one);
    await clock.sleep(between, signal);
    if (running.size >= AT_ONCE) await Promise.race(running);
  }
  await Promise.all(running);
}
