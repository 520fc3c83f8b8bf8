import type { OwnAddress } from '../../network-door.ts';
import { hostsInTurn, isInside, overlapsOf, parseSubnet, type Subnet } from '../../subnet.ts';

/** What is asked from: own addresses, or, by the system's own choice, whichever leads there. */
export type Sources =
  | { readonly kind: 'bound'; readonly addresses: readonly OwnAddress[] }
  | { readonly kind: 'routed' }
  | { readonly kind: 'none' };

/** Own addresses inside the subnets, or those named; a subnet behind a router is asked by route. */
export function sourcesOf(
  own: readonly OwnAddress[],
  subnets: readonly Subnet[],
  named: readonly string[],
): Sources {
  const addresses =
    named.length > 0
      ? own.filter((one) => named.includes(one.interface) || named.includes(one.address))
      : own.filter(({ address }) => isInside(address, subnets));
  if (addresses.length > 0) return { kind: 'bound', addresses };
  const mayRoute = named.length === 0 && own.some(({ internal }) => !internal);
  return { kind: mayRoute ? 'routed' : 'none' };
}

/** From which of the sources a host is asked: the one on its network, else the first. */
export function sourceFor(host: string, sources: readonly OwnAddress[]): OwnAddress | undefined {
  const near = sources.find(({ cidr }) => {
    const network = parseSubnet(cidr);
    return network !== undefined && isInside(host, [network]);
  });
  return near ?? sources[0];
}

/** Linux keeps 1024 neighbours before it forgets some that answer (gc_thresh3). Source: arp(7). */
const ASKED_AT_MOST = 1_024;

/** Whom to ask one by one: those it should find, then what is on its own cables, then the rest. */
export function hostsToAsk(
  first: readonly string[],
  subnets: readonly Subnet[],
  sources: Sources,
): readonly string[] {
  const own = sources.kind === 'bound' ? sources.addresses : [];
  const near = overlapsOf(
    own.flatMap(({ cidr }) => parseSubnet(cidr) ?? []),
    subnets,
  );
  const hosts = [
    ...first.filter((host) => isInside(host, subnets)),
    ...[near, subnets].flatMap((part) => hostsInTurn(part, ASKED_AT_MOST)),
  ];
  return [...new Set(hosts)].slice(0, ASKED_AT_MOST);
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap(
  (text) => parseSubnet(text) ?? [],
);

/** The private /24s this machine stands in: what it may ask when a person says "here". Source: RFC 1918. */
export function ownNetworks(own: readonly OwnAddress[]): readonly string[] {
  const networks = own
    .filter(({ address, internal }) => !internal && isInside(address, PRIVATE))
    .map(({ address }) => address.replace(/\.\d+$/, '.0/24'));
  return [...new Set(networks)];
}
