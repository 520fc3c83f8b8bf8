import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import type { Clock } from '../../../../kit/clock.ts';
import type { Endpoint } from '../../../../kit/endpoint.ts';
import { type Ms, minutes, seconds } from '../../../../kit/units.ts';
import type { Answer } from './second.ts';

export interface Knocked {
  readonly answer: Answer;
  /** This machine itself knows no way there, or nobody at the address of a neighbour. */
  readonly unreachable: boolean;
}

/** Opens a TCP connection and closes it at once: nothing is sent. */
export function knock({ host, port }: Endpoint, wait: Ms, signal: AbortSignal): Promise<Knocked> {
  return new Promise((settle) => {
    const socket = connect({ host, port });
    const end = (answer: Answer, unreachable = false): void => {
      signal.removeEventListener('abort', stop);
      socket.destroy();
      settle({ answer, unreachable });
    };
    const stop = (): void => end('silent');
    signal.addEventListener('abort', stop, { once: true });
    socket.setTimeout(wait, () => end('silent'));
    socket.once('connect', () => end('answered'));
    // Stays on, so that the error of a destroyed socket finds a listener.
    socket.on('error', (error) => {
      const code = 'code' in error ? error.code : undefined;
      end(code === 'ECONNREFUSED' ? 'refused' : 'silent', UNREACHABLE.includes(String(code)));
    });
  });
}

const UNREACHABLE = ['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN'];

const ADDRESS_KEPT = minutes(1);
const FIRST_ADDRESS_WITHIN = seconds(2);

/** The address of a name, kept: while no name is resolved, what it was before still serves. */
export class KnownAddress {
  readonly #host: string;
  readonly #clock: Clock;
  #address: string | undefined;
  #readAt: Ms | undefined;
  #reading: Promise<void> | undefined;

  constructor(host: string, clock: Clock) {
    this.#host = host;
    this.#clock = clock;
  }

  /** Undefined while there never was one. Nobody waits for a slow name server but the first. */
  async current(signal: AbortSignal): Promise<string | undefined> {
    const now = this.#clock.elapsed();
    if (this.#readAt === undefined || now - this.#readAt >= ADDRESS_KEPT)
      this.#reading ??= this.#read();
    if (this.#address === undefined && this.#reading !== undefined)
      await Promise.race([this.#reading, this.#clock.sleep(FIRST_ADDRESS_WITHIN, signal)]);
    return this.#address;
  }

  async #read(): Promise<void> {
    try {
      this.#address = (await lookup(this.#host)).address;
      this.#readAt = this.#clock.elapsed();
    } catch {
      // No address now: the next look asks again.
    } finally {
      this.#reading = undefined;
    }
  }
}
