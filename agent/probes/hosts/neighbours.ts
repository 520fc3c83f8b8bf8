/** Who answered for an address on this machine's own cables. */
export interface Neighbour {
  readonly address: string;
  /** Small letters, with colons. */
  readonly mac: string;
}

/** Far more than a school's cables carry; a table that is longer is read no further. */
const MOST_LINES = 20_000;
const MOST_NEIGHBOURS = 4_096;
/** ATF_COM: the address was answered for. Source: linux/if_arp.h. */
const COMPLETE = 0x2;

/** `/proc/net/arp`: address, kind of hardware, flags, hardware address, mask, interface. Source: proc(5). */
export const readProcArp = (text: string): readonly Neighbour[] =>
  neighboursIn(text, (line) => {
    const [address = '', , flags = '', mac = ''] = line.trim().split(/\s+/);
    return (Number(flags) & COMPLETE) === 0 ? undefined : { address, mac };
  });

/** `arp -a` of Windows, in whatever language: an address, then a hardware address with dashes. */
export const readArpTable = (text: string): readonly Neighbour[] =>
  neighboursIn(text, (line) => {
    const row = /^\s*(\d{1,3}(?:\.\d{1,3}){3})\s+((?:[0-9a-f]{2}-){5}[0-9a-f]{2})(?:\s|$)/i.exec(
      line,
    );
    return row === null ? undefined : { address: row[1] ?? '', mac: row[2] ?? '' };
  });

function neighboursIn(
  text: string,
  read: (line: string) => Neighbour | undefined,
): readonly Neighbour[] {
  const found = new Map<string, Neighbour>();
  for (const line of text.split('\n', MOST_LINES)) {
    const row = read(line);
    const mac = row === undefined ? undefined : ownMac(row.mac);
    if (row === undefined || mac === undefined || !isAddress(row.address)) continue;
    if (found.size < MOST_NEIGHBOURS) found.set(row.address, { address: row.address, mac });
  }
  return [...found.values()];
}

/** Undefined for what no single machine has: nobody's, everybody's, a group's. */
function ownMac(text: string): string | undefined {
  const mac = text.toLowerCase().replaceAll('-', ':');
  if (!/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/.test(mac) || mac === '00:00:00:00:00:00')
    return undefined;
  // The lowest bit of the first octet marks a group. Source: IEEE 802.
  return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1 ? undefined : mac;
}

const isAddress = (text: string): boolean =>
  /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);
