import { isInside, parseSubnet } from './probes/subnet.ts';

const EVERYWHERE = [{ first: 0, size: 2 ** 32 }];

/** Whether a host is an address literal outside all subnets. A name may lie anywhere; no subnets allow all. */
export function isOutside(host: string, subnets: readonly string[]): boolean {
  if (subnets.length === 0) return false;
  if (host.includes(':')) return true;
  const allowed = subnets.flatMap((text) => parseSubnet(text) ?? []);
  return isInside(host, EVERYWHERE) && !isInside(host, allowed);
}
