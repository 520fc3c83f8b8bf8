import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seconds } from '../../kit/units.ts';
import { LEASE_HEADER, LeaseAnswer } from '../../wire/lease.ts';
import { ManualClock } from '../manual-clock.ts';
import { type Started, startedCollector } from './started.ts';

let clock: ManualClock;
let collector: Started;
let tokens: Record<'a' | 'b' | 'c', string>;
const config = { measure: { slots: 1, light_a_day: 3 } };

beforeEach(async () => {
  clock = new ManualClock();
  collector = await startedCollector({ clock, config });
  tokens = {
    a: await collector.enrol('thcs-a'),
    b: await collector.enrol('thcs-b'),
    c: await collector.enrol('thcs-c'),
  };
});
afterEach(() => collector.end());

const ask = (token: string, json: object = {}) => collector.call('/api/v1/leases', { token, json });

async function lease(token: string, json: object = {}): Promise<string> {
  const answer = LeaseAnswer.parse(await (await ask(token, json)).json());
  if (answer.state !== 'granted') throw new Error(`not granted: ${JSON.stringify(answer)}`);
  return answer.lease;
}

const within = (held: string | undefined): Record<string, string> =>
  held === undefined ? {} : { [LEASE_HEADER]: held };

const download = (token: string, held: string | undefined, query = 'bytes=1000') =>
  collector.call(`/api/v1/measure/download?${query}`, { token, headers: within(held) });

const upload = (token: string, held: string | undefined, body: Uint8Array<ArrayBuffer>) =>
  collector.call('/api/v1/measure/upload', { token, headers: within(held), body });

const giveBack = (token: string, held: string | undefined) =>
  collector.call('/api/v1/leases', { method: 'DELETE', token, headers: within(held) });

const reasonOf = async (answer: Response) => {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  return [answer.status, ((await answer.json()) as { reason: string }).reason];
};

describe('asking for a lease', () => {
  it('grants one, or says when to come back and how many stand before', async () => {
    const first = await ask(tokens.a);
    expect([first.status, first.headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(await first.json()).toMatchObject({ state: 'granted', expiresInS: 20 });
    await ask(tokens.b);
    const third = await ask(tokens.c);
    expect([third.status, third.headers.get('retry-after')]).toEqual([202, '2']);
    expect(await third.json()).toEqual({ state: 'wait', retryAfterS: 1.5, ahead: 1 });
  });

  it('needs no body, and refuses one that is wrong', async () => {
    const bare = await collector.call('/api/v1/leases', { method: 'POST', token: tokens.a });
    expect(bare.status).toBe(201);
    expect((await ask(tokens.b, { weight: 'crushing' })).status).toBe(422);
    expect((await ask(tokens.b, { expectedDownBps: -1 })).status).toBe(422);
  });

  it('has its limit a day', async () => {
    for (let time = 0; time < 3; time += 1) await giveBack(tokens.a, await lease(tokens.a));
    const answer = await ask(tokens.a);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '86400']);
    expect((await ask(tokens.b)).status).toBe(201);
  });
});

