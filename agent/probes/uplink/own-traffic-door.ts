import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import type { Clock } from '../../../kit/clock.ts';
import { fail, ok, type Result } from '../../../kit/result.ts';
import { portIn } from './own-traffic.ts';
import type { OwnBytes } from './surge.ts';
import type { Carried, Meter } from './traffic.ts';

const COUNTS = '/proc/net/dev';

/** The server's own port towards the far end. */
export interface ServerPort {
  readonly meter: Meter;
  /** Frames so far, now; what was read last where the kernel no longer tells. */
  readonly bytes: () => OwnBytes;
}

/**
 * By the kernel's counters; undefined where the system has none that can be read fast and without privilege, which is
 * everywhere but on Linux.
 */
export async function serverPort(host: string, clock: Clock): Promise<ServerPort | undefined> {
  const name = await portTowards(host);
  if (name === undefined) return undefined;
  const start = readPort(name, clock);
  if (!start.ok) return undefined;
  let last = start.value;
  return {
    meter: { kind: 'server', read: async () => readPort(name, clock) },
    bytes() {
      const read = readPort(name, clock);
      if (read.ok) last = read.value;
      return { down: Number(last.down), up: Number(last.up) };
    },
  };
}

function readPort(name: string, clock: Clock): Result<Carried> {
  try {
    const bytes = portIn(readFileSync(COUNTS, 'utf8'), name);
    return bytes === undefined ? fail(`no port ${name}`) : ok({ at: clock.elapsed(), ...bytes });
  } catch {
    // Another system than Linux, or one that hides its counters.
    return fail('no counters of the system');
  }
}

/** By the address the system would send from; a UDP socket that is connected sends nothing. */
async function portTowards(host: string): Promise<string | undefined> {
  const local = await addressTowards(host);
  const ports = Object.entries(networkInterfaces());
  return ports.find(([, addresses]) => addresses?.some(({ address }) => address === local))?.[0];
}

async function addressTowards(host: string): Promise<string | undefined> {
  try {
    const { address, family } = await lookup(host);
    return await new Promise((settle) => {
      const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
      const end = (found: string | undefined): void => {
        socket.close();
        settle(found);
      };
      socket.once('error', () => end(undefined));
      // The discard port: any would do.
      socket.connect(9, address, () => end(socket.address().address));
    });
  } catch {
    // No such name: the test itself will say so.
    return undefined;
  }
}
