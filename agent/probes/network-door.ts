import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';

/** An own IPv4 address, as the system lists it. */
export interface OwnAddress {
  readonly interface: string;
  readonly address: string;
  /** Its network: `192.168.1.9/24`. */
  readonly cidr: string;
  readonly internal: boolean;
}

/** This machine's IPv4 addresses. */
export const ownAddresses = (): readonly OwnAddress[] =>
  Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses.flatMap(({ family, address, cidr, internal }) =>
      family === 'IPv4' && cidr !== null ? [{ interface: name, address, cidr, internal }] : [],
    ),
  );

/** The IPv4 address of a host; undefined for a name that is not found. */
export async function resolveHost(host: string): Promise<string | undefined> {
  try {
    return (await lookup(host, 4)).address;
  } catch {
    // A name nobody knows: the probe of that device says so.
    return undefined;
  }
}
