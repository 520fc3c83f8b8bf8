import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { sendBurst } from '../../kit/burst-door.ts';
import type { Clock } from '../../kit/clock.ts';
import { encodeEcho, readEcho } from '../../wire/echo.ts';
import { encodeFillWord, type FillOrder, filler, readFillWord } from '../../wire/fill.ts';
import { EchoLimit } from './echo-limit.ts';
import { FillAsked } from './fill.ts';

export interface UdpEcho {
  readonly port: number;
  /** Fills the way to whoever read his cookie; undefined when nobody did, else the bytes sent. */
  fill(order: FillOrder, signal: AbortSignal): Promise<number | undefined>;
  close(): Promise<void>;
}

/** Ten probes at 50 ms, a load test beside them, and several schools behind one address. */
const LIMIT = { perSecond: 100, burst: 200, mostSources: 20_000 };

/** Answers our own questions and nothing else, with as many bytes as they were asked in. */
export async function startUdpEcho(parts: {
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
}): Promise<UdpEcho> {
  const { clock } = parts;
  const socket = createSocket(parts.host.includes(':') ? 'udp6' : 'udp4');
  const limit = new EchoLimit(LIMIT);
  const asked = new FillAsked(randomBytes(32));
  const load = filler();
  socket.on('message', (datagram, from) => {
    const answer = answerTo(datagram, (id) => asked.cookieFor(id, from, clock.elapsed()));
    if (answer === undefined || !limit.admits(from.address, clock.elapsed())) return;
    // A failed answer is a lost one: the asker counts it.
    socket.send(answer(), from.port, from.address, () => undefined);
  });
  socket.bind(parts.port, parts.host);
  await once(socket, 'listening');
  // Later errors concern single datagrams (an asker's port that is gone); the echo goes on.
  socket.on('error', () => undefined);
  return {
    port: socket.address().port,
    async fill({ id, cookie, bytes, bps }, signal) {
      const to = asked.redeem(id, cookie, clock.elapsed());
      if (to === undefined) return undefined;
      return await sendBurst(socket, { bytes, bps, datagram: load, to, clock }, signal);
    },
    async close() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

function answerTo(
  datagram: Uint8Array,
  cookieFor: (id: string) => string,
): (() => Uint8Array) | undefined {
  const echo = readEcho(datagram);
  if (echo !== undefined)
    return echo.kind === 'question' ? () => encodeEcho({ ...echo, kind: 'answer' }) : undefined;
  const word = readFillWord(datagram);
  if (word?.kind !== 'ask') return undefined;
  return () => encodeFillWord({ kind: 'cookie', id: word.id, cookie: cookieFor(word.id) });
}
