import { once } from 'node:events';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps, type ServerOptions } from 'node:https';
import { createServer as createTcp, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../kit/clock.ts';
import { seconds } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { type Authority, type Issued, makeAuthority } from '../../../test/peers/authority.ts';
import { describeWithPeers } from '../../../test/peers.ts';
import { checkService, type ServiceQuestion } from './door.ts';
import { serviceFact } from './facts.ts';

const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0))
    await new Promise<void>((done) => server.close(() => done()));
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    sockets.push(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as { port: number }).port;
}

async function closedPort(): Promise<number> {
  const port = await listening(createTcp());
  const gone = servers.pop();
  await new Promise<void>((done) => gone?.close(() => done()));
  return port;
}

const never = new AbortController().signal;
const check = (url: string, more: Partial<ServiceQuestion> = {}) =>
  checkService({ url, deadline: seconds(5), clock: systemClock, ...more }, never);
const fieldsOf = async (url: string, more: Partial<ServiceQuestion> = {}) =>
  serviceFact({ device: 'line', service: 'x' }, await check(url, more), systemClock.now()).fields;

describeWithPeers(['openssl'], 'a system over HTTPS', () => {
  let authority: Authority;
  let good: Issued;

  beforeAll(() => {
    authority = makeAuthority();
    good = authority.issue({ host: 'localhost' });
  });
  afterAll(() => authority.remove());

  async function https(
    { key, cert }: Issued,
    options: ServerOptions = {},
    answer: RequestListener = (_, response) => response.end('body'),
  ): Promise<string> {
    const server = createHttps({ key, cert, ...options }, answer);
    server.on('tlsClientError', () => undefined);
    return `https://localhost:${await listening(server)}/`;
  }
  const seen = (url: string) => fieldsOf(url, { ca: authority.cert });

  it('is up with a certificate that holds, and each step has its time', async () => {
    const fields = await seen(await https(good));
    expect(fields).toMatchObject({
      up: true,
      status: 200,
      tls_version: 'TLSv1.3',
      certificate_valid: true,
      chain_valid: true,
      host_name_valid: true,
      certificate_chain: 2,
      certificate_issuer: 'Test',
    });
    expect(fields['certificate_days']).toBeGreaterThan(19.9);
    expect(fields['certificate_days']).toBeLessThan(20.1);
    expect(fields['addresses']).toBeGreaterThanOrEqual(1);
    const steps = ['dns_s', 'tcp_s', 'tls_s', 'http_s'].map((step) => Number(fields[step]));
    expect(Math.min(...steps)).toBeGreaterThan(0);
    expect(steps.reduce((a, b) => a + b)).toBeLessThanOrEqual(Number(fields['latency_s']));
    for (const none of ['error', 'failed_step', 'https_redirect'])
      expect(fields).not.toHaveProperty(none);
  });

  const expired = '-startdate 20240101000000Z -enddate 20240201000000Z';
  const early = '-startdate 20900101000000Z -enddate 20910101000000Z';
  it.each<[string, () => Issued, boolean, boolean, string]>([
    [
      'expired',
      () => authority.issue({ host: 'localhost', dates: expired }),
      ...[false, true, 'certificate has expired'],
    ],
    [
      'not valid yet',
      () => authority.issue({ host: 'localhost', dates: early }),
      ...[false, true, 'certificate is not valid yet'],
    ],
    [
      'self-signed',
      () => authority.selfSigned('localhost'),
      ...[false, true, 'certificate is self-signed'],
    ],
    [
      'for another host',
      () => authority.issue({ host: 'elsewhere.example' }),
      ...[true, false, 'certificate is for another host'],
    ],
    [
      'expired and for another host',
      () => authority.issue({ host: 'elsewhere.example', dates: expired }),
      ...[false, false, 'certificate has expired'],
    ],
    [
      'of an authority whose own certificate is not sent',
      () => authority.below().issue({ host: 'localhost' }),
      ...[false, true, 'certificate chain is incomplete'],
    ],
  ] as [string, () => Issued, boolean, boolean, string][])(
    'has its certificate read where it is %s',
    async (_, issued, chain_valid, host_name_valid, error) => {
      const fields = await seen(await https(issued()));
      expect(fields).toMatchObject({
        ...{ up: true, status: 200, certificate_valid: false },
        ...{ chain_valid, host_name_valid, error },
      });
      expect(fields['certificate_days']).toBeTypeOf('number');
      if (error.endsWith('expired')) expect(fields['certificate_days']).toBeLessThan(-300);
    },
  );

  it('holds with the whole chain, which is counted', async () => {
    const between = authority.below();
    const { key, cert } = between.issue({ host: 'localhost' });
    expect(await seen(await https({ key, cert: `${cert}${between.cert}` }))).toMatchObject({
      chain_valid: true,
      certificate_chain: 3,
    });
  });

  it('does not hold where the authority is not known', async () => {
    expect(await fieldsOf(await https(good))).toMatchObject({
      chain_valid: false,
      host_name_valid: true,
    });
  });

  it.each(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const)(
    'is told to speak %s, also where browsers no longer do',
    async (version) => {
      const only = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT:@SECLEVEL=0' };
      expect(await seen(await https(good, only))).toMatchObject({
        ...{ up: true, tls_version: version, certificate_valid: true },
      });
    },
  );

  it('gets no credentials and no second request after a redirect', async () => {
    const asked: string[] = [];
    const url = await https(good, {}, (request, response) => {
      asked.push(`${request.url} ${request.headers.authorization} ${request.headers.cookie}`);
      response.writeHead(302, { Location: '/login', 'Set-Cookie': 'a=b' }).end();
    });
    expect(await seen(url)).toMatchObject({ up: true, status: 302 });
    expect(asked).toEqual(['/ undefined undefined']);
  });

  it('is not up with a 503, and keeps what TLS showed', async () => {
    const url = await https(good, {}, (_, response) => response.writeHead(503).end());
    expect(await seen(url)).toMatchObject({
      ...{ up: false, status: 503, certificate_valid: true },
      ...{ error: 'status 503', failed_step: 'http' },
    });
  });

  it('stops at TLS where the port speaks without it, cuts it off or asks for a certificate', async () => {
    const plain = await listening(createHttp((_, response) => response.end()));
    expect(await fieldsOf(`https://localhost:${plain}/`)).toMatchObject({
      ...{ up: false, failed_step: 'tls', error: 'answered no TLS' },
    });
    const cut = await listening(createTcp((socket) => socket.once('data', () => socket.destroy())));
    expect(await fieldsOf(`https://localhost:${cut}/`)).toMatchObject({
      ...{ failed_step: 'tls', error: 'connection cut' },
    });
    const closed = await https(good, {
      requestCert: true,
      rejectUnauthorized: true,
      maxVersion: 'TLSv1.2',
    });
    expect(await fieldsOf(closed)).toMatchObject({ failed_step: 'tls', up: false });
  });
});

