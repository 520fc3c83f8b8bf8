import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { gatewayIn, isKnownDead, type Ports } from './route.ts';

/** What the system knows of the way out; another stands in its place in tests. */
export interface System {
  gateway(): Promise<string | undefined>;
  /** Undefined where this system does not say. */
  isDead(address: string): Promise<boolean | undefined>;
  ports(): Ports;
}

export const ownSystem: System = {
  async gateway() {
    const table = await readTable('/proc/net/route');
    if (table !== undefined) return gatewayIn(table);
    if (process.platform === 'linux') return undefined;
    // Starts a program of the system: whoever asks does so seldom.
    const { networkGatewayDefault } = await import('systeminformation');
    const address = await networkGatewayDefault();
    return address === '' ? undefined : address;
  },
  async isDead(address) {
    const table = await readTable('/proc/net/arp');
    return table === undefined ? undefined : isKnownDead(table, address);
  },
  ports: () => networkInterfaces(),
};

/** Undefined where there is no such table: another system, or a closed one. */
async function readTable(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}
