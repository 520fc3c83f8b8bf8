import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Endpoint } from '../../kit/endpoint.ts';
import { type Ms, seconds } from '../../kit/units.ts';
import { LONGEST_REPORT_BYTES } from '../../wire/machine-report.ts';
import type { LabAnswer, LabBody, LabRequest } from './desk.ts';
import type { RefusalReason } from './refusals.ts';

export interface ListenerParts {
  readonly at: Endpoint;
  /** PEM. */
  readonly tls: { readonly key: string; readonly cert: string };
  readonly answer: (request: LabRequest, body: () => Promise<LabBody>) => Promise<LabAnswer>;
  /** False for an address that has connected too often to be heard at all. */
  readonly admits: (address: string) => boolean;
  /** Turned away before it could ask. */
  readonly refused: (address: string, reason: RefusalReason) => void;
  readonly broken: (problem: string) => void;
  readonly limits?: ListenerLimits;
}

export interface ListenerLimits {
  /** For the handshake, and for the head of a request. */
  readonly head: Ms;
  /** For a whole request. */
  readonly request: Ms;
  readonly connections: number;
  readonly connectionsPerAddress: number;
}

/** A school's labs are switched on together: two hundred machines within a minute, seldom twenty at one moment. */
const LIMITS: ListenerLimits = {
  head: seconds(5),
  request: seconds(10),
  connections: 128,
  connectionsPerAddress: 32,
};

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** Hears lab machines over TLS; rejects when the port is taken or the address is not of this machine. */
export async function listen(parts: ListenerParts): Promise<Listener> {
  const limits = parts.limits ?? LIMITS;
  const server = createServer({
    ...parts.tls,
    minVersion: 'TLSv1.2',
    handshakeTimeout: limits.head,
    headersTimeout: limits.head,
    requestTimeout: limits.request,
    // How often the two deadlines above are looked at.
    connectionsCheckingInterval: Math.min(limits.head / 2, 1_000),
    maxHeaderSize: 8 * 1024,
  });
  server.maxConnections = limits.connections;
  server.maxRequestsPerSocket = 1;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    const address = addressOf(socket);
    const alike = [...sockets].filter((other) => addressOf(other) === address).length;
    if (!parts.admits(address) || alike >= limits.connectionsPerAddress) {
      parts.refused(address, 'too_many');
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (request, response) => void respond(request, response, parts));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') parts.refused(addressOf(socket), 'too_slow');
    else if (error.code?.startsWith('HPE_') === true)
      parts.refused(addressOf(socket), 'unreadable');
    socket.destroy();
  });
  server.listen(parts.at.port, parts.at.host);
  await once(server, 'listening');
  // A connection that could not be taken, for want of file handles: the next may be.
  server.on('error', ({ message }) => parts.broken(message));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** Undefined once the other side is gone. */
const addressOf = ({ remoteAddress }: Socket): string =>
  (remoteAddress ?? '').replace(/^::ffff:/, '');

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { answer }: ListenerParts,
): Promise<void> {
  const { method = '', url = '', headers, socket } = request;
  const [path = ''] = url.split('?', 1);
  const asked = { method, path, address: addressOf(socket), authorization: headers.authorization };
  const { status, type, body } = await answer(asked, () => bodyOf(request));
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(body);
}

/** Never more of it in memory than a report may be long. */
function bodyOf(request: IncomingMessage): Promise<LabBody> {
  if (Number(request.headers['content-length'] ?? 0) > LONGEST_REPORT_BYTES)
    return Promise.resolve({ kind: 'too_large' });
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    request.on('data', (part: Buffer) => {
      length += part.length;
      if (length > LONGEST_REPORT_BYTES) resolve({ kind: 'too_large' });
      else parts.push(part);
    });
    request.once('end', () => resolve({ kind: 'read', bytes: Buffer.concat(parts) }));
    request.once('close', () => resolve({ kind: 'cut' }));
    // A connection that broke: `close` follows.
    request.once('error', () => undefined);
  });
}
