import type { Clock } from '../kit/clock.ts';
import { type Endpoint, sayEndpoint } from '../kit/endpoint.ts';
import { messageOf } from '../kit/result.ts';
import { type Listening, listen } from './http/server.ts';
import { startUdpEcho, type UdpEcho } from './measure/echo-door.ts';
import { StartProblem } from './start-problem.ts';

/** TCP for everything, and UDP of the same number for the echo of line tests: both, or neither. */
export async function openPorts(
  app: Parameters<typeof listen>[0],
  { at, clock }: { readonly at: Endpoint; readonly clock: Clock },
): Promise<{ readonly server: Listening; readonly echo: UdpEcho }> {
  const server = await listen(app, at).catch(cantListen(sayEndpoint(at)));
  try {
    const { host, port } = server;
    const cant = cantListen(`UDP ${sayEndpoint(server)}`);
    return { server, echo: await startUdpEcho({ host, port, clock }).catch(cant) };
  } catch (error) {
    await server.close();
    throw error;
  }
}

const cantListen = (where: string) => (error: unknown) => {
  throw new StartProblem('needed', `can't listen on ${where}: ${messageOf(error)}`, error);
};
