import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type TlsOptions } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ms, seconds } from '../../../kit/units.ts';
import { listenTcp } from '../../../test/onvif/listen.ts';
import { describeWithPeers, peerPath } from '../../../test/peers.ts';
import { knockAtPorts } from './open-ports.ts';
import { knockTcp, knockTls, type ShownTls } from './ports-door.ts';
import { parseHost } from './soap/endpoint.ts';

const limits = { deadline: seconds(2), signal: new AbortController().signal };
const SHOWN: ShownTls = { version: 'TLSv1.2', certificate: 'ab' };

describe('knocking', () => {
  it('tells an open port from a closed one, and TLS from plain talk', async () => {
    const port = await listenTcp((socket) => socket.on('data', () => socket.end('what?\r\n')));
    expect(await knockTcp('127.0.0.1', port, limits)).toBe(true);
    expect(await knockTcp('127.0.0.1', 1, limits)).toBe(false);
    expect(await knockTls('127.0.0.1', port, limits)).toBe(false);
  });

  it('knows nothing of a port that says nothing', async () => {
    const port = await listenTcp(() => undefined);
    expect(await knockTls('127.0.0.1', port, { ...limits, deadline: ms(200) })).toBeUndefined();
  });

  it.each([
    ['10.0.0.5', [443, 322], [23, 21]],
    ['10.0.0.5:2020', [443, 322], [23, 21]],
    ['10.0.0.5:443', [443, 322], [23, 21]],
    ['10.0.0.5:8080', [8080], [23, 21]],
    ['127.0.0.1:8080', [8080], []],
    ['127.0.0.1:80', [80], []],
    ['[::1]:8080', [8080], []],
  ])('at %s tries only ports that are the device’s own', async (address, tls, tcp) => {
    const tried: { tls: number[]; tcp: number[] } = { tls: [], tcp: [] };
    const note = (kind: 'tls' | 'tcp') => async (_: string, port: number) => {
      tried[kind].push(port);
      return false as const;
    };
    await knockAtPorts(parseHost(address), { tcp: note('tcp'), tls: note('tls'), ...limits });
    expect(tried).toEqual({ tls, tcp });
  });

  it.each<[string, ShownTls | false, object]>([
    ['10.0.0.5', false, { https: false, rtsps: false }],
    ['10.0.0.5', SHOWN, { https: SHOWN, rtsps: true }],
    ['10.0.0.5:8080', false, { https: undefined, rtsps: undefined }],
    ['10.0.0.5:8080', SHOWN, { https: SHOWN, rtsps: undefined }],
  ])('at %s reads a handshake of %j as %j', async (address, shown, expected) => {
    const parts = { tcp: async () => false, tls: async () => shown, ...limits };
    expect(await knockAtPorts(parseHost(address), parts)).toMatchObject(expected);
  });
});

describeWithPeers(['openssl'], 'a TLS port', () => {
  async function tlsPort(options: TlsOptions) {
    const folder = mkdtempSync(join(tmpdir(), 'tls-'));
    const [keyFile, certFile] = [join(folder, 'key'), join(folder, 'cert')];
    const subject = ['-subj', '/CN=camera', '-days', '1', '-keyout', keyFile, '-out', certFile];
    execFileSync(
      peerPath('openssl'),
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject],
      { stdio: 'ignore' },
    );
    const cert = readFileSync(certFile);
    const server = createServer({ key: readFileSync(keyFile), cert, ...options });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const print = new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase();
    return { port: (server.address() as AddressInfo).port, print };
  }

  it('shows its version and the print of its certificate, whoever signed it', async () => {
    const { port, print } = await tlsPort({ maxVersion: 'TLSv1.2' });
    const shown = await knockTls('127.0.0.1', port, limits);
    expect(shown).toEqual({ version: 'TLSv1.2', certificate: print });
    expect(
      await knockAtPorts(parseHost(`127.0.0.1:${port}`), {
        ...limits,
        tcp: knockTcp,
        tls: knockTls,
      }),
    ).toMatchObject({ https: shown });
  });

  it('shows a version that was withdrawn long ago too', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' };
    const { port } = await tlsPort(old as TlsOptions);
    expect(await knockTls('127.0.0.1', port, limits)).toMatchObject({ version: 'TLSv1' });
  });
});
