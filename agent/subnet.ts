/** Subnets as they stand in the config, `192.168.1.0/24`: the agent touches nothing else by itself. */

const OCTETS = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** An address literal of the fourth version as a number; undefined for names and all else. */
function numberOf(address: string): number | undefined {
  const octets = OCTETS.exec(address)?.slice(1).map(Number);
  if (octets === undefined || octets.some((octet) => octet > 255)) return undefined;
  return octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

function holds(subnet: string, address: number): boolean {
  const [start = '', prefix = ''] = subnet.split('/');
  const network = numberOf(start);
  const size = 2 ** (32 - Number(prefix));
  return network !== undefined && Math.floor(network / size) === Math.floor(address / size);
}

/** Whether a host is an address literal outside all subnets. A name may lie anywhere; no subnets allow all. */
export function isOutside(host: string, subnets: readonly string[]): boolean {
  if (subnets.length === 0) return false;
  if (host.includes(':')) return true;
  const address = numberOf(host);
  return address !== undefined && !subnets.some((subnet) => holds(subnet, address));
}
