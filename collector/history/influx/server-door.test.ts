import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { days, epochMs, seconds } from '../../../kit/units.ts';
import { influxServer } from './server-door.ts';

interface Seen {
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}
let seen: Seen[];
let reply: { status: number; headers?: Record<string, string>; body?: string } | 'hang';
let url: string;
const live = new AbortController().signal;

beforeEach(async () => {
  seen = [];
  reply = { status: 204 };
  const server = createServer(async (request, response) => {
    seen.push({
      url: request.url ?? '',
      authorization: request.headers.authorization,
      body: await bodyOf(request),
    });
    if (reply === 'hang') return;
    response.writeHead(reply.status, reply.headers).end(reply.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${portOf(server.address())}`;
  return () => {
    server.closeAllConnections();
    server.close();
  };
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  return String(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
}
const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

const QUERY = {
  school: 's',
  measurement: 'm',
  field: 'f',
  device: undefined,
  from: epochMs(0),
  to: epochMs(1),
  step: undefined,
};

/**
 * Answers of servers that are not at hand here, as their documentation gives them: docs.influxdata.com, influxdb/v2
 * API reference and "Troubleshoot issues writing data"; influxdb3/core "Use the v3 write_lp API" and "Troubleshoot";
 * "Handling partial writes in InfluxDB 3" (2024-09-19) for the 201 that became a 400.
 */
const V2 = { database: 'b', bucket: 'b', org: 'o', token: 'a-token' };
const V3 = { database: 'd', token: 'a-token' };
const PARTIAL_V3 = JSON.stringify({
  error: 'partial write of line protocol occurred',
  data: [
    {
      original_line: 'home,room=Sunroom temp=hi 1735549200',
      line_number: 2,
      error_message:
        "invalid column type for column 'temp', expected iox::column_type::field::float, got iox::column_type::field::string",
    },
  ],
});
const DOCUMENTED: Readonly<
  Record<
    string,
    {
      readonly config: Omit<Parameters<typeof influxServer>[0], 'url'>;
      readonly answer: { readonly status: number; readonly body: string };
      readonly outcome: object;
    }
  >
> = {
  'a line of 2.x that can’t be read': {
    config: V2,
    answer: {
      status: 400,
      body: `{"code":"invalid","message":"unable to parse 'm x=': missing field value"}`,
    },
    outcome: { kind: 'refused' },
  },
  'points beyond the retention of 2.x': {
    config: V2,
    answer: {
      status: 422,
      body: '{"code":"unprocessable entity","message":"failure writing points to database: partial write: points beyond retention policy dropped=1"}',
    },
    outcome: { kind: 'refused' },
  },
  'a token that 2.x does not know': {
    config: V2,
    answer: { status: 401, body: '{"code":"unauthorized","message":"unauthorized access"}' },
    outcome: { kind: 'stopped' },
  },
  'a bucket that 2.x does not have': {
    config: V2,
    answer: { status: 404, body: '{"code":"not found","message":"no such bucket"}' },
    outcome: { kind: 'stopped', reason: '404: {"code":"not found","message":"no such bucket"}' },
  },
  'a body too large for 2.x': {
    config: V2,
    answer: {
      status: 413,
      body: '{"code":"request too large","message":"cannot read data: points in batch is too large"}',
    },
    outcome: { kind: 'too_large' },
  },
  'a 2.x that is too busy': {
    config: V2,
    answer: { status: 429, body: '{"code":"too many requests","message":"write limit reached"}' },
    outcome: { kind: 'busy' },
  },
  'a line of another type in 3 Core': {
    config: V3,
    answer: { status: 400, body: PARTIAL_V3 },
    outcome: { kind: 'refused', blame: { at: new Map([[1, expect.stringContaining('temp')]]) } },
  },
  'the same in a 3 that says 201': {
    config: V3,
    answer: { status: 201, body: PARTIAL_V3 },
    outcome: { kind: 'refused', blame: { at: new Map([[1, expect.stringContaining('temp')]]) } },
  },
  'a token without the right in 3 Core': {
    config: V3,
    answer: { status: 403, body: '{"error":"the request was not authorized"}' },
    outcome: { kind: 'stopped' },
  },
};

describe('an InfluxDB server', () => {
  it('of 1.x is written by database, with a name and a password', async () => {
    const server = influxServer({ url, database: 'hà tầng', username: 'u', password: 'p' });
    expect(await server.write(['m x=1 1'], live)).toEqual({ kind: 'stored' });
    expect(seen).toEqual([
      {
        url: '/write?db=h%C3%A0+t%E1%BA%A7ng&precision=ms',
        authorization: `Basic ${Buffer.from('u:p').toString('base64')}`,
        body: 'm x=1 1',
      },
    ]);
  });

  it('of 2.x is written by bucket, with a token; long bodies go as gzip', async () => {
    const server = influxServer({ url, database: 'b', org: 'o', bucket: 'b', token: 't' });
    const lines = Array.from({ length: 500 }, (_, at) => `m x=${at} ${at}`);
    await server.write(lines, live);
    expect(seen[0]).toEqual({
      url: '/api/v2/write?org=o&bucket=b&precision=ms',
      authorization: 'Token t',
      body: lines.join('\n'),
    });
  });

  it.each([
    [
      { status: 201, body: '{"error":"partial"}', headers: { 'content-type': 'application/json' } },
      'refused',
    ],
    [{ status: 400, body: '{"error":"field type conflict"}' }, 'refused'],
    [{ status: 401, body: 'no' }, 'stopped'],
    [{ status: 404, body: 'no' }, 'stopped'],
    [{ status: 503 }, 'busy'],
    [{ status: 413, body: '{"error":"Request Entity Too Large"}' }, 'too_large'],
    // A captive portal, or a proxy's page.
    [{ status: 200, body: '<html>welcome</html>' }, 'stopped'],
  ])('that answers %j to a write: %s', async (answer, kind) => {
    reply = answer;
    const outcome = await influxServer({ url, database: 'd' }).write(['m x=1 1'], live);
    expect(outcome.kind).toBe(kind);
  });

  it('says how long it wants to be left alone', async () => {
    reply = { status: 429, headers: { 'retry-after': '30' } };
    const outcome = await influxServer({ url, database: 'd' }).write(['m x=1 1'], live);
    expect(outcome).toMatchObject({ kind: 'busy', retryAfter: seconds(30) });
  });

  it('that is not there, or hangs until the caller goes, is busy', async () => {
    const gone = influxServer({ url: 'http://127.0.0.1:1', database: 'd' });
    expect(await gone.write(['m x=1 1'], live)).toMatchObject({ kind: 'busy' });
    reply = 'hang';
    const end = new AbortController();
    const writing = influxServer({ url, database: 'd' }).write(['m x=1 1'], end.signal);
    setTimeout(() => end.abort(), 20);
    expect(await writing).toMatchObject({ kind: 'busy' });
  });

  describe.each(Object.entries(DOCUMENTED))('%s', (_, { config, answer, outcome }) => {
    it('is understood', async () => {
      reply = { ...answer, headers: { 'content-type': 'application/json; charset=utf-8' } };
      expect(
        await influxServer({ url, ...config }).write(['m x=1 1', 'm x=2 2'], live),
      ).toMatchObject(outcome);
    });
  });

  it('gives a long refusal whole, to be read, and its beginning, to be shown', async () => {
    const data = Array.from({ length: 100 }, (_, at) => ({
      error_message: 'invalid column type',
      line_number: at + 1,
      original_line: 'x'.repeat(30),
    }));
    const body = JSON.stringify({ error: 'partial write of line protocol occurred', data });
    reply = { status: 400, body, headers: { 'content-type': 'application/json' } };
    const lines = Array.from({ length: 120 }, (_, at) => `m x=1 ${at}`);
    const outcome = await influxServer({ url, database: 'd' }).write(lines, live);
    expect(outcome).toMatchObject({ kind: 'refused', reason: `400: ${body.slice(0, 500)}` });
    expect(outcome.kind === 'refused' && outcome.blame?.at.size).toBe(100);
  });

  describe('that echoes what it was asked with', () => {
    const token = 'planted-token-K7==';
    const password = 'planted "password" & more';
    const everything = [
      token,
      password,
      encodeURIComponent(password),
      JSON.stringify(password),
      Buffer.from(`u:${password}`).toString('base64'),
    ].join(' | ');
    const planted = /planted|dTpwbGFudGVk/;
    const account = { token, username: 'u', password };

    it.each([201, 400, 401, 404, 413, 429, 500])('has its words cut in a %d', async (status) => {
      reply = { status, body: everything };
      const server = influxServer({ url, database: 'd', ...account });
      const outcome = await server.write(['m x=1 1'], live);
      expect(JSON.stringify(outcome)).not.toMatch(planted);
      expect(JSON.stringify(outcome)).toContain('[kept out]');
      reply = { status, body: JSON.stringify({ error: everything }) };
      const asked = await server.query(QUERY, live).catch((error: unknown) => error);
      expect(`${asked} ${JSON.stringify(asked)}`).not.toMatch(planted);
    });

    it('has its word on a line cut too', async () => {
      const data = [{ line_number: 1, error_message: `bad ${token}` }];
      reply = { status: 400, body: JSON.stringify({ error: 'partial write', data }) };
      const outcome = await influxServer({ url, database: 'd', token }).write(['m x=1 1'], live);
      expect(outcome.kind === 'refused' && outcome.blame?.at.get(0)).toBe('bad [kept out]');
    });

    it('has an error inside a 200 cut too', async () => {
      reply = { status: 200, body: JSON.stringify({ results: [{ error: everything }] }) };
      const asked = influxServer({ url, database: 'd', ...account }).query(QUERY, live);
      await expect(asked).rejects.toThrow(/^it refused: ((?!planted).)*$/s);
    });
  });

  it.each([
    ['an error inside a 200', { status: 200, body: '{"results":[{"error":"no database"}]}' }],
    ['another shape', { status: 200, body: '{"results":[{"series":[{"values":5}]}]}' }],
    ['no JSON', { status: 200, body: '<html>' }],
    ['a refusal', { status: 401, body: '{"error":"authorization failed"}' }],
    ['another success', { status: 204 }],
  ])('that answers a query with %s can’t be asked now', async (_, answer) => {
    reply = answer;
    const asked = influxServer({ url, database: 'd' }).query(QUERY, live);
    await expect(asked).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('that answers every query with its databases can never be read', async () => {
    reply = {
      status: 200,
      body: '{"results":[{"statement_id":0,"series":[{"name":"databases","columns":["name"],"values":[["_internal"]]}]}]}',
    };
    const asked = influxServer({ url, database: 'd' }).query(QUERY, live);
    await expect(asked).rejects.toMatchObject({ kind: 'unreadable' });
  });

  it('3 Core gives null for a tag that a series lacks', async () => {
    const series = {
      name: 'm',
      tags: { device: null, host: 'a', school: 's' },
      columns: ['time', 'f'],
      values: [[5, 1.5]],
    };
    reply = {
      status: 200,
      body: JSON.stringify({ results: [{ statement_id: 0, series: [series] }] }),
    };
    expect(await influxServer({ url, database: 'd', token: 't' }).query(QUERY, live)).toEqual([
      { tags: { host: 'a' }, points: [{ at: 5, value: 1.5 }] },
    ]);
    expect(seen[0]?.authorization).toBe('Token t');
  });

  it('is not asked for more than a question may take', async () => {
    reply = { status: 200, body: `{"results":[${' '.repeat(65 * 1024 * 1024)}]}` };
    const asked = influxServer({ url, database: 'd' }).query(QUERY, live);
    await expect(asked).rejects.toThrow(/more than \d+ points/);
  });

  it('gets its database made only where that is allowed, with how long it keeps points', async () => {
    expect(influxServer({ url, database: 'd' }).createDatabase).toBeUndefined();
    reply = { status: 200, body: '{"results":[{"statement_id":0}]}' };
    const config = { url, database: 'hà "tầng', create: true, keep: days(400) };
    const made = await influxServer(config).createDatabase?.(live);
    expect(made).toEqual({ ok: true, value: undefined });
    expect(new URL(seen[0]?.url ?? '', url).searchParams.get('q')).toBe(
      'CREATE DATABASE "hà \\"tầng" WITH DURATION 9600h',
    );
    reply = { status: 200, body: '{"results":[{"error":"create admin user first"}]}' };
    expect(await influxServer(config).createDatabase?.(live)).toMatchObject({ ok: false });
  });

  it.each([
    [
      { status: 200, body: 'vm_rows_invalid_total{type="influx"} 3\n' },
      { kind: 'rows', rows: 3 },
    ],
    [{ status: 200, body: 'go_goroutines 3\n' }, { kind: 'other_server' }],
    [{ status: 404 }, { kind: 'other_server' }],
    [{ status: 503 }, { kind: 'no_answer' }],
  ])('whose metrics are %j: %j', async (answer, looked) => {
    reply = answer;
    expect(await influxServer({ url, database: 'd' }).droppedRows(live)).toEqual(looked);
  });
});
