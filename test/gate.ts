import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A line between an agent and a far end over UDP: whole, cut, or whole in one direction. */
export class Gate {
  mode: 'whole' | 'cut' | 'out_only' | 'in_only' = 'whole';
  readonly #inner: Socket;
  readonly #outer = createSocket('udp4');
  readonly #farEnd: number;
  #client: { readonly port: number; readonly address: string } | undefined;

  private constructor(farEnd: number, inner: Socket) {
    this.#farEnd = farEnd;
    this.#inner = inner;
    inner.on('message', (datagram, from) => {
      this.#client = from;
      if (this.mode === 'whole' || this.mode === 'out_only')
        this.#outer.send(datagram, this.#farEnd, '127.0.0.1');
    });
    this.#outer.on('message', (datagram) => {
      if (this.#client !== undefined && (this.mode === 'whole' || this.mode === 'in_only'))
        inner.send(datagram, this.#client.port, this.#client.address);
    });
    this.#outer.on('error', () => undefined);
    inner.on('error', () => undefined);
  }

  static async open(farEnd: number, port = 0): Promise<Gate> {
    const inner = createSocket('udp4').bind(port, '127.0.0.1');
    await once(inner, 'listening');
    return new Gate(farEnd, inner);
  }

  get port(): number {
    return this.#inner.address().port;
  }

  async close(): Promise<void> {
    this.#outer.close();
    this.#inner.close();
    await once(this.#inner, 'close');
  }
}
