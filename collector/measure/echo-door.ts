import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Clock } from '../../kit/clock.ts';
import { encodeEcho, readEcho } from '../../wire/echo.ts';
import { encodeHeartbeat, readHeartbeat } from '../../wire/heartbeat.ts';
import { BeatCounts } from './beat-counts.ts';
import { EchoLimit } from './echo-limit.ts';

export interface UdpEcho {
  readonly port: number;
  close(): Promise<void>;
}

/** Ten probes at 50 ms, a heartbeat, a load test beside them, and several schools behind one address. */
const LIMIT = { perSecond: 100, burst: 200, mostSources: 20_000 };

/** Answers our own echo questions and heartbeats and nothing else, byte for byte as long as they were asked. */
export async function startUdpEcho(parts: {
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
}): Promise<UdpEcho> {
  const socket = createSocket(parts.host.includes(':') ? 'udp6' : 'udp4');
  const limit = new EchoLimit(LIMIT);
  const counts = new BeatCounts(LIMIT.mostSources);
  socket.on('message', (datagram, from) => {
    if (!isQuestion(datagram) || !limit.admits(from.address, parts.clock.elapsed())) return;
    const answer = answerTo(datagram, counts);
    // A failed answer is a lost one: the asker counts it.
    if (answer !== undefined) socket.send(answer, from.port, from.address, () => undefined);
  });
  socket.bind(parts.port, parts.host);
  await once(socket, 'listening');
  // Later errors concern single datagrams (an asker's port that is gone); the echo goes on.
  socket.on('error', () => undefined);
  return {
    port: socket.address().port,
    async close() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

const isQuestion = (datagram: Uint8Array): boolean =>
  (readEcho(datagram) ?? readHeartbeat(datagram))?.kind === 'question';

function answerTo(datagram: Uint8Array, counts: BeatCounts): Uint8Array | undefined {
  const echo = readEcho(datagram);
  if (echo !== undefined) return encodeEcho({ ...echo, kind: 'answer' });
  const beat = readHeartbeat(datagram);
  return beat && encodeHeartbeat({ ...beat, kind: 'answer', received: counts.count(beat.id) });
}
