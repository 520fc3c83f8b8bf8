import { type LookupAddress, promises } from 'node:dns';
import { createConnection, isIP, type Socket } from 'node:net';
import {
  checkServerIdentity,
  connect as connectTls,
  type DetailedPeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { oneLine } from '../../kit/one-line.ts';
import { epochMs } from '../../kit/units.ts';
import type { TlsSeen } from './seen.ts';

export type Lookup = (host: string) => Promise<readonly LookupAddress[]>;

/** The system's own way of finding names: its hosts file, its DNS servers. */
export const systemLookup: Lookup = (host) => promises.lookup(host, { all: true });

const MAX_ADDRESSES = 8;

/** An address beside others is left for the next one after this; the last one has the whole deadline. */
const ATTEMPT_MS = 2_000;

/** Connects to the first of the addresses that takes it. */
export function connectTcp(
  addresses: readonly LookupAddress[],
  port: number,
  signal: AbortSignal,
): Promise<Socket> {
  const tried = addresses.slice(0, MAX_ADDRESSES);
  const socket = createConnection({
    host: 'resolved.invalid',
    port,
    lookup: (_host, { all }, tell) =>
      all === true ? tell(null, tried) : tell(null, tried[0]?.address ?? '', tried[0]?.family),
    autoSelectFamilyAttemptTimeout: ATTEMPT_MS,
  });
  return opened(socket, 'connect', signal);
}

/** As PEM, or as a context that several connections share: each of its own takes as much memory again. */
export type Authorities = string | SecureContext;

export interface Securing {
  readonly host: string;
  /** Instead of the ones Node brings. */
  readonly ca: Authorities | undefined;
  /** Offers what was given up long ago too: TLS 1.0 and 1.1, short keys. */
  readonly old: boolean;
  readonly signal: AbortSignal;
}

const OLD = { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;

/**
 * Agrees on encryption with whatever certificate is shown. Safe because nothing secret is ever said over it: no
 * credentials, no cookies, and the answer is not read beyond its head.
 */
export function secure(socket: Socket, { host, ca, old, signal }: Securing): Promise<TLSSocket> {
  const secured = connectTls({
    socket,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
    // The name is judged on its own, so that both what is wrong with the chain and with the name are told.
    checkServerIdentity: () => undefined,
    ...(typeof ca === 'object' ? { secureContext: ca } : ca === undefined ? {} : { ca }),
    ...(old ? OLD : {}),
  });
  return opened(secured, 'secureConnect', signal);
}

/** Destroyed when the signal aborts, also after it was opened. */
function opened<Kind extends Socket>(
  socket: Kind,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<Kind> {
  const cut = (): void => void socket.destroy(new Error('aborted'));
  signal.addEventListener('abort', cut, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', cut));
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve(socket));
    // Stays on, so that what goes wrong later finds a listener.
    socket.on('error', reject);
    socket.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    if (signal.aborted) cut();
  });
}

/** What the certificate shows, also where it doesn't hold. */
export function seenOf(socket: TLSSocket, host: string): TlsSeen {
  const version = socket.getProtocol();
  const shown = shownBy(socket);
  const validTo = shown === undefined ? Number.NaN : Date.parse(shown.valid_to);
  const issuer = shown && issuerOf(shown);
  return {
    chainValid: socket.authorized,
    hostNameValid: shown !== undefined && isFor(host, shown),
    ...(version === null ? {} : { version }),
    ...(socket.authorized ? {} : { reason: codeOf(socket.authorizationError) }),
    ...(Number.isNaN(validTo) ? {} : { validTo: epochMs(validTo) }),
    ...(shown === undefined ? {} : { chainLength: chainLengthOf(shown) }),
    ...(issuer === undefined || issuer === '' ? {} : { issuer }),
  };
}

/** Never beside getPeerX509Certificate: after that one was asked, Node 24 gives an empty object here. */
function shownBy(socket: TLSSocket): DetailedPeerCertificate | undefined {
  const shown = socket.getPeerCertificate(true);
  return 'fingerprint256' in shown ? shown : undefined;
}

function isFor(host: string, shown: DetailedPeerCertificate): boolean {
  try {
    return checkServerIdentity(host, shown) === undefined;
  } catch {
    // A certificate whose names can't be read is for nobody.
    return false;
  }
}

const MAX_CHAIN = 10;

function chainLengthOf(shown: DetailedPeerCertificate): number {
  let certificate = shown;
  for (let length = 1; length < MAX_CHAIN; length += 1) {
    // The types say it is always there; of a chain that is cut short it isn't.
    const above: DetailedPeerCertificate | undefined = certificate.issuerCertificate;
    if (above === undefined || above.fingerprint256 === certificate.fingerprint256) return length;
    certificate = above;
  }
  return MAX_CHAIN;
}

/** The organisation that signed it, else its common name; a name of several parts is a list. */
function issuerOf({ issuer }: DetailedPeerCertificate): string {
  const told: string | readonly string[] | undefined = issuer.O ?? issuer.CN;
  return oneLine([told ?? []].flat().join(', '), 100);
}

/** The types say Error; Node puts the code itself there. */
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
