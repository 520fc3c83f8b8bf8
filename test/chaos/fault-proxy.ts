/**
 * An HTTP proxy that fails as it is told: between whoever sends facts and the collector, and between the collector and its
 * database. Each mischief is for a number of writes; what is read passes as it is.
 */
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pause } from './waits.ts';

export type Mischief =
  /** Forwarded and answered, and the answer thrown away. */
  | { readonly kind: 'drop answer' }
  /** Half of the body is forwarded, then both sides are cut. */
  | { readonly kind: 'cut body' }
  | { readonly kind: 'late'; readonly byMs: number }
  | { readonly kind: 'busy'; readonly status: 429 | 503; readonly retryAfterS: number }
  | { readonly kind: 'garbage'; readonly which: number }
  /** Nothing comes back, and nobody closes, for so long. */
  | { readonly kind: 'half-open'; readonly forMs: number }
  /** Forwarded on two connections at once. */
  | { readonly kind: 'twice' }
  /** Forwarded, and once more so much later. */
  | { readonly kind: 'again'; readonly afterMs: number };

export interface FaultProxy {
  readonly url: string;
  /** Does this to the next writes; put behind what is still due. */
  upset(mischief: Mischief, writes: number): void;
  cutAll(): void;
  /** From now on everything passes. */
  heal(): void;
  stop(): Promise<void>;
}

interface Whole {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** What a captive portal, a broken proxy and a torn line send back. */
const GARBAGE = [
  'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 25\r\n\r\n<html>Please pay</html>\r\n',
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nnope',
  'HTTP/1.1 502 Bad Gateway\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{"stored":',
  '\u0000\u0001\u0002 SSH-2.0-not-http\r\n\r\n',
  '',
] as const;

const MOST_BODY_BYTES = 8 * 1024 * 1024;

/** `isWrite` names the requests that are upset. */
export async function startFaultProxy(
  target: string,
  isWrite: (path: string) => boolean,
): Promise<FaultProxy> {
  const due: Mischief[] = [];
  const agent = new Agent({ keepAlive: false });
  const server = createServer((asked, answer) => {
    const whole = gather(asked);
    const mischief = isWrite(asked.url ?? '') ? due.shift() : undefined;
    // Whoever asked has hung up: there is nobody to tell.
    answer.on('error', () => undefined);
    void whole.then((all) => misbehave(all, answer, mischief)).catch(() => cut(answer));
  });

  async function misbehave(
    whole: Whole,
    answer: ServerResponse,
    mischief: Mischief | undefined,
  ): Promise<void> {
    switch (mischief?.kind) {
      case undefined:
        return reply(answer, await forward(whole));
      case 'drop answer':
        await forward(whole);
        return cut(answer);
      case 'cut body':
        await forwardHalf(whole);
        return cut(answer);
      case 'late':
        await pause(mischief.byMs);
        return reply(answer, await forward(whole));
      case 'busy':
        answer.writeHead(mischief.status, { 'retry-after': `${mischief.retryAfterS}` }).end();
        return;
      case 'garbage':
        answer.socket?.end(GARBAGE[mischief.which % GARBAGE.length] ?? '');
        return;
      case 'half-open':
        await pause(mischief.forMs);
        return cut(answer);
      case 'twice': {
        const [first] = await Promise.all([forward(whole), forward(whole)]);
        return reply(answer, first);
      }
      case 'again':
        reply(answer, await forward(whole));
        await pause(mischief.afterMs);
        await forward(whole).catch(() => undefined);
    }
  }

  const open = ({ method, path, headers, body }: Whole) =>
    request(`${target}${path}`, {
      method,
      agent,
      headers: { ...headers, host: new URL(target).host, 'content-length': body.length },
    });

  function forward(whole: Whole): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const forwarded = open(whole);
      forwarded.on('error', reject);
      forwarded.on('response', (response) => {
        const { statusCode: status = 502, headers } = response;
        gather(response).then(({ body }) => resolve({ status, headers, body }), reject);
      });
      forwarded.end(whole.body);
    });
  }

  function forwardHalf(whole: Whole): Promise<void> {
    return new Promise((resolve) => {
      const forwarded = open(whole);
      forwarded.on('close', () => resolve());
      forwarded.on('error', () => resolve());
      const half = whole.body.subarray(0, Math.floor(whole.body.length / 2));
      forwarded.write(half, () => setTimeout(() => forwarded.destroy(), 5));
    });
  }

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    upset(mischief, writes) {
      for (let left = writes; left > 0; left -= 1) due.push(mischief);
    },
    cutAll: () => server.closeAllConnections(),
    heal() {
      due.length = 0;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function gather(message: IncomingMessage): Promise<Whole> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of message) {
    size += part.length;
    if (size > MOST_BODY_BYTES) throw new Error(`more than ${MOST_BODY_BYTES} bytes`);
    parts.push(part);
  }
  const { method = 'GET', url: path = '/', headers } = message;
  return { method, path, headers, body: Buffer.concat(parts) };
}

function reply(answer: ServerResponse, { status, headers, body }: Answered): void {
  const { 'transfer-encoding': _chunked, connection: _connection, ...kept } = headers;
  answer.writeHead(status, kept).end(body);
}

/** As a line that is torn: no more bytes, no farewell. */
function cut(answer: ServerResponse): void {
  answer.socket?.resetAndDestroy();
}
