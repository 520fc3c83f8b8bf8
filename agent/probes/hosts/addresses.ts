import type { OwnAddress } from '../network-door.ts';
import { edgesOf, hostsInTurn, isInside, overlapsOf, parseSubnet } from '../subnet.ts';

/** Whom a search asks, and how. */
export interface AddressesToAsk {
  /** On this machine's own cables: no router need pass the question on. */
  readonly near: readonly string[];
  /** In the subnets, behind a router. */
  readonly far: readonly string[];
}

interface Places {
  /** CIDR. */
  readonly subnets: readonly string[];
  readonly own: readonly OwnAddress[];
  /** Before all others, where they lie in the subnets. */
  readonly first: readonly string[];
  /** Addresses in all. */
  readonly most: number;
}

/** Hosts of the subnets, own cables first; never this machine's own addresses, nor what addresses a whole network. */
export function addressesToAsk({ subnets, own, first, most }: Places): AddressesToAsk {
  const ranges = subnets.flatMap((text) => parseSubnet(text) ?? []);
  const cables = own.flatMap(({ cidr }) => parseSubnet(cidr) ?? []);
  const never = new Set([...own.map(({ address }) => address), ...cables.flatMap(edgesOf)]);
  const spare = most + never.size;
  const all = new Set([
    ...first.filter((address) => isInside(address, ranges)),
    ...hostsInTurn(overlapsOf(cables, ranges), spare),
    ...hostsInTurn(ranges, spare),
  ]);
  const asked = [...all].filter((address) => !never.has(address)).slice(0, most);
  const isNear = (address: string): boolean => isInside(address, cables);
  return { near: asked.filter(isNear), far: asked.filter((address) => !isNear(address)) };
}
