import type { Ms } from '../../../kit/units.ts';
import type { Handshake, Knock, ShownTls } from './ports-door.ts';
import { type Host, isLoopback, ONVIF_PORTS } from './soap/endpoint.ts';

/** What knocking at a short fixed list said; undefined where nothing is known. */
export interface OpenPorts {
  /** False where a handshake failed. */
  readonly https: ShownTls | false | undefined;
  /** A handshake at 322, the port of RTSP over TLS. */
  readonly rtsps: boolean | undefined;
  readonly telnet: boolean | undefined;
  readonly ftp: boolean | undefined;
}

export const NO_PORTS: OpenPorts = {
  https: undefined,
  rtsps: undefined,
  telnet: undefined,
  ftp: undefined,
};

export interface KnockParts {
  readonly tcp: Knock;
  readonly tls: Handshake;
  readonly deadline: Ms;
  readonly signal: AbortSignal;
}

const [HTTPS, RTSPS, TELNET, FTP] = [443, 322, 23, 21];
const OWN_PORTS: readonly number[] = [...ONVIF_PORTS, HTTPS];

/**
 * One connection a port. A person who names an odd port has put the device behind a forward or on this
 * machine: then 443 and 322 are not the device's own; and on this machine 21 and 23 are not either. That
 * odd port itself is the device's, and may speak TLS; that it does not says nothing of another port.
 */
export async function knockAtPorts({ host, port }: Host, parts: KnockParts): Promise<OpenPorts> {
  const isHere = port !== undefined && isLoopback({ host, port });
  const hasOwnTls = (port === undefined || OWN_PORTS.includes(port)) && !isHere;
  const none = Promise.resolve(undefined);
  const tcp = (to: number) => (isHere ? none : parts.tcp(host, to, parts));
  const tls = (to: number) => (hasOwnTls ? parts.tls(host, to, parts) : none);
  const [https, rtsps, telnet, ftp] = await Promise.all([
    hasOwnTls ? tls(HTTPS) : parts.tls(host, port ?? HTTPS, parts).then(unlessFalse),
    tls(RTSPS),
    tcp(TELNET),
    tcp(FTP),
  ]);
  return { https, rtsps: rtsps === undefined ? undefined : rtsps !== false, telnet, ftp };
}

const unlessFalse = (seen: ShownTls | false | undefined): ShownTls | undefined =>
  seen === false ? undefined : seen;
