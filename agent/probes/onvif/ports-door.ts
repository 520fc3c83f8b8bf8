import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Ms } from '../../../kit/units.ts';

interface Limits {
  readonly deadline: Ms;
  readonly signal: AbortSignal;
}

/** What one knock at a port said; undefined when nothing came back, which says nothing. */
export type Knock = (host: string, port: number, limits: Limits) => Promise<boolean | undefined>;

/** What a finished handshake showed. */
export interface ShownTls {
  /** As OpenSSL names it: `TLSv1.2`. */
  readonly version: string;
  /** SHA-256 of the certificate's DER, hex; undefined where none was shown. */
  readonly certificate: string | undefined;
}

export type Handshake = (
  host: string,
  port: number,
  limits: Limits,
) => Promise<ShownTls | false | undefined>;

/** One TCP connection, closed at once: was it accepted? */
export const knockTcp: Knock = (host, port, limits) =>
  knock(limits, {
    socket: connect(endpoint(host, port)),
    event: 'connect',
    seen: () => true,
    // An unreachable host says nothing of its ports.
    failed: (code) => (code === 'ECONNREFUSED' ? false : undefined),
  });

/**
 * One TLS handshake, closed at once: was it finished, whoever signed the certificate? Old versions and
 * ciphers are taken too: that a camera has nothing newer is what is to be seen.
 */
export const knockTls: Handshake = (host, port, limits) => {
  const socket = connectTls({
    ...endpoint(host, port),
    rejectUnauthorized: false,
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT:@SECLEVEL=0',
  });
  return knock<ShownTls | false>(limits, {
    socket,
    event: 'secureConnect',
    seen: () => shownBy(socket),
    failed: (code) => (UNREACHABLE.has(code ?? '') ? undefined : false),
  });
};

const UNREACHABLE = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

const endpoint = (host: string, port: number) => ({ host: host.replace(/^\[|\]$/g, ''), port });

function shownBy(socket: TLSSocket): ShownTls {
  const { raw } = socket.getPeerCertificate();
  return {
    version: socket.getProtocol() ?? 'unknown',
    certificate: raw === undefined ? undefined : createHash('sha256').update(raw).digest('hex'),
  };
}

interface Attempt<Seen> {
  readonly socket: Socket;
  readonly event: 'connect' | 'secureConnect';
  readonly seen: () => Seen;
  readonly failed: (code: string | undefined) => Seen | undefined;
}

function knock<Seen>(
  { deadline, signal }: Limits,
  { socket, event, seen, failed }: Attempt<Seen>,
): Promise<Seen | undefined> {
  return new Promise((resolve) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(deadline)]);
    const end = (what: Seen | undefined) => {
      limit.removeEventListener('abort', abort);
      resolve(what);
      socket.destroy();
    };
    const abort = () => end(undefined);
    limit.addEventListener('abort', abort);
    socket.once(event, () => end(seen()));
    socket.once('error', (error: NodeJS.ErrnoException) => end(failed(error.code)));
    socket.once('close', () => end(undefined));
    if (limit.aborted) abort();
  });
}
