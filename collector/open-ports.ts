import type { Clock } from '../kit/clock.ts';
import { type Endpoint, sayEndpoint } from '../kit/endpoint.ts';
import { messageOf } from '../kit/result.ts';
import { type CertificateFiles, readPair } from './http/certificate.ts';
import { type Listening, listen } from './http/server.ts';
import { startUdpEcho, type UdpEcho } from './measure/echo-door.ts';
import { StartProblem } from './start-problem.ts';

interface Opening {
  readonly at: Endpoint;
  readonly tls: CertificateFiles | undefined;
  readonly clock: Clock;
}

/** TCP for everything, and UDP of the same number for the echo of line tests: both, or neither. */
export async function openPorts(
  app: Parameters<typeof listen>[0],
  { at, tls, clock }: Opening,
): Promise<{ readonly server: Listening; readonly echo: UdpEcho }> {
  const pair = tls === undefined ? undefined : readPair(tls);
  if (pair?.ok === false) throw new StartProblem('config', pair.problem);
  const server = await listen(app, { ...at, pair: pair?.value }).catch(cantListen(sayEndpoint(at)));
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
