import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../kit/log.ts';
import { fail, ok } from '../../kit/result.ts';
import { bytes, days, epochMs, ms, seconds } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { spoolDisk } from '../spool/file-door.ts';
import { Spool } from '../spool/spool.ts';
import { httpPoster } from './http-door.ts';
import { Shipment } from './shipment.ts';

interface Arrival {
  readonly id: string;
  readonly token: string;
  readonly lane: string;
  readonly stamps: readonly number[];
}
type Reply = (response: ServerResponse, arrival: Arrival) => void;

const stored: Reply = (response) => response.writeHead(204).end();
const problem =
  (status: number, body: object, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/problem+json', ...headers })
      .end(JSON.stringify(body));

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

/** A collector that says what the test tells it to, and keeps what it was sent. */
class Collector {
  readonly arrivals: Arrival[] = [];
  reply: Reply = stored;
  readonly #server: Server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const lines = gunzipSync(body).toString().split('\n');
      const arrival = {
        id: String(request.headers['idempotency-key']),
        token: String(request.headers.authorization),
        lane: String(request.headers['x-hatang-lane']),
        stamps: lines.map((line) => Number(line.split(' ').at(-1))),
      };
      this.arrivals.push(arrival);
      this.reply(response, arrival);
    });
  });

  async listen(port = 0): Promise<number> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }
}

const after: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const deed of after.splice(0).reverse()) await deed();
});

async function start(given: { readonly token?: () => string } = {}) {
  const clock = new ManualClock();
  const collector = new Collector();
  const port = await collector.listen();
  const spool = new Spool({
    agent: 'may-chu',
    disk: spoolDisk(mkdtempSync(join(tmpdir(), 'ship-'))),
    limits: { maxSize: bytes(1024 ** 2), maxAge: days(30), reserve: bytes(4096) },
    clock,
    log: silentLog,
  });
  const poster = httpPoster(seconds(5));
  const shipment = new Shipment({
    spool,
    post: poster.post,
    token: () => {
      const token = given.token?.() ?? 'agent-token';
      return token === '' ? fail('no token yet') : ok(token);
    },
    collector: `http://127.0.0.1:${port}`,
    every: seconds(2),
    backlogRate: 10,
    clock,
    random: () => 1,
    log: silentLog,
  });
  const stop = new AbortController();
  const ended = shipment.run(stop.signal);
  after.push(async () => {
    stop.abort();
    await ended;
    poster.close();
    spool.close();
    await collector.close();
  });
  /** Moves the clock in small steps, with time for real sockets in between, until it is so. */
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let step = 0; step < 4_000 && !isSo(); step += 1) {
      await clock.advance(ms(100));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(isSo()).toBe(true);
  };
  const put = (at: number): void => {
    const tags = { device: 'pc-01' };
    spool.add([{ measurement: 'machine', tags, fields: { up: true }, at: epochMs(at) }]);
    spool.flush();
  };
  return { clock, collector, port, spool, shipment, until, put, stop, ended };
}

