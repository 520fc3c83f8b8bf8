import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import type { Clock } from '../../kit/clock.ts';
import type { Endpoint } from '../../kit/endpoint.ts';
import { type Ms, ms } from '../../kit/units.ts';
import { ECHO_ID_BYTES, encodeEcho, readEcho } from '../../wire/echo.ts';
import type { Rounds } from './rounds.ts';

export interface Ping {
  readonly endpoint: Endpoint;
  readonly probes: number;
  /** Between two probes. */
  readonly spacing: Ms;
  /** For the last answer. */
  readonly wait: Ms;
  readonly clock: Clock;
}

/** getaddrinfo can't be stopped; nobody waits for it longer. */
const RESOLVE_MS = 5_000;
/** A far end that lost so many handshakes from the start is not asked the rest of them. */
const GIVE_UP_AFTER = 3;

/** Times our own echo datagrams. Only the address that was asked can answer, and only with this pass's id. */
export async function pingUdp(ping: Ping, signal: AbortSignal): Promise<Rounds> {
  const address = await resolve(ping.endpoint.host, signal);
  if (address === undefined) return unresolved(ping.probes);
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  const tally = new Tally(ping.probes, ping.clock);
  socket.on('message', (datagram) => tally.take(datagram));
  socket.on('error', (error) => tally.fault(error));
  try {
    // A connected socket: the kernel drops what comes from any other address or port.
    await new Promise<void>((connected) => {
      socket.once('error', () => connected());
      socket.connect(ping.endpoint.port, address, () => connected());
    });
    const ended = AbortSignal.any([signal, tally.complete]);
    const start = ping.clock.elapsed();
    for (let sequence = 0; sequence < ping.probes && !signal.aborted; sequence += 1) {
      tally.send(socket, sequence);
      // By the plan, not from probe to probe: a timer of Windows is up to 16 ms late, each time.
      const due = start + (sequence + 1) * ping.spacing;
      const left = ms(Math.max(0, due - ping.clock.elapsed()));
      await ping.clock.sleep(left, ended);
    }
    await ping.clock.sleep(ping.wait, ended);
    return tally.rounds();
  } finally {
    socket.close();
  }
}

class Tally {
  readonly #id = randomBytes(ECHO_ID_BYTES).toString('hex');
  readonly #sentAt: (Ms | undefined)[];
  readonly #trips: (Ms | undefined)[];
  readonly #clock: Clock;
  readonly #complete = new AbortController();
  #error: string | undefined;

  constructor(probes: number, clock: Clock) {
    this.#sentAt = new Array(probes).fill(undefined);
    this.#trips = new Array(probes).fill(undefined);
    this.#clock = clock;
  }

  /** Aborts when every probe was answered, so that nobody waits longer than needed. */
  get complete(): AbortSignal {
    return this.#complete.signal;
  }

  send(socket: Socket, sequence: number): void {
    this.#sentAt[sequence] = this.#clock.elapsed();
    try {
      socket.send(encodeEcho({ kind: 'question', id: this.#id, sequence }), (error) => {
        if (error !== null) this.fault(error);
      });
    } catch (error) {
      // Thrown where connecting had failed; what is not sent is lost, with this reason.
      this.fault(error);
    }
  }

  take(datagram: Uint8Array): void {
    const echo = readEcho(datagram);
    if (echo?.kind !== 'answer' || echo.id !== this.#id) return;
    const sentAt = this.#sentAt[echo.sequence];
    if (sentAt === undefined || this.#trips[echo.sequence] !== undefined) return;
    this.#trips[echo.sequence] = ms(this.#clock.elapsed() - sentAt);
    if (!this.#trips.includes(undefined)) this.#complete.abort();
  }

  fault(error: unknown): void {
    this.#error ??= reasonOf(error);
  }

  /** Probes that a stopped pass never sent are not counted as lost. */
  rounds(): Rounds {
    const trips = this.#trips.filter((_, at) => this.#sentAt[at] !== undefined);
    return this.#error === undefined ? { trips } : { trips, error: this.#error };
  }
}

/** Times TCP handshakes, one after the other, and closes each at once: nothing is sent. */
export async function pingTcp(ping: Ping, signal: AbortSignal): Promise<Rounds> {
  const address = await resolve(ping.endpoint.host, signal);
  if (address === undefined) return unresolved(ping.probes);
  const trips: (Ms | undefined)[] = [];
  let error: string | undefined;
  for (let at = 0; at < ping.probes && !signal.aborted; at += 1) {
    const handshake = await shake(address, ping, signal);
    trips.push(handshake.trip);
    error ??= handshake.error;
    if (at + 1 >= GIVE_UP_AFTER && trips.every((trip) => trip === undefined)) break;
    await ping.clock.sleep(ping.spacing, signal);
  }
  return error === undefined ? { trips } : { trips, error };
}

function shake(
  host: string,
  { endpoint, wait, clock }: Ping,
  signal: AbortSignal,
): Promise<{ trip?: Ms; error?: string }> {
  return new Promise((settle) => {
    const start = clock.elapsed();
    const socket = connect({ host, port: endpoint.port });
    const end = (result: { trip?: Ms; error?: string }): void => {
      signal.removeEventListener('abort', stop);
      socket.destroy();
      settle(result);
    };
    const stop = (): void => end({ error: 'stopped' });
    signal.addEventListener('abort', stop, { once: true });
    socket.setTimeout(wait, () => end({ error: 'no answer' }));
    socket.once('connect', () => end({ trip: ms(clock.elapsed() - start) }));
    socket.once('error', (error) => end({ error: reasonOf(error) }));
  });
}

/** Before the probes, so that no name server's time counts as the line's. */
export function resolve(host: string, outer: AbortSignal): Promise<string | undefined> {
  return new Promise((settle) => {
    const signal = AbortSignal.any([outer, AbortSignal.timeout(RESOLVE_MS)]);
    signal.addEventListener('abort', () => settle(undefined), { once: true });
    lookup(host).then(
      ({ address }) => settle(address),
      // Whatever the reason, the name gave no address, and that is what is told.
      () => settle(undefined),
    );
  });
}

const unresolved = (probes: number): Rounds => ({
  trips: new Array(probes).fill(undefined),
  error: 'unresolved',
});

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  if (code === 'ECONNREFUSED') return 'refused';
  if (['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN'].includes(code)) return 'unreachable';
  return code;
}
