import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../../kit/clock.ts';
import type { Endpoint } from '../../kit/endpoint.ts';
import type { MeasureStream } from '../lease/gate.ts';
import type { LeaseLimits } from '../lease/limits.ts';
import { type LeasedHandler, measureHandlers } from './door.ts';
import { startUdpEcho, type UdpEcho } from './echo-door.ts';
import type { Fill } from './fill-door.ts';
import type { MeasureLimits } from './limits.ts';
import { LONE_LIMITS, loneLeases } from './lone-leases-door.ts';

/** A far end that stands alone: HTTP and the UDP echo on one port number. */
export interface MeasureServer {
  readonly port: number;
  close(): Promise<void>;
}

interface FarEndParts {
  readonly clock: Clock;
  readonly limits?: MeasureLimits;
  readonly leases?: LeaseLimits;
}

export async function serveMeasurement(
  { host, port }: Endpoint,
  parts: FarEndParts,
): Promise<MeasureServer> {
  let echo: UdpEcho | undefined;
  const fill: Fill = async (order, signal) => await echo?.fill(order, signal);
  const server = createServer(answering({ ...parts, fill }));
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.listen(port, host);
  await once(server, 'listening');
  const bound = portOf(server);
  try {
    const opened = await startUdpEcho({ host, port: bound, clock: parts.clock });
    echo = opened;
    return {
      port: bound,
      async close() {
        server.closeAllConnections();
        server.close();
        await Promise.all([once(server, 'close'), opened.close()]);
      },
    };
  } catch (error) {
    server.close();
    throw error;
  }
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

function answering({ leases, ...parts }: FarEndParts & { readonly fill: Fill }): Answer {
  const { clock } = parts;
  const { download, upload, arrivals, fill } = measureHandlers(parts);
  const { ask, handBack, allowed } = loneLeases({ clock, limits: leases ?? LONE_LIMITS });
  const within =
    (stream: MeasureStream, handler: LeasedHandler): Answer =>
    (request, response) => {
      const allowance = allowed(request, response, stream);
      if (allowance !== undefined) handler(request, response, allowance);
    };
  const routes = new Map<string, Answer>([
    ['GET /api/v1/measure/download', within('down', download)],
    ['POST /api/v1/measure/upload', within('up', upload)],
    ['GET /api/v1/measure/arrivals', within('watch', arrivals)],
    ['POST /api/v1/measure/fill', within('down', fill)],
    ['POST /api/v1/leases', (request, response) => void ask(request, response)],
    ['DELETE /api/v1/leases', handBack],
    ['GET /healthz', (_request, response) => void response.writeHead(200).end()],
  ]);
  return (request, response) => {
    const answer = routes.get(`${request.method} ${request.url?.split('?', 1)[0]}`);
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('listens on no port');
  return address.port;
}
