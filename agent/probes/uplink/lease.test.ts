import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes, ms, seconds } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { LEASE_HEADER, LeaseRequest } from '../../../wire/lease.ts';
import { type LeaseProblem, waitAfter } from './lease.ts';
import { acquireLease, releaseLease } from './lease-door.ts';
import { noLeasePhrase, sayNoLease } from './lease-words.ts';

interface Asked {
  readonly method: string | undefined;
  readonly token: string | undefined;
  readonly lease: string | undefined;
  readonly body: string;
  readonly at: number;
}
type Reply = (response: ServerResponse, request: IncomingMessage) => void;

let clock: ManualClock;
let server: Server;
let asked: Asked[];
let replies: Reply[];
let origin = '';
const never = new AbortController().signal;

beforeEach(async () => {
  clock = new ManualClock();
  asked = [];
  replies = [];
  server = createServer(async (request, response) => {
    const { authorization: token, [LEASE_HEADER.toLowerCase()]: lease } = request.headers;
    const body = (await request.setEncoding('utf8').toArray()).join('');
    const { method } = request;
    asked.push({ method, token, lease: lease?.toString(), body, at: clock.elapsed() / 1_000 });
    const reply = replies.shift();
    if (reply === undefined) response.writeHead(500).end();
    else reply(response, request);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const given = {
  state: 'granted',
  lease: 'hl_0123456789abcdef',
  expiresAt: '2026-11-23T00:00:20.000Z',
  expiresInS: 20,
  seconds: 5,
  downBytes: 1,
  upBytes: 1,
};
const answer =
  (status: number, body: unknown = '', headers: Readonly<Record<string, string>> = {}): Reply =>
  (response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const wait = (retryAfterS: number): Reply => answer(202, { state: 'wait', retryAfterS, ahead: 3 });
const cut: Reply = (_response, request) => request.socket.destroy();

const acquire = (patience = minutes(10), signal = never, random = 0) =>
  acquireLease(
    {
      server: origin,
      token: 'secret',
      request: LeaseRequest.parse({ expectedDownBps: 1e8 }),
      clock,
      random: () => random,
      patience,
    },
    signal,
  );

/** Moves the clock until the promise settles: each question is a real one. */
async function moved<Value>(pending: Promise<Value>): Promise<Value> {
  let settled = false;
  void pending.finally(() => {
    settled = true;
  });
  while (!settled) await clock.advance(ms(100));
  return await pending;
}

describe('asking for a lease', () => {
  it('tells what the line should carry, shows its token, and takes what it is given', async () => {
    replies = [answer(201, given)];
    expect(await acquire()).toEqual({ ok: true, value: given });
    expect(asked).toMatchObject([{ method: 'POST', token: 'Bearer secret' }]);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      device: 'line',
      weight: 'light',
      expectedDownBps: 1e8,
    });
  });

  it('waits as it is told, and a chance longer', async () => {
    replies = [wait(10), wait(4), answer(201, given)];
    expect(await moved(acquire(minutes(10), never, 1))).toMatchObject({ ok: true });
    const [first = 0, second = 0, third = 0] = asked.map(({ at }) => at);
    expect(second - first).toBeGreaterThanOrEqual(12.5);
    expect(second - first).toBeLessThan(20);
    expect(third - second).toBeGreaterThanOrEqual(5);
  });

  it('gives up when its patience ends, and leaves the queue', async () => {
    replies = [wait(20), wait(20), answer(204)];
    const { ok, ...rest } = await moved(acquire(seconds(35)));
    expect([ok, rest]).toMatchObject([false, { problem: { why: 'patience' } }]);
    expect(asked.map(({ method }) => method)).toEqual(['POST', 'POST', 'DELETE']);
  });

  it('asks again when its first question was lost, thrice at most', async () => {
    replies = [cut, answer(201, given)];
    expect(await moved(acquire())).toMatchObject({ ok: true });
    replies = [cut, cut, cut];
    expect(await moved(acquire())).toEqual({
      ok: false,
      problem: { why: 'unreached', detail: 'far end stopped half-way' },
    });
    expect(asked).toHaveLength(5);
  });

  it('stands a restart of the collector while it waits', async () => {
    replies = [wait(5), cut, answer(503, '', { 'Retry-After': '7' }), answer(201, given)];
    expect(await moved(acquire())).toMatchObject({ ok: true });
  });

  it.each<[string, Reply, LeaseProblem]>([
    ['a refused token', answer(401), { why: 'token' }],
    ['a forbidden deed', answer(403), { why: 'forbidden' }],
    ['a collector without leases', answer(404), { why: 'no_leases' }],
    ['a used-up share', answer(429), { why: 'too_many' }],
    ['another error', answer(500), { why: 'refused', status: 500 }],
    ['no JSON', answer(201, '<html>'), { why: 'garbled' }],
    ['a lease without its fields', answer(201, { state: 'granted' }), { why: 'garbled' }],
    ['a wait without end', answer(202, { state: 'wait', retryAfterS: -1 }), { why: 'garbled' }],
    ['a flood', answer(201, `${JSON.stringify(given)}${' '.repeat(9e6)}`), { why: 'garbled' }],
  ])('tells %s apart', async (_, reply, problem) => {
    replies = [reply];
    expect(await acquire()).toEqual({ ok: false, problem });
    expect(asked).toHaveLength(1);
  });

  it('follows no redirect: the token goes nowhere else', async () => {
    replies = [answer(302, '', { Location: `${origin}/elsewhere` }), answer(201, given)];
    expect(await acquire()).toEqual({ ok: false, problem: { why: 'refused', status: 302 } });
    expect(asked).toHaveLength(1);
  });

  it('says that nobody is there', async () => {
    server.close();
    await once(server, 'close');
    expect(await acquire()).toEqual({
      ok: false,
      problem: { why: 'unreached', detail: 'refused' },
    });
  });

  it('stops at once when it is told to, in the queue and in a question', async () => {
    const stop = new AbortController();
    replies = [wait(50)];
    const waiting = acquire(minutes(10), stop.signal);
    await expect.poll(() => asked.length).toBe(1);
    stop.abort();
    expect(await waiting).toEqual({ ok: false, problem: { why: 'stopped' } });
    const cutShort = new AbortController();
    replies = [() => cutShort.abort()];
    expect(await acquire(minutes(10), cutShort.signal)).toEqual({
      ok: false,
      problem: { why: 'stopped' },
    });
  });
});

it('hands a lease back, by its header alone', async () => {
  replies = [answer(204)];
  expect(await releaseLease({ server: origin, token: 'secret' }, given.lease, never)).toEqual({
    ok: true,
    value: undefined,
  });
  expect(asked).toMatchObject([{ method: 'DELETE', lease: given.lease, token: 'Bearer secret' }]);
});

it('never asks in a rush nor sleeps for ever, whatever it is told', () => {
  const after = (retryAfterS: number) =>
    waitAfter({ kind: 'wait', retryAfterS }, { before: 0, hasPlace: true }, () => 0);
  expect([after(1e-9), after(1e9)]).toEqual([
    { ok: true, value: 500 },
    { ok: true, value: 600_000 },
  ]);
});

describe('why there is no lease', () => {
  const problems: readonly LeaseProblem[] = [
    { why: 'unreached', detail: 'refused' },
    { why: 'unreached', detail: 'EPROTO' },
    { why: 'token' },
    { why: 'forbidden' },
    { why: 'no_leases' },
    { why: 'too_many' },
    { why: 'garbled' },
    { why: 'stopped' },
    { why: 'refused', status: 500 },
    { why: 'patience', waitedS: 1_200 },
  ];

  it.each(problems.map((problem) => [problem] as const))(
    '%j is said in both languages',
    (problem) => {
      const { vi, en } = sayNoLease(problem);
      expect(vi).toMatch(/^Chưa xin được lượt đo \(.+\)\.$/);
      expect(en).toMatch(/^No slot to measure the line was granted \(.+\)\.$/);
      expect(noLeasePhrase(problem)).toMatch(/^[a-zA-Z_: ]+$/);
    },
  );

  it('names the minutes waited', () => {
    expect(sayNoLease({ why: 'patience', waitedS: 1_200 })).toEqual({
      vi: 'Chưa xin được lượt đo (nhiều trường đang chờ đo, đã chờ 20 phút).',
      en: 'No slot to measure the line was granted (many schools wait to be measured; waited 20 min).',
    });
  });
});
