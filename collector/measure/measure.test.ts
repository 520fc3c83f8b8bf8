import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kit/clock.ts';
import { bytes, ms, seconds } from '../../kit/units.ts';
import { FarEndState } from '../../wire/arrivals.ts';
import { encodeEcho, readEcho } from '../../wire/echo.ts';
import { encodeFillWord, FILLER_BYTES, readFillWord } from '../../wire/fill.ts';
import { EchoLimit } from './echo-limit.ts';
import { askedOf, DEFAULT_MEASURE_LIMITS } from './limits.ts';
import { type MeasureServer, serveMeasurement } from './serve-door.ts';

let server: MeasureServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** The lines of an answer, one after the other, as they come. */
async function* linesOf(answer: Response): AsyncGenerator<unknown, undefined> {
  let rest = '';
  for await (const part of answer.body ?? []) {
    const lines = (rest + Buffer.from(part).toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line);
  }
  return undefined;
}

async function farEnd(limits = DEFAULT_MEASURE_LIMITS): Promise<string> {
  server = await serveMeasurement({ host: '127.0.0.1', port: 0 }, { clock: systemClock, limits });
  return `http://127.0.0.1:${server.port}/api/v1/measure`;
}

describe('the far end over HTTP', () => {
  it('pours exactly the bytes asked for, and says they are not to be stored', async () => {
    const answer = await fetch(`${await farEnd()}/download?seconds=5&bytes=1000001`);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect((await answer.arrayBuffer()).byteLength).toBe(1_000_001);
  });

  it('stops at the seconds asked for', async () => {
    const start = systemClock.elapsed();
    const answer = await fetch(`${await farEnd()}/download?seconds=0.2`);
    let taken = 0;
    for await (const part of answer.body ?? []) taken += part.length;
    expect(taken).toBeGreaterThan(0);
    expect(systemClock.elapsed() - start).toBeLessThan(4_000);
  });

  it('counts an upload where it arrives, and tells of it line by line', async () => {
    const url = await farEnd();
    const stop = new AbortController();
    const answer = await fetch(`${url}/arrivals`, { signal: stop.signal });
    const lines = linesOf(answer);
    expect((await lines.next()).value).toMatchObject({ bytes: 0 });
    const body = new Uint8Array(3_000_000);
    const taken = await fetch(`${url}/upload`, { method: 'POST', body });
    expect(await taken.json()).toEqual({ bytes: 3_000_000 });
    let last = FarEndState.parse((await lines.next()).value);
    for (let more = 0; more < 50 && last.bytes < 3_000_000; more += 1)
      last = FarEndState.parse((await lines.next()).value);
    expect(last.bytes).toBe(3_000_000);
    stop.abort();
  });

  it('refuses an upload over its limit', async () => {
    const small = { longest: seconds(1), largest: bytes(1_000), streams: 4 };
    const body = new Uint8Array(5_000);
    const answer = await fetch(`${await farEnd(small)}/upload`, { method: 'POST', body });
    expect(answer.status).toBe(413);
  });

  it('sends the stream over its limit away, with a time to come back', async () => {
    const one = { longest: seconds(5), largest: bytes(1e9), streams: 1 };
    const url = await farEnd(one);
    const stop = new AbortController();
    const first = await fetch(`${url}/download`, { signal: stop.signal });
    const second = await fetch(`${url}/download`);
    expect([first.status, second.status]).toEqual([200, 503]);
    expect(second.headers.get('retry-after')).toBe('5');
    expect(second.headers.get('content-type')).toBe('application/problem+json');
    stop.abort();
    await expect
      .poll(async () => (await fetch(`${url}/download?bytes=10`)).status, { timeout: 5_000 })
      .toBe(200);
  });

  it.each(['seconds=-1', 'bytes=0', 'seconds=soon', 'bytes=1e99'])(
    'refuses the question %s',
    async (query) => {
      expect((await fetch(`${await farEnd()}/download?${query}`)).status).toBe(400);
    },
  );

  it('never allows more than its limits', () => {
    expect(askedOf('/x?seconds=9999&bytes=999999999999', DEFAULT_MEASURE_LIMITS)).toEqual({
      span: 10_000,
      size: 500_000_000,
    });
  });
});

