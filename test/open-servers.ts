import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { checkService, type ServiceQuestion } from '../agent/probes/service/door.ts';
import { serviceFact } from '../agent/probes/service/facts.ts';
import { systemClock } from '../kit/clock.ts';
import { seconds } from '../kit/units.ts';

/** Real servers on loopback for the checks of named systems, ended together. */
export class OpenServers {
  readonly #servers: Server[] = [];
  readonly #sockets: Socket[] = [];

  /** Its port. */
  async listen(server: Server): Promise<number> {
    this.#servers.push(server);
    server.on('connection', (socket) => {
      socket.on('error', () => undefined);
      this.#sockets.push(socket);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async closedPort(): Promise<number> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    await new Promise<void>((done) => server.close(() => done()));
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.splice(0)) socket.destroy();
    for (const server of this.#servers.splice(0))
      await new Promise<void>((done) => server.close(() => done()));
  }
}

const never = new AbortController().signal;

export const check = (url: string, more: Partial<ServiceQuestion> = {}) =>
  checkService({ url, deadline: seconds(5), clock: systemClock, ...more }, never);

export const checkedFields = async (url: string, more: Partial<ServiceQuestion> = {}) =>
  serviceFact({ device: 'line', service: 'x' }, await check(url, more), systemClock.now()).fields;
