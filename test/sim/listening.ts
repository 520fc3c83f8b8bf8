import type { AddressInfo, Server, Socket } from 'node:net';

/** A TCP server that can go away, with every connection it holds, and come back on its port. */
export class Listening {
  readonly #make: () => Server;
  readonly #host: string;
  readonly #sockets = new Set<Socket>();
  #port: number;
  #server: Server | undefined;

  constructor(make: () => Server, host: string, port: number) {
    this.#make = make;
    this.#host = host;
    this.#port = port;
  }

  /** 0 until it listened for the first time; the same from then on. */
  get port(): number {
    return this.#port;
  }

  async start(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = this.#make();
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      // A client that resets its connection is none of the simulator's business.
      socket.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, this.#host, resolve);
    });
    this.#server = server;
    this.#port = portOf(server.address());
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening on TCP');
  return address.port;
}