describe('measuring', () => {
  it('goes on within the own lease', async () => {
    const held = await lease(tokens.a);
    expect((await (await download(tokens.a, held)).arrayBuffer()).byteLength).toBe(1_000);
    const up = await upload(tokens.a, held, new Uint8Array(5_000));
    expect(await up.json()).toMatchObject({ bytes: 5_000 });
  });

  it('is refused with 403 and the reason without a lease, with another’s, and past its time', async () => {
    const held = await lease(tokens.a);
    for (const call of [
      (token: string, given?: string) => download(token, given),
      (token: string, given?: string) => upload(token, given, new Uint8Array(10)),
    ]) {
      expect(await reasonOf(await call(tokens.a))).toEqual([403, 'none']);
      expect(await reasonOf(await call(tokens.b, held))).toEqual([403, 'foreign']);
      expect(await reasonOf(await call(tokens.a, `${held}x`))).toEqual([403, 'none']);
    }
    await clock.advance(seconds(20));
    expect(await reasonOf(await download(tokens.a, held))).toEqual([403, 'expired']);
    expect(await reasonOf(await upload(tokens.a, held, new Uint8Array(10)))).toEqual([
      403,
      'expired',
    ]);
  });

  it('gets the lease’s bytes over all streams together, and no more', async () => {
    const held = await lease(tokens.a, { expectedDownBps: 1, expectedUpBps: 1 });
    const sizes = [];
    for (let stream = 0; stream < 3; stream += 1) {
      const answer = await download(tokens.a, held, 'bytes=10000000');
      sizes.push((await answer.arrayBuffer()).byteLength);
    }
    // Heads and chunk marks of the first two count as sent.
    expect(sizes.slice(0, 2)).toEqual([10_000_000, 10_000_000]);
    expect(sizes[2]).toBeLessThanOrEqual(5_000_000);
    expect(sizes[2]).toBeGreaterThan(4_990_000);
    expect(await reasonOf(await download(tokens.a, held))).toEqual([403, 'spent']);
  });

  it('drinks the lease’s bytes over all uploads together, and no more', async () => {
    const held = await lease(tokens.a, { expectedDownBps: 1, expectedUpBps: 1 });
    expect((await upload(tokens.a, held, new Uint8Array(24_999_990))).status).toBe(200);
    const over = await upload(tokens.a, held, new Uint8Array(11)).catch(() => undefined);
    expect(over?.status ?? 413).toBe(413);
    expect(await reasonOf(await upload(tokens.a, held, new Uint8Array(1)))).toEqual([403, 'spent']);
  });
});

describe('handing back', () => {
  it('frees the slot at once, cuts what still runs in it, and ends the lease', async () => {
    const held = await lease(tokens.a);
    const running = await download(tokens.a, held, 'bytes=200000000');
    expect((await ask(tokens.b)).status).toBe(202);
    expect((await giveBack(tokens.a, held)).status).toBe(204);
    await expect(running.arrayBuffer()).rejects.toThrow();
    expect((await ask(tokens.b)).status).toBe(201);
    expect(await reasonOf(await download(tokens.a, held))).toEqual([403, 'returned']);
    expect((await giveBack(tokens.a, held)).status).toBe(204);
  });

  it('takes nobody else’s', async () => {
    const held = await lease(tokens.a);
    expect(await reasonOf(await giveBack(tokens.b, held))).toEqual([403, 'foreign']);
    expect((await download(tokens.a, held)).status).toBe(200);
  });

  it('without a lease gives up the place in the queue', async () => {
    await lease(tokens.a);
    await ask(tokens.b);
    await ask(tokens.c);
    expect((await giveBack(tokens.b, undefined)).status).toBe(204);
    expect(await (await ask(tokens.c)).json()).toMatchObject({ ahead: 0 });
  });
});

it('a restart of the collector keeps the lease, the queue and its order', async () => {
  const held = await lease(tokens.a);
  await ask(tokens.b);
  await ask(tokens.c);
  await collector.stop();
  const wallAfter = new ManualClock(clock.now());
  await wallAfter.advance(seconds(4));
  const { folder } = collector;
  collector = await startedCollector({ clock: wallAfter, config, folder });
  expect((await download(tokens.a, held)).status).toBe(200);
  expect(await (await ask(tokens.c)).json()).toMatchObject({ state: 'wait', ahead: 1 });
  await wallAfter.advance(seconds(16));
  expect((await ask(tokens.c)).status).toBe(202);
  expect((await ask(tokens.b)).status).toBe(201);
});

it('tells its leases among its own figures', async () => {
  await lease(tokens.a);
  await ask(tokens.b);
  const text = await (await collector.call('/metrics', { token: undefined })).text();
  expect(text).toContain('\nhatang_leases_running 1\n');
  expect(text).toContain('\nhatang_leases_waiting 1\n');
  expect(text).toContain('# TYPE hatang_leases_granted_total counter\n');
});
