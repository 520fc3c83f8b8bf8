import type { Ms } from '../../../kit/units.ts';
import type { Knock } from './ports-door.ts';
import { type Host, isLoopback } from './soap/endpoint.ts';

/** What knocking at a short fixed list said; undefined where nothing is known. */
export interface OpenPorts {
  readonly https: boolean | undefined;
  readonly telnet: boolean | undefined;
  readonly ftp: boolean | undefined;
}

export const NO_PORTS: OpenPorts = { https: undefined, telnet: undefined, ftp: undefined };

export interface KnockParts {
  readonly tcp: Knock;
  readonly tls: Knock;
  readonly deadline: Ms;
  readonly signal: AbortSignal;
}

/**
 * One connection a port. A person who names a port has put the device behind a forward or on this
 * machine: then 443 is not the device's own; and on this machine 21 and 23 are not either.
 */
export async function knockAtPorts(host: Host, parts: KnockParts): Promise<OpenPorts> {
  const { tcp, tls } = parts;
  const moved = host.port !== undefined;
  const none = Promise.resolve(undefined);
  const elsewhere = moved && isLoopback(host);
  const [https, telnet, ftp] = await Promise.all([
    moved ? none : tls(host.host, 443, parts),
    elsewhere ? none : tcp(host.host, 23, parts),
    elsewhere ? none : tcp(host.host, 21, parts),
  ]);
  return { https, telnet, ftp };
}
