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

/**
 * Whether the port towards the gateway is up (systems list only ports with a carrier); with no gateway known, any port
 * that leads out.
 */
export function isPortUp(
  ports: Readonly<Record<string, readonly PortAddress[] | undefined>>,
  gateway: string | undefined,
): boolean {
  const outward = Object.values(ports)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !/^(169\.254\.|fe80:)/i.test(address));
  const known = gateway === undefined ? undefined : numberOf(gateway);
  if (known === undefined) return outward.length > 0;
  return outward.some(({ address, netmask, family }) => {
    const [own, mask] = [numberOf(address), numberOf(netmask)];
    return (
      family === 'IPv4' && own !== undefined && mask !== undefined && ((own ^ known) & mask) === 0
    );
  });
}

function numberOf(address: string): number | undefined {
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255))) return undefined;
  return parts.reduce((sum, part) => (sum << 8) | part, 0);
}
