/** What the system says of the way out. Pure readers of Linux’ own tables and of the list of network ports. */

/** From /proc/net/route: the address of the default route with the lowest metric. Source: proc(5), net/route. */
export function gatewayIn(table: string): string | undefined {
  const routes = table
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .filter(
      ([, destination, gateway = '', flags = '']) =>
        destination === '00000000' &&
        /^[0-9A-F]{8}$/i.test(gateway) &&
        (Number.parseInt(flags, 16) & UP_AND_GATEWAY) === UP_AND_GATEWAY,
    )
    .toSorted((a, b) => Number(a[6]) - Number(b[6]));
  const hex = routes[0]?.[2];
  // The bytes stand in the order of the machine: little-endian on all that we run on.
  return hex === undefined ? undefined : [...Buffer.from(hex, 'hex')].reverse().join('.');
}

/** RTF_UP 1, RTF_GATEWAY 2. Source: linux/route.h. */
const UP_AND_GATEWAY = 0x3;

/**
 * From /proc/net/arp: false where the neighbour was asked for and did not answer. That there is an entry says little: it
 * stays for a minute after the neighbour's death.
 */
export function isKnownDead(table: string, address: string): boolean {
  const fields = table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .find(([ip]) => ip === address);
  const flags = Number.parseInt(fields?.[2] ?? '', 16);
  return Number.isInteger(flags) && (flags & COMPLETE) === 0;
}

/** ATF_COM. Source: linux/if_arp.h. */
const COMPLETE = 0x2;

interface PortAddress {
  readonly address: string;
  readonly netmask: string;
  readonly family: string;
  readonly internal: boolean;
}

/** The network ports that are up (systems list only those with a carrier) with their addresses. */
export type Ports = Readonly<Record<string, readonly PortAddress[] | undefined>>;

const addressesOf = (ports: Ports): readonly PortAddress[] =>
  Object.values(ports).flatMap((addresses) => addresses ?? []);

/** Whether any port is up that leads out of this machine. */
export const leadsOut = (ports: Ports): boolean =>
  addressesOf(ports).some(
    ({ internal, address }) => !internal && !/^(169\.254\.|fe80:)/i.test(address),
  );

/** Whether a port is up whose network the gateway is in. */
export function leadsTo(ports: Ports, gateway: string): boolean {
  const known = numberOf(gateway);
  return addressesOf(ports).some(({ address, netmask, family }) => {
    const [own, mask] = [numberOf(address), numberOf(netmask)];
    if (family !== 'IPv4' || known === undefined || own === undefined || mask === undefined)
      return false;
    return ((own ^ known) & mask) === 0;
  });
}

function numberOf(address: string): number | undefined {
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255))) return undefined;
  return parts.reduce((sum, part) => (sum << 8) | part, 0);
}
