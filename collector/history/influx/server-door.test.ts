import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs, seconds } from '../../../kit/units.ts';
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
    [{ status: 200, body: '{torn', headers: { 'content-type': 'application/json' } }, 'busy'],
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

  it.each([
    [
      'an error inside a 200',
      { status: 200, body: '{"results":[{"error":"database not found"}]}' },
    ],
    [
      'an answer of another shape',
      { status: 200, body: '{"results":[{"series":[{"values":5}]}]}' },
    ],
    ['no JSON', { status: 200, body: '<html>' }],
    ['a refusal', { status: 401, body: '{"error":"authorization failed"}' }],
  ])('that answers a query with %s makes it fail', async (_, answer) => {
    reply = answer;
    const query = {
      school: 's',
      measurement: 'm',
      field: 'f',
      device: undefined,
      from: epochMs(0),
      to: epochMs(1),
      step: undefined,
    };
    await expect(influxServer({ url, database: 'd' }).query(query, live)).rejects.toThrow();
  });
});
