import { isInside, parseSubnet } from '../probes/subnet.ts';

/** Source: RFC 1918, RFC 1122 §3.2.1.3 (loopback), RFC 3927 (link-local). */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', '169.254.0.0/16'];

/** Whether lab machines may report from an address; where no subnets are configured, from any private one. */
export function nearBy(subnets: readonly string[]): (address: string) => boolean {
  const allowed = (subnets.length === 0 ? PRIVATE : subnets).flatMap(
    (text) => parseSubnet(text) ?? [],
  );
  return (address) => isInside(address, allowed);
}
