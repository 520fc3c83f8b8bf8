import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps, type ServerOptions } from 'node:https';
import { createServer as createTcp } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { checkedFields, OpenServers } from '../../../test/open-servers.ts';
import { type Authority, type Issued, makeAuthority } from '../../../test/peers/authority.ts';
import { describeWithPeers } from '../../../test/peers.ts';

const servers = new OpenServers();
afterEach(() => servers.close());

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
    return `https://localhost:${await servers.listen(server)}/`;
  }
  const seen = (url: string) => checkedFields(url, { ca: authority.cert });

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
    expect(await checkedFields(await https(good))).toMatchObject({
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
    const plain = await servers.listen(createHttp((_, response) => response.end()));
    expect(await checkedFields(`https://localhost:${plain}/`)).toMatchObject({
      ...{ up: false, failed_step: 'tls', error: 'answered no TLS' },
    });
    const cut = await servers.listen(
      createTcp((socket) => socket.once('data', () => socket.destroy())),
    );
    expect(await checkedFields(`https://localhost:${cut}/`)).toMatchObject({
      ...{ failed_step: 'tls', error: 'connection cut' },
    });
    const closed = await https(good, {
      requestCert: true,
      rejectUnauthorized: true,
      maxVersion: 'TLSv1.2',
    });
    expect(await checkedFields(closed)).toMatchObject({ failed_step: 'tls', up: false });
  });
});
