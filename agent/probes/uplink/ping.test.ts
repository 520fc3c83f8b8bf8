import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../kit/clock.ts';
import { silentLog } from '../../../kit/log.ts';
import { ms } from '../../../kit/units.ts';
import { encodeEcho, readEcho } from '../../../wire/echo.ts';
import { type Ping, pingTcp, pingUdp } from '../../dial/ping-door.ts';
import { UplinkOptions } from './options.ts';
import { uplinkProbes } from './probe.ts';

const open: (Socket | Server)[] = [];
afterEach(async () => {
  for (const socket of open.splice(0))
    await new Promise<void>((done) => socket.close(() => done()));
});

/** A UDP far end of the test's own making: `answer` says what to send back, and from which socket. */
async function udpServer(
  answer: (datagram: Buffer, reply: (bytes: Uint8Array) => void, nth: number) => void,
): Promise<number> {
  const socket = createSocket('udp4');
  open.push(socket);
  let nth = 0;
  socket.on('message', (datagram, from) => {
    nth += 1;
    answer(datagram, (bytes) => socket.send(bytes, from.port, from.address), nth);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket.address().port;
}

const pingOf = (port: number, probes = 9): Ping => ({
  endpoint: { host: '127.0.0.1', port },
  probes,
  spacing: ms(5),
  wait: ms(400),
  clock: systemClock,
});
const never = new AbortController().signal;
const answerOf = (datagram: Buffer) => {
  const echo = readEcho(datagram);
  if (echo === undefined) throw new Error('not ours');
  return encodeEcho({ ...echo, kind: 'answer' });
};

describe('timing the line by UDP echo', () => {
  it('counts every third datagram that a lossy far end drops', async () => {
    const port = await udpServer((datagram, reply, nth) => {
      if (nth % 3 !== 0) reply(answerOf(datagram));
    });
    const { trips } = await pingUdp(pingOf(port), never);
    expect(trips.map((trip) => trip !== undefined)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((nth) => nth % 3 !== 0),
    );
  });

  it('takes the first of two answers, and counts them as one', async () => {
    const port = await udpServer((datagram, reply, nth) => {
      if (nth !== 1) return;
      reply(answerOf(datagram));
      setTimeout(() => reply(answerOf(datagram)), 250);
    });
    const { trips } = await pingUdp(pingOf(port, 3), never);
    expect(trips.filter((trip) => trip !== undefined)).toHaveLength(1);
    expect(trips[0]).toBeLessThan(200);
  });

  it('takes nothing that has another id, is not an answer, or is no echo at all', async () => {
    const port = await udpServer((datagram, reply) => {
      const echo = readEcho(datagram);
      if (echo === undefined) return;
      reply(datagram);
      reply(Buffer.from('garbage'));
      reply(encodeEcho({ kind: 'answer', id: '0000000000000000', sequence: echo.sequence }));
    });
    const { trips } = await pingUdp(pingOf(port, 3), never);
    expect(trips).toEqual([undefined, undefined, undefined]);
  });

  it('takes no answer from another port than the one it asked', async () => {
    const other = createSocket('udp4');
    open.push(other);
    const socket = createSocket('udp4');
    open.push(socket);
    socket.on('message', (datagram, from) => {
      other.send(answerOf(datagram), from.port, from.address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { trips } = await pingUdp(pingOf(socket.address().port, 2), never);
    expect(trips).toEqual([undefined, undefined]);
  });

  it('says refused where nothing listens, and unresolved where there is no such name', async () => {
    const port = await udpServer(() => undefined);
    await new Promise<void>((done) => (open.pop() as Socket).close(done));
    expect(await pingUdp(pingOf(port, 2), never)).toEqual({
      trips: [undefined, undefined],
      error: 'refused',
    });
    const nowhere = { ...pingOf(port, 2), endpoint: { host: 'no..name', port } };
    expect((await pingUdp(nowhere, never)).error).toBe('unresolved');
  });

  it('gives no fact when it is stopped half-way', async () => {
    const port = await udpServer(() => undefined);
    const section = UplinkOptions.parse({
      targets: [{ name: 'far', udp_echo: `127.0.0.1:${port}` }],
    });
    const parts = { clock: systemClock, log: silentLog, random: () => 0.5 };
    const pass = await uplinkProbes(section, parts, { data: '/nowhere' }).probes[0]?.measure(
      AbortSignal.timeout(30),
    );
    expect(pass?.facts).toEqual([]);
  });
});

describe('timing the line by TCP', () => {
  it('times handshakes and closes each without sending a byte', async () => {
    let bytes = 0;
    const server = createServer((socket) => {
      socket.on('data', (part) => (bytes += part.length));
      socket.on('error', () => undefined);
    });
    open.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const port = (server.address() as { port: number }).port;
    const { trips } = await pingTcp(pingOf(port, 3), never);
    expect(trips.every((trip) => trip !== undefined && trip < 1_000)).toBe(true);
    expect(trips).toHaveLength(3);
    expect(bytes).toBe(0);
  });

  it('gives up after three handshakes were refused', async () => {
    const port = await udpServer(() => undefined);
    const { trips, error } = await pingTcp(pingOf(port, 10), never);
    expect(trips).toEqual([undefined, undefined, undefined]);
    expect(error).toBe('refused');
  });
});
