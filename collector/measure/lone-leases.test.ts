import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seconds } from '../../kit/units.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { LEASE_HEADER, LeaseGranted } from '../../wire/lease.ts';
import { LONE_LIMITS } from './lone-leases-door.ts';
import { type MeasureServer, serveMeasurement } from './serve-door.ts';

let clock: ManualClock;
let server: MeasureServer;
beforeEach(async () => {
  clock = new ManualClock();
  server = await serveMeasurement({ host: '127.0.0.1', port: 0 }, { clock });
});
afterEach(() => server.close());

const call = (path: string, init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${server.port}${path}`, init);
const ask = (body?: string) =>
  call('/api/v1/leases', { method: 'POST', ...(body === undefined ? {} : { body }) });
const leaseOf = async (answer: Response) => LeaseGranted.parse(await answer.json()).lease;
const within = (lease: string) => ({ headers: { [LEASE_HEADER]: lease } });
const download = '/api/v1/measure/download?bytes=1000';

describe('a far end that stands alone', () => {
  it('lets nobody measure without a lease of its own', async () => {
    for (const init of [{}, within('hl_invented-somewhere-else')]) {
      const answer = await call(download, init);
      expect(answer.status).toBe(403);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(await answer.json()).toMatchObject({ status: 403, reason: 'none' });
    }
    const up = await call('/api/v1/measure/upload', { method: 'POST', body: 'x' });
    expect(up.status).toBe(403);
  });

  it('grants one to whoever asks, ends it by time, and takes it back', async () => {
    const first = await leaseOf(await ask());
    expect((await call(download, within(first))).status).toBe(200);
    await clock.advance(seconds(20));
    expect(await (await call(download, within(first))).json()).toMatchObject({ reason: 'expired' });
    const second = await leaseOf(await ask('{"weight":"heavy"}'));
    const back = await call('/api/v1/leases', { method: 'DELETE', ...within(second) });
    expect(back.status).toBe(204);
    expect(await (await call(download, within(second))).json()).toMatchObject({
      reason: 'returned',
    });
  });

  it('gives one address one lease at a time, and so many a minute', async () => {
    for (let time = 0; time < LONE_LIMITS.terms.light.most; time += 1) {
      const lease = await leaseOf(await ask());
      if (time === 0) expect((await ask()).status).toBe(202);
      await call('/api/v1/leases', { method: 'DELETE', ...within(lease) });
      await clock.advance(seconds(0.5));
    }
    const answer = await ask();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '30']);
    await clock.advance(seconds(30));
    expect((await ask()).status).toBe(201);
  });

  it('answers so many questions of one address, and no flood', async () => {
    const statuses = [];
    for (let time = 0; time < 25; time += 1) statuses.push((await ask()).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
    await clock.advance(seconds(1));
    expect((await ask()).status).toBe(202);
  });

  it.each([['{"weight":"crushing"}'], ['{'], ['"'.padEnd(10_000, 'x')], ['{"extra":1}']])(
    'refuses the request %.20s',
    async (body) => {
      expect((await ask(body)).status).toBe(422);
      expect((await ask()).status).toBe(201);
    },
  );
});
