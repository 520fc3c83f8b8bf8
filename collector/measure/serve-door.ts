import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Clock } from '../../kit/clock.ts';
import type { Endpoint } from '../../kit/endpoint.ts';
import { allowanceOf } from './allowance.ts';
import { measureHandlers } from './door.ts';
import { startUdpEcho, type UdpEcho } from './echo-door.ts';
import { DEFAULT_MEASURE_LIMITS, type MeasureLimits } from './limits.ts';

/** A far end that stands alone: HTTP and the UDP echo on one port number. */
export interface MeasureServer {
  readonly port: number;
  close(): Promise<void>;
}

export async function serveMeasurement(
  { host, port }: Endpoint,
  parts: { readonly clock: Clock; readonly limits?: MeasureLimits },
): Promise<MeasureServer> {
  const { limits = DEFAULT_MEASURE_LIMITS } = parts;
  let echo: UdpEcho | undefined;
  const { download, upload, arrivals, fill } = measureHandlers({
    ...parts,
    fill: async (order, signal) => await echo?.fill(order, signal),
  });
  const server = createServer((request, response) => {
    const open = allowanceOf(request.socket.remoteAddress ?? '', limits);
    const route = `${request.method} ${request.url?.split('?', 1)[0]}`;
    if (route === 'GET /api/v1/measure/download') return download(request, response, open);
    if (route === 'POST /api/v1/measure/upload') return upload(request, response, open);
    if (route === 'GET /api/v1/measure/arrivals') return arrivals(request, response, open);
    if (route === 'POST /api/v1/measure/fill') return fill(request, response, open);
    response.writeHead(route === 'GET /healthz' ? 200 : 404).end();
  });
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

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('listens on no port');
  return address.port;
}
