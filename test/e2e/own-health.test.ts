import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stderrLog } from '../../kit/log.ts';
import { scrape } from '../exposition.ts';
import { ADMIN_TOKEN, type Started, startedCollector } from './started.ts';

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
async function started(options: Parameters<typeof startedCollector>[0] = {}): Promise<Started> {
  const collector = await startedCollector(options);
  ends.push(() => collector.end());
  return collector;
}

async function readyz(collector: Started) {
  const answer = await collector.call('/readyz', { token: undefined });
  const body = (await answer.json()) as {
    status: string;
    checks: { name: string; status: string; output?: string; since?: string }[];
  };
  const bad = body.checks.filter(({ status }) => status !== 'pass');
  return { code: answer.status, type: answer.headers.get('content-type'), ...body, bad };
}

describe('/readyz', () => {
  it('is 200 with every check while all is well', async () => {
    const told = await readyz(await started());
    expect(told).toMatchObject({ code: 200, status: 'pass', bad: [] });
    expect(told.type).toBe('application/health+json; charset=utf-8');
    expect(told.checks.map(({ name }) => name)).toEqual([
      ...['state', 'facts', 'writer', 'disk', 'history', 'stopping'],
    ]);
  });

  it('is 503 with the reason and since when, where the disk is below its reserve', async () => {
    const collector = await started({ config: { disk_reserve: '99999999GiB' } });
    const told = await readyz(collector);
    expect(told).toMatchObject({ code: 503, status: 'fail' });
    expect(told.bad).toEqual([
      {
        name: 'disk',
        status: 'fail',
        output: expect.stringMatching(/^\d+ bytes free, \d+ are kept in reserve$/),
        since: expect.stringMatching(/Z$/),
      },
    ]);
    expect((await collector.call('/healthz', { token: undefined })).status).toBe(200);
    const page = await (await collector.call('/health')).text();
    expect(page).toContain('Thư mục dữ liệu hết chỗ hoặc không ghi được.');
  });

  it('is 503 where the history server refuses, and says nothing of the token', async () => {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(401).end('{"code":"unauthorized","message":"unauthorized access"}');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    ends.push(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const collector = await started({
      config: {
        history: {
          kind: 'influx',
          url: `http://127.0.0.1:${port}`,
          database: 'x',
          token: 'planted-influx-token',
        },
      },
    });
    const token = await collector.enrol('thcs-a');
    await collector.call('/api/v2/write?precision=s', { token, body: 'cpu usage=1' });
    await expect.poll(async () => (await readyz(collector)).code, { timeout: 9_000 }).toBe(503);
    const told = await readyz(collector);
    expect(told.bad).toMatchObject([{ name: 'history', status: 'fail' }]);
    expect(told.bad[0]?.output).toMatch(/^stopped: .*401/);
    expect(JSON.stringify(told)).not.toContain('planted');
  }, 20_000);

  it('is 503 to whoever still asks once the collector is told to stop', async () => {
    const collector = await startedCollector();
    const { hostname, port } = new URL(collector.url);
    const socket = connect(Number(port), hostname).setEncoding('utf8');
    // The second question is half there when the first is answered: its connection is not idle, and stays.
    socket.write('GET /readyz HTTP/1.1\r\nHost: x\r\n\r\nGET /readyz HTTP/1.1\r\nHost: x\r\n');
    const [first] = await once(socket, 'data');
    expect(first).toMatch(/^HTTP\/1.1 200 /);
    const ended = collector.end();
    const rest = socket.toArray();
    socket.write('\r\n');
    const second = (await rest).join('');
    expect(second).toMatch(/^HTTP\/1.1 503 /);
    expect(second).toContain('{"name":"stopping","status":"fail","output":"shutting down"');
    await ended;
  });
});

describe('/metrics', () => {
  let collector: Started;
  let token: string;
  beforeAll(async () => {
    collector = await startedCollector();
    token = await collector.enrol('thcs-a');
  });
  afterAll(() => collector.end());
  const metrics = async () => {
    const answer = await collector.call('/metrics', { token: undefined });
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    return scrape(await answer.text());
  };

  it('are an exposition that Prometheus takes, in its own units', async () => {
    await collector.call('/');
    const { samples, types } = await metrics();
    for (const name of types.keys()) expect(name).not.toMatch(/_(ms|milliseconds|kb|mb|percent)$/);
    expect([...types.keys()]).toEqual(
      expect.arrayContaining([
        'process_resident_memory_bytes',
        'process_cpu_seconds_total',
        'process_start_time_seconds',
        'nodejs_eventloop_lag_p99_seconds',
        'hatang_http_request_duration_seconds',
        'hatang_disk_free_bytes',
        'hatang_agents_heard',
        'hatang_time_seconds',
      ]),
    );
    expect(samples.get('hatang_build_info{version="test"}')).toBe(1);
    expect(samples.get('hatang_ready{check="disk"}')).toBe(1);
    expect(samples.get('hatang_database_bytes{file="facts.db"}')).toBeGreaterThan(0);
  });

  it('count batches by how they went, and a request by its route', async () => {
    const write = (id: string, body: string) =>
      collector.call('/api/v2/write', { token, body, headers: { 'Idempotency-Key': id } });
    await write('may-chu.1', 'cpu usage=1\ncpu,core=2 usage=2');
    await write('may-chu.1', 'cpu usage=1\ncpu,core=2 usage=2');
    await write('may-chu.2', 'no line');
    const { samples } = await metrics();
    expect(samples.get('hatang_batches_total{outcome="stored"}')).toBe(1);
    expect(samples.get('hatang_batches_total{outcome="replayed"}')).toBe(1);
    expect(samples.get('hatang_batches_total{outcome="partly"}')).toBe(1);
    expect(samples.get('hatang_lines_stored_total')).toBe(2);
    expect(
      samples.get('hatang_http_requests_total{method="POST",route="/api/v2/write",status="2xx"}'),
    ).toBe(2);
    expect(samples.get('hatang_http_request_duration_seconds_count{route="/api/v2/write"}')).toBe(
      3,
    );
  });

  it('grow by nothing that callers make up', async () => {
    const before = (await metrics()).samples;
    for (let at = 0; at < 40; at += 1) {
      await collector.call(`/made-up/${at}?x=${at}`, { method: at % 2 === 0 ? 'GET' : 'PROPFIND' });
      await collector.call(`/schools/made-up-${at}`);
    }
    const added = [...(await metrics()).samples.keys()].filter((key) => !before.has(key));
    expect(added.filter((key) => key.includes('made-up'))).toEqual([]);
    expect(added.filter((key) => key.includes('_requests_total')).length).toBeLessThan(5);
  });
});

describe('the log of requests', () => {
  const lines: string[] = [];
  const log = stderrLog('collector', 'info', { write: (line) => void lines.push(line) });
  const entries = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  afterEach(() => {
    lines.length = 0;
  });
  const folder = mkdtempSync(join(tmpdir(), 'hatang-log-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('tells who changed what, by an id that the answer has too', async () => {
    const collector = await started({ log });
    const answer = await collector.call('/api/v1/enrolment-codes', { json: { school: 'thcs-a' } });
    await answer.text();
    const id = answer.headers.get('x-request-id');
    await expect
      .poll(() => entries().find((entry) => entry['id'] === id))
      .toMatchObject({
        msg: 'request',
        caller: 'HATANG_ADMIN_TOKEN',
        method: 'POST',
        route: '/api/v1/enrolment-codes',
        status: 201,
        ms: expect.any(Number),
      });
  });

  it.each([
    [['127.0.0.0/8'], true],
    [[], false],
    [['10.0.0.0/8'], false],
  ])('takes the id of a proxy only where it is trusted (%j: %s)', async (proxies, kept) => {
    const collector = await started({ config: { trusted_proxies: proxies } });
    const given = 'proxy-7f3a.0001';
    const ask = (id: string) => collector.call('/healthz', { headers: { 'X-Request-Id': id } });
    expect((await ask(given)).headers.get('x-request-id') === given).toBe(kept);
    expect((await ask('short')).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect((await ask('with a space in it')).headers.get('x-request-id')).toMatch(
      /^[0-9a-f-]{36}$/,
    );
  });

  it('says no secret, however the request carries it and however it ends', async () => {
    const collector = await started({ log });
    const secrets = {
      bearer: 'planted-bearer-token',
      cookie: 'planted-session-cookie',
      code: 'PLANTED-CODE-XYZ1',
      password: 'planted-password-123',
      key: 'planted-in-the-path',
    };
    const made = await collector.call('/api/v1/enrolment-codes', { json: { school: 'thcs-a' } });
    const { code } = (await made.json()) as { code: string };
    const enrolled = await collector.call('/api/v1/enroll', {
      token: undefined,
      json: { code, agent: 'may-chu' },
    });
    const { token } = (await enrolled.json()) as { token: string };
    await collector.call('/api/v2/write', { token, body: `cpu note="${secrets.password}"` });
    await collector.call('/api/v2/write', { token, body: secrets.password });
    for (const path of [`/${secrets.key}`, `/sign-in?code=${secrets.code}`, '/api/v1/readiness'])
      for (const method of ['GET', 'POST', 'DELETE'])
        await collector.call(path, {
          method,
          token: secrets.bearer,
          headers: { Cookie: `hatang_session=${secrets.cookie}` },
        });
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ name: 'admin', password: secrets.password }).toString();
    await collector.call('/sign-in', { token: undefined, body, headers: form });
    await collector.call('/api/v1/enroll', { token: undefined, json: { code: secrets.code } });
    await expect.poll(() => entries().length).toBeGreaterThan(10);
    const text = lines.join('');
    for (const secret of [...Object.values(secrets), code, token, ADMIN_TOKEN])
      expect(text).not.toContain(secret);
  });

  it('stays silent at the level error, but for errors', async () => {
    const quiet = stderrLog('collector', 'error', { write: (line) => void lines.push(line) });
    const collector = await started({ log: quiet });
    await collector.call('/api/v1/enrolment-codes', { json: { school: 'thcs-a' } });
    await collector.call('/nowhere');
    expect(lines).toEqual([]);
    quiet.error({}, 'an error');
    expect(lines).toHaveLength(1);
  });
});
