import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createTcp, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { systemClock } from '../../../kit/clock.ts';
import { seconds } from '../../../kit/units.ts';
import { describeWithPeers } from '../../../test/peers.ts';
import { checkService } from './door.ts';
import { serviceFact } from './facts.ts';
import { ServiceOptions } from './options.ts';

let folder = '';
let ca = '';
const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0))
    await new Promise<void>((done) => server.close(() => done()));
});

function openssl(args: string): void {
  execFileSync('openssl', args.split(' '), { cwd: folder, stdio: 'ignore' });
}

const key = (name: string): void =>
  openssl(`ecparam -name prime256v1 -genkey -noout -out ${name}.key`);

/** `openssl ca` rather than `x509`, because only it takes dates in the past in OpenSSL 3.0. */
function issue(name: string, host: string, dates: string): void {
  key(name);
  openssl(
    `req -new -key ${name}.key -subj /CN=${host} -addext subjectAltName=DNS:${host} -out ${name}.csr`,
  );
  const span = dates.startsWith('-days')
    ? dates
    : dates.replace('-not_before', '-startdate').replace('-not_after', '-enddate');
  execFileSync(
    'bash',
    [
      '-c',
      `: > ${name}.db; echo 01 > ${name}.serial; printf '%s\\n' '[ca]' 'default_ca=c' '[c]' 'database=${name}.db' 'serial=${name}.serial' 'new_certs_dir=.' 'default_md=sha256' 'policy=p' 'copy_extensions=copy' '[p]' 'commonName=supplied' > ${name}.cnf;
       openssl ca -batch -config ${name}.cnf -cert ca.pem -keyfile ca.key -in ${name}.csr ${span} -notext -out ${name}.pem`,
    ],
    { cwd: folder, stdio: 'ignore' },
  );
}

async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => sockets.push(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as { port: number }).port;
}

async function https(
  name: string,
  answer: RequestListener = (_, response) => response.end('body'),
) {
  const read = (end: string) => readFileSync(join(folder, `${name}.${end}`));
  const port = await listening(createHttps({ key: read('key'), cert: read('pem') }, answer));
  return `https://localhost:${port}/`;
}

const never = new AbortController().signal;
const check = (url: string, deadline = seconds(5)) =>
  checkService({ url, deadline, clock: systemClock, ...(ca === '' ? {} : { ca }) }, never);
const fieldsOf = async (url: string) =>
  serviceFact({ device: 'line', service: 'x' }, await check(url), systemClock.now()).fields;

describeWithPeers(['openssl'], 'a system over HTTPS', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hatang-tls-'));
    key('ca');
    openssl('req -x509 -new -key ca.key -subj /CN=TestCA -days 30 -out ca.pem');
    ca = readFileSync(join(folder, 'ca.pem'), 'utf8');
    issue('good', 'localhost', '-days 20');
    issue('other', 'elsewhere.example', '-days 20');
    issue('expired', 'localhost', '-not_before 20240101000000Z -not_after 20240201000000Z');
    key('self');
    openssl(
      'req -x509 -new -key self.key -subj /CN=localhost -addext subjectAltName=DNS:localhost -days 9 -out self.pem',
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is up with a certificate that holds', async () => {
    const fields = await fieldsOf(await https('good'));
    expect(fields).toMatchObject({
      up: true,
      status: 200,
      tls_version: 'TLSv1.3',
      certificate_valid: true,
    });
    expect(fields['certificate_days']).toBeGreaterThan(19.9);
    expect(fields['certificate_days']).toBeLessThan(20.1);
    expect(fields['latency_s']).toBeLessThan(5);
    expect(fields).not.toHaveProperty('error');
  });

  it.each([
    ['expired', 'certificate has expired'],
    ['self', 'certificate is self-signed'],
    ['other', 'certificate is for another host'],
  ])('has its certificate read when it is %s', async (name, error) => {
    const fields = await fieldsOf(await https(name));
    expect(fields).toMatchObject({ up: true, status: 200, certificate_valid: false, error });
    expect(fields['certificate_days']).toBeTypeOf('number');
    if (name === 'expired') expect(fields['certificate_days']).toBeLessThan(-300);
  });

  it('does not hold where the authority is not known', async () => {
    const url = await https('good');
    const reply = await checkService({ url, deadline: seconds(5), clock: systemClock }, never);
    expect(reply.tls?.valid).toBe(false);
  });

  it('gets no credentials and no second request after a redirect', async () => {
    const asked: string[] = [];
    const url = await https('good', (request, response) => {
      asked.push(`${request.url} ${request.headers.authorization} ${request.headers.cookie}`);
      response.writeHead(302, { Location: '/login', 'Set-Cookie': 'a=b' }).end();
    });
    expect(await fieldsOf(url)).toMatchObject({ up: true, status: 302 });
    expect(asked).toEqual(['/ undefined undefined']);
  });

  it('is not up with a 503, and keeps what TLS showed', async () => {
    const url = await https('good', (_, response) => response.writeHead(503).end());
    expect(await fieldsOf(url)).toMatchObject({
      up: false,
      status: 503,
      certificate_valid: true,
      error: 'status 503',
    });
  });
});

describe('a system that does not answer well', () => {
  it('is told from the head alone, however long the body', async () => {
    const server = createHttp((_, response) => {
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', pour);
      };
      pour();
    });
    expect(await fieldsOf(`http://127.0.0.1:${await listening(server)}/`)).toMatchObject({
      up: true,
      status: 200,
    });
  });

  it('runs into the deadline when it accepts and stays silent', async () => {
    const port = await listening(createTcp(() => undefined));
    const reply = await check(`https://127.0.0.1:${port}/`, seconds(0.2));
    expect(reply).toEqual({ error: 'timeout' });
  });

  it.each([
    [
      'garbage',
      (write: (text: string) => void) => write('SSH-2.0-OpenSSH_9.2\r\n'),
      'answered no HTTP',
    ],
    [
      'a head without end',
      (write: (text: string) => void) => write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`),
      'answered no HTTP',
    ],
  ])('is named when it sends %s', async (_, send, error) => {
    const server = createTcp((socket) => {
      socket.on('error', () => undefined);
      send((text) => socket.write(text));
    });
    expect(await check(`http://127.0.0.1:${await listening(server)}/`)).toEqual({ error });
  });

  it('is refused, or has no such name', async () => {
    const port = await listening(createTcp());
    const gone = servers.pop();
    await new Promise<void>((done) => gone?.close(() => done()));
    expect(await check(`http://127.0.0.1:${port}/`)).toEqual({ error: 'refused' });
  });
});

describe('the service section', () => {
  it('reads its sample', () => {
    const sample = parse(readFileSync(new URL('./sample.yaml', import.meta.url), 'utf8'));
    expect(ServiceOptions.parse(sample.service)).toMatchObject({
      every: 300_000,
      deadline: 15_000,
      list: [{ name: 'csdl', device: 'line' }, { name: 'portal' }],
    });
  });

  it.each(['https://user:pw@host/', 'ftp://host/', 'host'])('refuses the address %s', (url) => {
    expect(ServiceOptions.safeParse({ list: [{ name: 'a', url }] }).success).toBe(false);
  });
});
