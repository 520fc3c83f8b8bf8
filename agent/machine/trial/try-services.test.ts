import { createServer as createHttps } from 'node:https';
import { createServer as createTcp } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../../kit/clock.ts';
import { ms, seconds } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { OpenServers } from '../../../test/open-servers.ts';
import { type Authority, makeAuthority } from '../../../test/peers/authority.ts';
import { describeWithPeers } from '../../../test/peers.ts';
import { AppResult } from '../../../wire/machine-report.ts';
import type { Lookup } from '../../dial/dial-door.ts';
import { type Trying, tryServices } from './try-services.ts';

const lookup: Lookup = async (host) => {
  if (host === 'localhost') return [{ address: '127.0.0.1', family: 4 }];
  throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
};

const servers = new OpenServers();
afterEach(() => servers.close());
const never = new AbortController().signal;

describeWithPeers(['openssl'], 'the named systems, tried from a lab machine', () => {
  let authority: Authority;
  beforeAll(() => {
    authority = makeAuthority();
  });
  afterAll(() => authority.remove());

  /** Answers with the status that is the path. */
  async function site(
    issued = authority.issue({ host: 'localhost' }),
    options: object = {},
    ended: () => void = () => undefined,
  ) {
    const server = createHttps({ ...issued, ...options }, ({ url, socket }, response) => {
      socket.once('close', ended);
      response.writeHead(Number(url?.slice(1)), { location: 'https://elsewhere.invalid/' }).end();
    });
    server.on('tlsClientError', () => undefined);
    return `https://localhost:${await servers.listen(server)}`;
  }
  const trying = (parts: Partial<Trying> = {}): Trying => ({
    ...{ clock: systemClock, ca: authority.cert, systemAuthorities: () => [] },
    ...parts,
  });
  const tryOne = async (url: string, parts?: Partial<Trying>) => {
    const [result] = await tryServices([{ name: 'x', url }], trying(parts), never);
    return result;
  };

  it.each([200, 302, 403, 404])(
    'are up where they answer %s, with the time of each step',
    async (status) => {
      const result = AppResult.parse(await tryOne(`${await site()}/${status}`));
      expect(result).toMatchObject({ service: 'x', up: true, status });
      const { dns_s = 0, connect_s = 0, tls_s = 0, first_byte_s = 0, total_s = 0 } = result;
      const steps = [dns_s, connect_s, tls_s, first_byte_s];
      expect(Math.min(...steps)).toBeGreaterThan(0);
      expect(steps.reduce((a, b) => a + b)).toBeLessThanOrEqual(total_s);
    },
  );

  it('are not up where the server is broken', async () => {
    const result = await tryOne(`${await site()}/503`);
    expect(result).toMatchObject({ up: false, status: 503, error: 'status 503' });
  });

  it('are not up where a browser would warn of the certificate', async () => {
    const other = await site(authority.issue({ host: 'elsewhere.example' }));
    expect(await tryOne(`${other}/200`)).toMatchObject({
      ...{ up: false, status: 200, error: 'certificate is for another host' },
    });
    const own = await site(authority.selfSigned('localhost'));
    expect(await tryOne(`${own}/200`)).toMatchObject({
      ...{ up: false, error: 'certificate is self-signed' },
    });
  });

  it('are up where the system knows the authority that Node does not, as a school’s own filter has', async () => {
    const url = `${await site()}/200`;
    const filtered: Partial<Trying> = { ca: [], systemAuthorities: () => authority.cert };
    expect(await tryOne(url, filtered)).toMatchObject({ up: true });
    expect(await tryOne(url, { ca: [] })).toMatchObject({
      ...{ up: false, error: expect.stringContaining('certificate') },
    });
  });

  it('are not up where they speak what browsers gave up', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' };
    const url = `${await site(authority.issue({ host: 'localhost' }), old)}/200`;
    expect(await tryOne(url)).toMatchObject({ up: false, error: 'TLS refused' });
  });

  it('are told by name and in their order, a few at once, though one says nothing', async () => {
    const silent = await servers.listen(createTcp((socket) => socket.on('error', () => undefined)));
    let ended = 0;
    const good = await site(undefined, {}, () => (ended += 1));
    const services = [
      { name: 'silent', url: `https://localhost:${silent}/` },
      ...Array.from({ length: 12 }, (_, at) => ({ name: `good-${at}`, url: `${good}/200` })),
      { name: 'nobody', url: 'https://nobody.invalid/' },
    ];
    const clock = new ManualClock();
    const told = tryServices(services, trying({ clock, lookup }), never);
    while (ended < 12) await clock.advance(ms(0));
    await clock.advance(seconds(10));
    const results = await told;
    expect(results.map(({ service }) => service)).toEqual(services.map(({ name }) => name));
    expect(results.filter(({ up }) => up)).toHaveLength(12);
    expect(results[0]).toMatchObject({ up: false, error: 'stalled' });
    expect(results.at(-1)).toMatchObject({ up: false, error: 'unresolved' });
  });

  it('are left out where everything was called off before their time: that says nothing of them', async () => {
    const silent = await servers.listen(createTcp((socket) => socket.on('error', () => undefined)));
    const services = [{ name: 'silent', url: `https://localhost:${silent}/` }];
    const stop = new AbortController();
    const told = tryServices(services, trying(), stop.signal);
    stop.abort();
    expect(await told).toEqual([]);
  });
});
