import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kit/clock.ts';
import { bytes, ms, seconds } from '../../kit/units.ts';
import { encodeEcho, readEcho } from '../../wire/echo.ts';
import { encodeHeartbeat, HEARTBEAT_BYTES, readHeartbeat } from '../../wire/heartbeat.ts';
import { BeatCounts } from './beat-counts.ts';
import { EchoLimit } from './echo-limit.ts';
import { allowanceOf, DEFAULT_MEASURE_LIMITS } from './limits.ts';
import { type MeasureServer, serveMeasurement } from './serve-door.ts';

let server: MeasureServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

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

  it('counts an upload where it arrives', async () => {
    const body = new Uint8Array(3_000_000);
    const answer = await fetch(`${await farEnd()}/upload`, { method: 'POST', body });
    const count = (await answer.json()) as { bytes: number; seconds: number; bps: number | null };
    expect(count.bytes).toBe(3_000_000);
    expect(count.bps === null || count.bps > 0).toBe(true);
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
    expect(allowanceOf('/x?seconds=9999&bytes=999999999999', DEFAULT_MEASURE_LIMITS)).toEqual({
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

  it('counts the heartbeats of each id, whatever address they come from, in answers no longer than the questions', async () => {
    await farEnd();
    const port = server?.port ?? 0;
    const answers: Uint8Array[] = [];
    const socketsOf = Array.from({ length: 2 }, () => createSocket('udp4'));
    for (const socket of socketsOf) socket.on('message', (datagram) => answers.push(datagram));
    const ask = async (at: number, id: string, sequence: number) => {
      const before = answers.length;
      const question = encodeHeartbeat({ kind: 'question', id, sequence, received: 0 });
      socketsOf[at]?.send(question, port, '127.0.0.1');
      await expect.poll(() => answers.length).toBe(before + 1);
    };
    const [one, other] = ['0123456789abcdef', 'ffffffffffffffff'];
    await ask(0, one, 1);
    await ask(1, one, 5);
    await ask(0, other, 9);
    // An answer sent to the far end is none of its questions.
    const answer = encodeHeartbeat({ kind: 'answer', id: one, sequence: 6, received: 0 });
    socketsOf[0]?.send(answer, port, '127.0.0.1');
    await ask(0, one, 7);
    for (const socket of socketsOf) socket.close();
    expect(answers.map(readHeartbeat).map((beat) => [beat?.sequence, beat?.received])).toEqual([
      [1, 1],
      [5, 2],
      [9, 1],
      [7, 3],
    ]);
    expect(answers.every(({ length }) => length === HEARTBEAT_BYTES)).toBe(true);
  });

  it('forgets the id that was silent longest, not the one that is heard each second', () => {
    const counts = new BeatCounts(2);
    expect([counts.count('a'), counts.count('b'), counts.count('a'), counts.count('c')]).toEqual([
      1, 1, 2, 1,
    ]);
    expect([counts.count('a'), counts.count('b')]).toEqual([3, 1]);
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
