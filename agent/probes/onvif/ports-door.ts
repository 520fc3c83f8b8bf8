import { connect, type Socket } from 'node:net';
import type { Ms } from '../../../kit/units.ts';
import { type Trust, trustAnyone } from './trust/certificates.ts';
import { certificateOf, openTls } from './trust/tls-door.ts';

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

/** One TLS handshake, closed at once: was it finished, and what was shown? `trust` is told of the certificate. */
export const knockTlsWith =
  (trust: Trust): Handshake =>
  (host, port, limits) => {
    const socket = openTls(host, port);
    return knock<ShownTls | false>(limits, {
      socket,
      event: 'secureConnect',
      seen() {
        const certificate = certificateOf(socket);
        trust(host, port, certificate);
        return { version: socket.getProtocol() ?? 'unknown', certificate };
      },
      failed: (code) => (UNREACHABLE.has(code ?? '') ? undefined : false),
    });
  };

export const knockTls: Handshake = knockTlsWith(trustAnyone);

const UNREACHABLE = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

const endpoint = (host: string, port: number) => ({ host: host.replace(/^\[|\]$/g, ''), port });

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