describe('the shipment', () => {
  it('sends a batch with its id and token, and lets go of it on 204', async () => {
    const { collector, spool, shipment, until, put } = await start();
    put(7);
    await until(() => spool.figures().batches === 0);
    expect(collector.arrivals).toHaveLength(1);
    expect(collector.arrivals[0]).toMatchObject({ token: 'Token agent-token', stamps: [7] });
    expect(collector.arrivals[0]?.id).toMatch(/^may-chu\.[0-9a-f]{8}\.1$/);
    expect(shipment.state.word).toBe('connected');
    expect(shipment.state.clockOffsetS).toBeTypeOf('number');
  });

  it('lets go of a batch of which some lines were refused, and counts them', async () => {
    const { collector, spool, shipment, until, put } = await start();
    const refused = [{ line: 1, reason: 'another school' }];
    collector.reply = problem(400, { batch: 'x', stored: 0, refused, replayed: false });
    put(1);
    await until(() => spool.figures().batches === 0);
    expect(shipment.state.refusedLines).toBe(1);
    expect(spool.figures().refused).toBe(0);
  });

  it('sets a batch aside that is refused as a whole, so that the next gets through', async () => {
    const { collector, spool, until, put } = await start();
    collector.reply = (response, arrival) =>
      arrival.stamps.includes(1)
        ? problem(400, { title: 'not readable' })(response, arrival)
        : stored(response, arrival);
    put(1);
    await until(() => collector.arrivals.length === 1);
    put(2);
    await until(() => spool.figures().batches === 0);
    expect(spool.figures().refused).toBe(1);
    expect(collector.arrivals.at(-1)?.stamps).toEqual([2]);
  });

  it('says that its token is refused, stays away for five minutes, and takes a new token', async () => {
    let token = 'revoked';
    const { collector, clock, spool, shipment, until, put } = await start({ token: () => token });
    collector.reply = (response, arrival) =>
      arrival.token === 'Token revoked'
        ? problem(401, { title: 'token revoked' })(response, arrival)
        : stored(response, arrival);
    put(1);
    await until(() => shipment.state.word === 'token_refused');
    await clock.advance(seconds(200));
    expect(collector.arrivals).toHaveLength(1);
    token = 'new';
    await until(() => spool.figures().batches === 0);
    expect(shipment.state).toMatchObject({ word: 'connected', problem: undefined });
    expect(collector.arrivals[0]?.id).toBe(collector.arrivals[1]?.id);
  });

  it('sends again at once what was refused because its token was renewed meanwhile', async () => {
    let token = 'old';
    const { collector, clock, spool, shipment, until, put } = await start({ token: () => token });
    collector.reply = (response, arrival) => {
      token = 'new';
      return arrival.token === 'Token old'
        ? problem(401, { title: 'token revoked' })(response, arrival)
        : stored(response, arrival);
    };
    put(1);
    await until(() => spool.figures().batches === 0);
    expect(collector.arrivals.map((arrival) => arrival.token)).toEqual(['Token old', 'Token new']);
    expect(shipment.state.word).toBe('connected');
    expect(clock.elapsed()).toBeLessThan(seconds(60));
  });

  it('waits as long as a 429 says', async () => {
    const { collector, clock, spool, shipment, until, put } = await start();
    collector.reply = problem(429, { title: 'too many' }, { 'retry-after': '60' });
    put(1);
    await until(() => shipment.state.word === 'busy');
    collector.reply = stored;
    await clock.advance(seconds(50));
    expect(collector.arrivals).toHaveLength(1);
    await until(() => spool.figures().batches === 0);
    expect(collector.arrivals).toHaveLength(2);
  });

  it('goes on with live facts while its backlog is told to wait', async () => {
    const { collector, clock, spool, shipment, until, put } = await start();
    collector.reply = (response) => response.writeHead(500).end();
    put(1);
    await until(() => spool.peekLive() === undefined);
    const wait = problem(429, { title: 'others first' }, { 'retry-after': '60' });
    collector.reply = (response, arrival) =>
      arrival.lane === 'backlog' ? wait(response, arrival) : stored(response, arrival);
    const laneOf = (stamp: number) =>
      collector.arrivals.findLast(({ stamps }) => stamps.includes(stamp))?.lane;
    await until(() => laneOf(1) === 'backlog');
    put(2);
    await until(() => laneOf(2) === 'live');
    expect(spool.figures().batches).toBe(1);
    expect(shipment.state.word).toBe('connected');
    const asked = collector.arrivals.length;
    await clock.advance(seconds(50));
    expect(collector.arrivals).toHaveLength(asked);
    collector.reply = stored;
    await until(() => spool.figures().batches === 0);
  });

  it('sends the same id and lines again when the answer was lost after the commit', async () => {
    const { collector, spool, until, put } = await start();
    collector.reply = (response) => response.destroy();
    put(1);
    await until(() => collector.arrivals.length >= 1);
    put(2);
    collector.reply = stored;
    await until(() => spool.figures().batches === 0);
    const lost = collector.arrivals.filter(({ stamps }) => stamps.includes(1));
    expect(lost.length).toBeGreaterThanOrEqual(2);
    expect(new Set(lost.map(({ id }) => id)).size).toBe(1);
    expect(lost.every(({ stamps }) => stamps.length === 1)).toBe(true);
  });

  it('after days without the line sends live first, then the backlog, oldest first, at its rate', async () => {
    const { collector, clock, port, spool, shipment, until, put } = await start();
    await collector.close();
    for (let at = 1; at <= 5; at += 1) {
      put(at);
      await until(() => spool.peekLive() === undefined);
    }
    expect(shipment.state.word).toBe('unreachable');
    const again = new Collector();
    await again.listen(port);
    after.push(() => again.close());
    put(6);
    const began = clock.elapsed();
    await until(() => spool.figures().batches === 0);
    expect(again.arrivals.flatMap(({ stamps }) => stamps)).toEqual([6, 1, 2, 3, 4, 5]);
    expect(clock.elapsed() - began).toBeGreaterThanOrEqual(400);
    expect(shipment.state.word).toBe('connected');
  });

  it('waits for its enrolment without losing anything', async () => {
    let token = '';
    const { collector, clock, shipment, until, put, spool } = await start({ token: () => token });
    put(1);
    await until(() => shipment.state.word === 'not_enrolled');
    await clock.advance(seconds(60));
    expect(collector.arrivals).toHaveLength(0);
    token = 'agent-token';
    await until(() => spool.figures().batches === 0);
    expect(collector.arrivals).toHaveLength(1);
  });

  it('stops at once while an answer is outstanding', async () => {
    const { collector, until, put, stop, ended, spool } = await start();
    collector.reply = () => undefined;
    put(1);
    await until(() => collector.arrivals.length === 1);
    stop.abort();
    await ended;
    expect(spool.figures().batches).toBe(1);
  });

  it('reads no more of an answer than it needs, and goes on', async () => {
    const { collector, spool, shipment, until, put } = await start();
    collector.reply = (response) => {
      response.writeHead(500);
      response.end(Buffer.alloc(1024 * 1024, 0x20));
    };
    put(1);
    await until(() => shipment.state.word === 'unreachable');
    collector.reply = stored;
    await until(() => spool.figures().batches === 0);
  });
});