describe('the far end’s UDP echo', () => {
  it('answers a question in its own size, and nothing else at all', async () => {
    await farEnd();
    const socket = createSocket('udp4');
    const answers: Uint8Array[] = [];
    socket.on('message', (datagram) => answers.push(datagram));
    const port = server?.port ?? 0;
    const id = '0123456789abcdef';
    const send = (datagram: Uint8Array) =>
      new Promise((done) => socket.send(datagram, port, '127.0.0.1', done));
    await send(Buffer.from('GET / HTTP/1.1'));
    await send(encodeEcho({ kind: 'answer', id, sequence: 1 }));
    await send(Buffer.concat([encodeEcho({ kind: 'question', id, sequence: 2 }), Buffer.alloc(1)]));
    const question = encodeEcho({ kind: 'question', id, sequence: 3 });
    await send(question);
    await expect.poll(() => answers.length).toBeGreaterThan(0);
    socket.close();
    await once(socket, 'close');
    expect(answers.map(readEcho)).toEqual([{ kind: 'answer', id, sequence: 3 }]);
    expect(answers[0]?.length).toBe(question.length);
  });

  describe('fills a queue', () => {
    const id = '00112233445566aa';
    const order = (cookie: string) => ({ id, cookie, bytes: 60_000, bps: 1e8 });
    const post = async (url: string, body: object): Promise<Response> =>
      await fetch(`${url}/fill`, { method: 'POST', body: JSON.stringify(body) });

    async function asker() {
      const socket = createSocket('udp4');
      const seen: Uint8Array[] = [];
      socket.on('message', (datagram) => seen.push(datagram));
      const question = encodeFillWord({ kind: 'ask', id, cookie: '0'.repeat(16) });
      await new Promise((done) => socket.send(question, server?.port ?? 0, '127.0.0.1', done));
      await expect.poll(() => seen.length).toBeGreaterThan(0);
      expect(seen[0]?.length).toBe(question.length);
      const cookie = readFillWord(seen[0] ?? new Uint8Array())?.cookie ?? '';
      return { seen, cookie, close: () => socket.close() };
    }

    it('of whoever read the cookie that was sent to his address, once', async () => {
      const url = await farEnd();
      const { seen, cookie, close } = await asker();
      const answer = await post(url, order(cookie));
      expect(await answer.json()).toEqual({ sent: 60_000 });
      await expect
        .poll(() => seen.filter(({ length }) => length === FILLER_BYTES).length)
        .toBeGreaterThan(10);
      expect((await post(url, order(cookie))).status).toBe(409);
      close();
    });

    it('of nobody who only guesses the cookie, and of no order that is none', async () => {
      const url = await farEnd();
      const { seen, close } = await asker();
      expect((await post(url, order('0123456789abcdef'))).status).toBe(409);
      expect((await post(url, { ...order('x'), bytes: -1 })).status).toBe(400);
      expect(seen).toHaveLength(1);
      close();
    });

    it('with no more than the lease allows', async () => {
      const url = await farEnd({ longest: seconds(1), largest: bytes(1_000), streams: 4 });
      const { cookie, close } = await asker();
      expect((await post(url, order(cookie))).status).toBe(413);
      close();
    });
  });

  it('answers each source so often only, and forgets the oldest of too many sources', () => {
    const limit = new EchoLimit({ perSecond: 10, burst: 2, mostSources: 2 });
    const asked = (source: string, at: number) => limit.admits(source, ms(at));
    expect([asked('a', 0), asked('a', 0), asked('a', 0)]).toEqual([true, true, false]);
    expect(asked('b', 0)).toBe(true);
    expect([asked('a', 100), asked('a', 100)]).toEqual([true, false]);
    expect(asked('c', 100)).toBe(true);
    expect([asked('a', 100), asked('a', 100), asked('a', 100)]).toEqual([true, true, false]);
  });
});
