import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import type { Clock } from '../../../../kit/clock.ts';
import type { Endpoint } from '../../../../kit/endpoint.ts';
import { type EpochMs, type Ms, seconds } from '../../../../kit/units.ts';
import { encodeHeartbeat, HEARTBEAT_ID_BYTES, readHeartbeat } from '../../../../wire/heartbeat.ts';
import { BeatLedger } from './beat-ledger.ts';

/** A socket that hears nothing is made anew: the address of this machine, or of the far end, may have changed. */
const ANEW_AFTER = seconds(10);

/** Asks one far end over UDP, as often as it is told to. One socket at a time, made anew now and then in silence. */
export class Beat {
  readonly #endpoint: Endpoint;
  readonly #clock: Pick<Clock, 'elapsed'>;
  readonly #id = randomBytes(HEARTBEAT_ID_BYTES).toString('hex');
  readonly ledger = new BeatLedger();
  #socket: Socket | undefined;
  #opening = false;
  #closed = false;
  /** When it was last opened or heard. */
  #freshAt: Ms;

  constructor(endpoint: Endpoint, clock: Pick<Clock, 'elapsed'>) {
    this.#endpoint = endpoint;
    this.#clock = clock;
    this.#freshAt = clock.elapsed();
    void this.#open();
  }

  /** One question that counts for the second `at`. */
  ask(at: EpochMs): void {
    const sequence = this.ledger.ask(at);
    const question = { kind: 'question', id: this.#id, sequence, received: 0 } as const;
    // Nothing is thrown away by a failed send but the question itself: it stays unanswered.
    this.#socket?.send(encodeHeartbeat(question), () => undefined);
    if (this.#clock.elapsed() - this.#freshAt >= ANEW_AFTER) void this.#open();
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** The old socket serves until the new one stands; a name that gives no address changes nothing. */
  async #open(): Promise<void> {
    if (this.#opening) return;
    this.#opening = true;
    this.#freshAt = this.#clock.elapsed();
    try {
      const { address } = await lookup(this.#endpoint.host);
      const socket = await connected(this.#endpoint.port, address);
      if (socket === undefined) return;
      if (this.#closed) return void socket.close();
      socket.on('message', (datagram) => this.#hear(datagram));
      socket.on('error', (error) => this.#fault(error));
      this.#socket?.close();
      this.#socket = socket;
    } catch {
      // No address: the questions stay unanswered until a later try gives one.
    } finally {
      this.#opening = false;
    }
  }

  #hear(datagram: Uint8Array): void {
    const beat = readHeartbeat(datagram);
    if (beat?.kind !== 'answer' || beat.id !== this.#id) return;
    if (this.ledger.hear(beat)) this.#freshAt = this.#clock.elapsed();
  }

  #fault(error: Error): void {
    if ('code' in error && error.code === 'ECONNREFUSED') this.ledger.refuse();
  }
}

/** A connected socket: the kernel drops what comes from any other address, and tells of a closed port. */
function connected(port: number, address: string): Promise<Socket | undefined> {
  return new Promise((settle) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    const failed = (): void => {
      socket.close();
      settle(undefined);
    };
    socket.once('error', failed);
    socket.connect(port, address, () => {
      socket.off('error', failed);
      settle(socket);
    });
  });
}
