import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Endpoint } from '../../kit/endpoint.ts';
import { fail, messageOf, ok, type Result } from '../../kit/result.ts';

export interface PageRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  readonly host: string;
  /** Where a browser says the request comes from. */
  readonly origin?: string | undefined;
  readonly cookie?: string | undefined;
  readonly contentType?: string | undefined;
  /** What was sent along, read only when asked for. */
  body?(): Promise<Result<string, BodyProblem>>;
}

export type BodyProblem = 'too_large' | 'too_slow';

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What is done once the answer is on its way. */
  readonly after?: () => void;
}

/** A form of this page with sixty cameras in it takes ten. */
export const LONGEST_BODY_BYTES = 16 * 1024;
const BODY_DEADLINE_MS = 5_000;

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
    const { origin, cookie, host = '' } = headers;
    const asked: PageRequest = {
      ...{ method, target, host, origin, cookie, contentType: headers['content-type'] },
      body: () => bodyOf(request),
    };
    const given = await answer(asked, bound).catch(broken);
    const { after } = given;
    // Whoever sent a form and left has still sent it.
    if (response.closed) after?.();
    else if (after !== undefined) response.once('close', after);
    // What nobody asked for is not waited for either.
    if (!request.complete) response.shouldKeepAlive = false;
    response.writeHead(given.status, { ...given.headers });
    response.end(method === 'HEAD' ? undefined : given.body);
    request.resume();
  }
}

/** Stops at the limit: what comes behind it is thrown away unread. */
function bodyOf(request: IncomingMessage): Promise<Result<string, BodyProblem>> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    const late = setTimeout(() => settle(fail('too_slow')), BODY_DEADLINE_MS);
    const take = (part: Buffer): void => {
      size += part.length;
      parts.push(part);
      if (size > LONGEST_BODY_BYTES) settle(fail('too_large'));
    };
    const settle = (result: Result<string, BodyProblem>): void => {
      clearTimeout(late);
      request.off('data', take);
      resolve(result);
    };
    request.on('data', take);
    request.once('end', () => settle(ok(Buffer.concat(parts).toString('utf8'))));
    request.once('close', () => settle(fail('too_slow')));
  });
}

function broken(error: unknown): PageAnswer {
  const headers = { 'content-type': 'text/plain; charset=utf-8' };
  return { status: 500, headers, body: `${messageOf(error)}\n` };
}
