/** An IPv4 subnet in CIDR form, or a single address. */
export interface Subnet {
  readonly first: number;
  readonly size: number;
}

export function parseSubnet(text: string): Subnet | undefined {
  const [address = '', prefix = '32', ...more] = text.trim().split('/');
  const value = parseAddress(address);
  if (value === undefined || more.length > 0 || !/^\d{1,2}$/.test(prefix)) return undefined;
  const bits = Number(prefix);
  if (bits > 32) return undefined;
  const size = 2 ** (32 - bits);
  return { first: value - (value % size), size };
}

export function isInside(address: string, subnets: readonly Subnet[]): boolean {
  const value = parseAddress(address);
  return (
    value !== undefined && subnets.some(({ first, size }) => value >= first && value < first + size)
  );
}

/** Every host address, `limit` at most; the network's own and the broadcast address are left out. */
export function hostsOf({ first, size }: Subnet, limit: number): readonly string[] {
  const edge = size > 2 ? 1 : 0;
  const count = Math.min(limit, size - 2 * edge);
  return Array.from({ length: count }, (_, at) => sayAddress(first + edge + at));
}

/** The network's own and its broadcast address; none where every address is a host's. */
export const edgesOf = ({ first, size }: Subnet): readonly string[] =>
  size > 2 ? [sayAddress(first), sayAddress(first + size - 1)] : [];

function parseAddress(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((value, part) => value * 256 + part, 0);
}

const sayAddress = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

/** Hosts of all subnets in turn, so that a large one does not crowd out a small one; each once. */
export function hostsInTurn(subnets: readonly Subnet[], limit: number): readonly string[] {
  const lists = subnets.map((subnet) => hostsOf(subnet, limit));
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const hosts = new Set<string>();
  for (let at = 0; at < longest && hosts.size < limit; at += 1)
    for (const list of lists) {
      const host = list[at];
      if (host !== undefined && hosts.size < limit) hosts.add(host);
    }
  return [...hosts];
}

/** What lies in both: of two subnets that meet, one holds the other. */
export const overlapsOf = (some: readonly Subnet[], others: readonly Subnet[]): readonly Subnet[] =>
  some.flatMap((one) =>
    others
      .filter(({ first, size }) => one.first < first + size && first < one.first + one.size)
      .map((other) => (one.size < other.size ? one : other)),
  );

/** How many hosts all subnets hold together; what lies in two counts twice. */
export const countHosts = (subnets: readonly Subnet[]): number =>
  subnets.reduce((sum, { size }) => sum + (size > 2 ? size - 2 : size), 0);
