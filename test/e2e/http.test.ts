import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN, type Started, startedCollector } from './started.ts';

let collector: Started;
let agent: string;
const logged: { fields: object; event: string }[] = [];
const note = (fields: object, event: string) => logged.push({ fields, event });

beforeAll(async () => {
  collector = await startedCollector({ log: { info: () => undefined, warn: note, error: note } });
  agent = await collector.enrol('thcs-a');
});
afterAll(() => collector.end());

async function dial(): Promise<Socket> {
  const { hostname, port } = new URL(collector.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket;
}

const head = (method: string, path: string, ...lines: readonly string[]) =>
  [`${method} ${path} HTTP/1.1`, 'Host: x', `Authorization: Token ${agent}`, ...lines, '', ''].join(
    '\r\n',
  );

describe('an upload', () => {
  it('that breaks off half-way is nobody’s error of ours', async () => {
    logged.length = 0;
    const socket = await dial();
    socket.write(`${head('POST', '/api/v2/write', 'Content-Length: 1000')}cpu usage=1`);
    await new Promise((later) => setTimeout(later, 100));
    socket.destroy();
    await new Promise((later) => setTimeout(later, 100));
    expect(logged).toEqual([]);
  });

  it('without an announced length gets its 413 before it is cut', async () => {
    const socket = await dial();
    let answer = '';
    socket.setEncoding('latin1').on('data', (text) => {
      answer += text;
    });
    socket.on('error', () => undefined);
    socket.write(head('POST', '/api/v2/write', 'Transfer-Encoding: chunked'));
    const chunk = `100000\r\n${'x'.repeat(0x10_00_00)}\r\n`;
    for (let sent = 0; sent < 6; sent += 1) socket.write(chunk);
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });
});

describe('methods', () => {
  it.each([
    ['POST', '/api/v1/readiness', 'GET, HEAD'],
    ['DELETE', '/api/v1/schools/thcs-a', 'GET, HEAD'],
    ['GET', '/api/v2/write', 'POST'],
    ['PUT', '/sign-in', 'GET, HEAD, POST'],
    ['POST', '/healthz', 'GET, HEAD'],
  ])('answers %s %s with 405 and what is allowed', async (method, path, allow) => {
    const answer = await collector.call(path, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
  });

  it('ends a HEAD of the events at once', async () => {
    const socket = await dial();
    const by = `Authorization: Bearer ${ADMIN_TOKEN}`;
    socket.write(`HEAD /events HTTP/1.1\r\nHost: x\r\n${by}\r\n\r\n`);
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    const answers = (await socket.setEncoding('latin1').toArray()).join('');
    expect(answers.match(/^HTTP\/1.1 200 OK/gm)).toHaveLength(2);
  });
});

describe('a problem', () => {
  const asBrowser = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

  it('is a page for a person, in the language that was asked for', async () => {
    const vi = await collector.call('/no-such-page', { token: undefined, headers: asBrowser });
    const en = await collector.call('/no-such-page?lang=en', { headers: asBrowser });
    expect([vi.status, vi.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(await vi.text()).toContain('<html lang="vi"');
    expect(await en.text()).toContain('<html lang="en"');
  });

  it.each([
    ['/api/v1/no-such-thing', asBrowser],
    ['/no-such-page', { Accept: '*/*' }],
    ['/no-such-page', { Accept: 'application/json' }],
  ])('is RFC 9457 for a program (%s, %j)', async (path, headers) => {
    const answer = await collector.call(path, { headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
  });

  it.each([
    ['/api/v1/history?school=thcs-a&measurement=cpu&field=x&to=-271821-04-20T00:00:00Z', 422],
    ['/api/v1/history?school=thcs-a&measurement=cpu&field=x&from=0&to=2000000000000', 422],
    ['/api/v1/history?school=thcs-a&school=thcs-b&measurement=cpu&field=x', 422],
    ['/api/v1/history?school=no-such&measurement=cpu&field=x', 404],
    ['/api/v1/schools/%E0%A4%A', 400],
    ['/assets/..%2f..%2fpackage.json', 404],
    ['/assets/%00', 404],
    ['/api/v1/incidents?state=odd', 422],
  ])('of %s is never a 500', async (path, status) => {
    logged.length = 0;
    expect((await collector.call(path)).status).toBe(status);
    expect(logged).toEqual([]);
  });

  it('asks who calls before it looks at the question', async () => {
    const answer = await collector.call('/api/v1/incidents?state=odd', { token: undefined });
    expect(answer.status).toBe(401);
  });
});

it('lets browsers keep the assets, and nothing else', async () => {
  const asset = await collector.call('/assets/base.css', { token: undefined });
  const page = await collector.call('/sign-in', { token: undefined });
  expect(asset.headers.get('cache-control')).toContain('max-age=3600');
  expect(page.headers.get('cache-control')).toBe('no-store');
});
