import { createHash, X509Certificate } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { encodeEcho, readEcho } from '../wire/echo.ts';
import {
  LAB_TESTS_PATH,
  LONGEST_REPORT_BYTES,
  MachineReport,
  sayLabKey,
} from '../wire/machine-report.ts';
import { selfSigned } from './peers/certificate.ts';

export interface StandInOptions {
  /** How many systems it names; they are its own, on a port that shows a certificate nobody knows. */
  readonly systems?: number;
  readonly services?: readonly { readonly name: string; readonly url: string }[];
  readonly echo?: boolean;
  /** Its own port again, and another certificate. */
  readonly port?: number;
  /** Stands in the way of the answer: true when it answered itself. */
  readonly meddle?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export interface AgentStandIn {
  /** HOST:PORT. */
  readonly address: string;
  readonly port: number;
  /** The line that machines are set up with. */
  readonly key: string;
  readonly token: string;
  /** The token of every request that came through TLS. */
  readonly tokens: readonly (string | undefined)[];
  readonly reports: readonly MachineReport[];
  close(): Promise<void>;
}

const TOKEN = 'stand-in-token-0123456789';

/** A school's agent as far as lab machines see it: real TLS with a certificate of its own, and a far end for datagrams. */
export async function startAgentStandIn(options: StandInOptions = {}): Promise<AgentStandIn> {
  const own = selfSigned();
  const fingerprint = createHash('sha256')
    .update(new X509Certificate(own.cert).raw)
    .digest('base64url');
  const tokens: (string | undefined)[] = [];
  const reports: MachineReport[] = [];
  const echo = options.echo === true ? await startEcho() : undefined;
  const answer: RequestListener = (request, response) => {
    tokens.push(request.headers.authorization?.replace('Bearer ', ''));
    if (options.meddle?.(request, response) === true) return;
    void answerContract({
      request,
      response,
      reports,
      tests: () => testsOf(options, server, echo),
    });
  };
  const server = createServer(own, answer);
  server.on('tlsClientError', () => undefined);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    ...{ address: `127.0.0.1:${port}`, port, token: TOKEN, tokens, reports },
    key: sayLabKey({ fingerprint, token: TOKEN }),
    async close() {
      echo?.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function testsOf(options: StandInOptions, server: Server, echo: Socket | undefined) {
  const { port } = server.address() as AddressInfo;
  const own = Array.from({ length: options.systems ?? 0 }, (_, at) => ({
    name: `system-${at}`,
    url: `https://localhost:${port}/system`,
  }));
  return {
    every_s: 14_400,
    services: [...own, ...(options.services ?? [])],
    ...(echo === undefined ? {} : { echo: { host: '127.0.0.1', port: echo.address().port } }),
  };
}

interface Turn {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly reports: MachineReport[];
  readonly tests: () => object;
}

async function answerContract({ request, response, reports, tests }: Turn): Promise<void> {
  const say = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (request.url === '/system') return say(200, {});
  if (request.headers.authorization !== `Bearer ${TOKEN}`) return say(401, {});
  if (request.method === 'GET' && request.url === LAB_TESTS_PATH) return say(200, tests());
  let text = '';
  for await (const part of request) text += String(part);
  if (text.length > LONGEST_REPORT_BYTES) return say(413, {});
  reports.push(MachineReport.parse(JSON.parse(text)));
  say(200, { machine: 'pc-01', every_s: 14_400 });
}

async function startEcho(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (datagram, { address, port }) => {
    const echo = readEcho(datagram);
    if (echo !== undefined) socket.send(encodeEcho({ ...echo, kind: 'answer' }), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}
