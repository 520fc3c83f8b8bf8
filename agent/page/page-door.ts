import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Endpoint } from '../../kit/endpoint.ts';
import { messageOf } from '../../kit/result.ts';

export interface PageRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  readonly host: string;
}

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ServedPage {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the page, on this machine only; rejects when the port is taken. */
export async function servePage(
  { host, port }: Endpoint,
  answer: (request: PageRequest, port: number) => Promise<PageAnswer>,
): Promise<ServedPage> {
  let bound = port;
  const server = createServer(
    { maxHeaderSize: 8 * 1024, headersTimeout: 5_000, requestTimeout: 5_000 },
    (request, response) => void respond(request, response),
  );
  server.maxConnections = 32;
  server.listen(port, host);
  await once(server, 'listening');
  bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: target = '', headers } = request;
    request.resume();
    const given = await answer({ method, target, host: headers.host ?? '' }, bound).catch(broken);
    response.writeHead(given.status, { ...given.headers });
    response.end(method === 'HEAD' ? undefined : given.body);
  }
}

function broken(error: unknown): PageAnswer {
  const headers = { 'content-type': 'text/plain; charset=utf-8' };
  return { status: 500, headers, body: `${messageOf(error)}\n` };
}