describe('a system that does not answer well', () => {
  const http = async (server: Server) => `http://127.0.0.1:${await listening(server)}/`;

  it('is told from the head alone, however long the body', async () => {
    const server = createHttp((_, response) => {
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', pour);
      };
      pour();
    });
    expect(await fieldsOf(await http(server))).toMatchObject({ up: true, status: 200 });
  });

  it.each([
    ['garbage', ['SSH-2.0-OpenSSH_9.2\r\n'], 'answered no HTTP'],
    ['a head without end', [`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`], 'answered no HTTP'],
    ['headers without end', ['HTTP/1.1 200 OK\r\n', 'X: y\r\n'.repeat(50_000)], 'answered no HTTP'],
    [
      '"still working" without end',
      ['HTTP/1.1 102 Processing\r\n\r\n'.repeat(1_000)],
      'answered no HTTP',
    ],
  ])('is named when it sends %s', async (_, sent, error) => {
    const server = createTcp((socket) => {
      for (const part of sent) socket.write(part);
    });
    const { failed } = await check(await http(server));
    expect(failed).toEqual({ step: 'http', error });
  });

  it('is cut where it closes in the middle of its head', async () => {
    const server = createTcp((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Le'));
    });
    expect((await check(await http(server))).failed).toEqual({
      ...{ step: 'http', error: 'connection cut' },
    });
  });

  it('is refused at TCP where nobody listens', async () => {
    const { failed, addresses, spent } = await check(`http://127.0.0.1:${await closedPort()}/`);
    expect({ failed, addresses, spent }).toEqual({
      ...{ failed: { step: 'tcp', error: 'refused' }, addresses: 1, spent: {} },
    });
  });

  it('is not found at DNS where the name has no address', async () => {
    expect(await fieldsOf('https://no-such-host.invalid/')).toEqual({
      ...{ up: false, failed_step: 'dns', error: 'unresolved' },
    });
  });

  it('is asked at its next address where the first does not listen', async () => {
    const port = await listening(createHttp((_, response) => response.end()));
    const lookup = async () => [
      { address: '127.0.0.2', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    expect(await fieldsOf(`http://two.example:${port}/`, { lookup })).toMatchObject({
      ...{ up: true, addresses: 2 },
    });
  });
});

describe('the deadline of a check', () => {
  const clock = new ManualClock();
  const late = (url: string, more: Partial<ServiceQuestion> = {}) =>
    check(url, { deadline: seconds(15), clock, ...more });

  it('ends a search for a name that brings nothing', async () => {
    const reply = late('https://name.example/', { lookup: () => new Promise(() => undefined) });
    await clock.advance(seconds(15));
    expect((await reply).failed).toEqual({ step: 'dns', error: 'timeout' });
  });

  it('ends a greeting that is not returned', async () => {
    const server = createTcp();
    const connected = once(server, 'connection');
    const reply = late(`https://127.0.0.1:${await listening(server)}/`);
    await connected;
    await clock.advance(seconds(15));
    expect((await reply).failed).toEqual({ step: 'tls', error: 'stalled' });
  });

  it('ends an answer of one byte a second', async () => {
    const server = createTcp();
    const asked = once(server, 'connection').then(async ([socket]: Socket[]) => {
      if (socket !== undefined) await once(socket, 'data');
      return socket;
    });
    const reply = late(`http://127.0.0.1:${await listening(server)}/`);
    const socket = await asked;
    for (const letter of 'HTTP/1.1 200 OK') {
      socket?.write(letter);
      await clock.advance(seconds(1));
    }
    expect((await reply).failed).toEqual({ step: 'http', error: 'stalled' });
  });
});

describe('the unencrypted address of a system', () => {
  const pointing = (to: (port: number) => string, status = 301): Server => {
    const server = createHttp((_, response) => {
      const { port } = server.address() as { port: number };
      response.writeHead(status, { Location: to(port) }).end();
    });
    return server;
  };
  const plainOf = async (server: Server | number, host = 'localhost') => {
    const port = typeof server === 'number' ? server : await listening(server);
    const lookup = async () => [{ address: '127.0.0.1', family: 4 }];
    const httpUrl = `http://${host}:${port}/`;
    const fields = await fieldsOf(`http://127.0.0.1:${port}/`, { httpUrl, lookup });
    const said = String(fields['redirect_path']).replaceAll(`:${port}`, '');
    return [fields['https_redirect'], fields['http_outcome'], said];
  };

  it('sends on to https of the same site', async () => {
    expect(await plainOf(pointing(() => 'https://localhost/x?session=1'))).toEqual([
      ...[true, 'https', 'http://localhost/ 301 → https://localhost/x'],
    ]);
  });

  it('may go by way of www', async () => {
    const server = createHttp(({ headers }, response) => {
      const bare = `${headers.host}`.startsWith('www.') === false;
      const to = bare ? `http://www.${headers.host}/` : 'https://cong.truong.edu.vn/';
      response.writeHead(302, { Location: to }).end();
    });
    expect(await plainOf(server, 'truong.edu.vn')).toEqual([
      true,
      'https',
      'http://truong.edu.vn/ 302 → http://www.truong.edu.vn/ 302 → https://cong.truong.edu.vn/',
    ]);
  });

  it.each<[string, Server, string]>([
    ['answers in the clear', createHttp((_, response) => response.end('hello')), 'plain'],
    ['sends on to another site', pointing(() => 'https://elsewhere.example/'), 'elsewhere'],
    ['sends on to another host in the clear', pointing(() => 'http://192.168.1.1/'), 'plain'],
    ['sends on to another port', pointing((port) => `http://localhost:${port - 1}/`), 'plain'],
    ['sends on to itself', pointing(() => '/'), 'loop'],
    ['sends on nowhere', pointing(() => 'http://'), 'plain'],
  ])('%s', async (_, server, outcome) => {
    expect((await plainOf(server)).slice(0, 2)).toEqual([false, outcome]);
  });

  it('is left after five steps where each points to another page', async () => {
    let asked = 0;
    const server = createHttp((_, response) => {
      asked += 1;
      response.writeHead(302, { Location: `/${asked}` }).end();
    });
    expect((await plainOf(server)).slice(0, 2)).toEqual([false, 'loop']);
    // Five steps, and the page itself beside them.
    expect(asked).toBe(6);
  });

  it('is closed where nobody listens or the connection is cut', async () => {
    expect((await plainOf(await closedPort())).slice(0, 2)).toEqual([false, 'closed']);
    const cutting = createTcp((socket) => socket.once('data', () => socket.destroy()));
    expect((await plainOf(cutting)).slice(0, 2)).toEqual([false, 'closed']);
  });

  it('says nothing where nothing can be said', async () => {
    const lookup = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    const fields = await fieldsOf('http://127.0.0.1:1/', { httpUrl: 'http://a.example/', lookup });
    expect(fields).not.toHaveProperty('http_outcome');
    expect(fields).not.toHaveProperty('https_redirect');
  });
});
