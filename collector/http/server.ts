import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import type { Pair } from './certificate.ts';

export interface Listening {
  readonly host: string;
  readonly port: number;
  /** Where it speaks TLS: what connections from now on are made with. */
  readonly use: (pair: Pair) => void;
  close(): Promise<void>;
}

/** Slow headers and slow bodies end by these, whoever sends them. */
const TIMEOUTS = {
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 65_000,
} as const;
/** Whoever neither sends nor takes a byte for this long is gone; pages that listen get one more often. */
const SILENT_MS = 120_000;
const MOST_CONNECTIONS = 5_000;

/** RFC 8996 and RFC 9325 §3.1.1: nothing older. */
const TLS = { minVersion: 'TLSv1.2', handshakeTimeout: 15_000 } as const;

/** Over TLS where a certificate is given. */
export async function listen(
  app: Express,
  at: { readonly host: string; readonly port: number; readonly pair?: Pair | undefined },
): Promise<Listening> {
  const options = { ...TIMEOUTS, maxHeaderSize: 16_384 };
  const tls =
    at.pair === undefined ? undefined : createTlsServer({ ...options, ...TLS, ...at.pair }, app);
  const server = tls ?? createServer(options, app);
  server.maxConnections = MOST_CONNECTIONS;
  server.setTimeout(SILENT_MS);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  const { address, port } = addressOf(server);
  return {
    ...{ host: address, port },
    use: (pair) => tls?.setSecureContext({ minVersion: TLS.minVersion, ...pair }),
    close: () => closing(server),
  };
}

function closing(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    AbortSignal.timeout(2_000).addEventListener('abort', () => server.closeAllConnections());
  });
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address;
}
