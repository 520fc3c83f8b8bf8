import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ms } from '../../../../kit/units.ts';
import { listenHttp, listenTcp } from '../../../../test/onvif/listen.ts';
import { describeWithPeers, peerPath } from '../../../../test/peers.ts';
import { exchange } from './soap-door.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n';
const never = new AbortController().signal;
const post = (port: number, deadline = 2_000, signal = never) =>
  exchange(
    { url: new URL(`http://127.0.0.1:${port}/onvif`), headers: {}, body: '<a/>' },
    ms(deadline),
    signal,
  );

describe('one exchange', () => {
  it('gives status, challenges line by line, and the body', async () => {
    const port = await listenHttp((_, body, response) => {
      response.writeHead(401, [
        ['WWW-Authenticate', 'Digest a="1, 2"'],
        ['WWW-Authenticate', 'Basic'],
      ] as never);
      response.end(`got ${body}`);
    });
    const outcome = await post(port);
    expect(outcome).toMatchObject({
      kind: 'answered',
      status: 401,
      challenges: ['Digest a="1, 2"', 'Basic'],
    });
    expect(outcome.kind === 'answered' && Buffer.from(outcome.body).toString()).toBe('got <a/>');
  });

  it('ends at its deadline while a body drips', async () => {
    const port = await listenTcp((socket) => {
      socket.write(`${HEAD}\r\n`);
      const drip = setInterval(() => socket.write('x'), 50);
      socket.on('close', () => clearInterval(drip));
    });
    expect(await post(port, 400)).toEqual({ kind: 'silent', reason: 'stalled' });
  });

  it('ends at its deadline on a connection that never answers', async () => {
    const port = await listenTcp(() => undefined);
    expect(await post(port, 300)).toEqual({ kind: 'silent', reason: 'stalled' });
  });

  it('ends when the pass is over', async () => {
    const port = await listenTcp(() => undefined);
    expect(await post(port, 60_000, AbortSignal.timeout(200))).toEqual({
      kind: 'silent',
      reason: 'stalled',
    });
  });

  it('names a connection cut in the middle of the body', async () => {
    const port = await listenTcp((socket) =>
      socket.once('data', () => socket.end(`${HEAD}Content-Length: 100\r\n\r\nhalf`)),
    );
    expect(await post(port)).toEqual({ kind: 'silent', reason: 'cut' });
  });

  it('names a connection cut before the answer', async () => {
    const port = await listenTcp((socket) => socket.once('data', () => socket.destroy()));
    expect(await post(port)).toEqual({ kind: 'silent', reason: 'cut' });
  });

  it('stops an endless body, and one of 200 MB, at the cap', async () => {
    const flood = Buffer.alloc(64 * 1024, 'x');
    for (const length of ['', `Content-Length: ${200 * 1024 * 1024}\r\n`]) {
      let sent = 0;
      const port = await listenTcp((socket) => {
        socket.write(`${HEAD}${length}\r\n`);
        const pour = () => {
          while (!socket.destroyed && socket.write(flood)) sent += flood.length;
        };
        socket.on('drain', pour);
        pour();
      });
      expect(await post(port, 5_000)).toMatchObject({ kind: 'garbled' });
      expect(sent).toBeLessThan(32 * 1024 * 1024);
    }
  });

  it('does not follow a redirect', async () => {
    let followed = 0;
    const other = await listenHttp((_, __, response) => {
      followed += 1;
      response.end();
    });
    const port = await listenHttp((_, __, response) => {
      response.writeHead(302, { Location: `http://127.0.0.1:${other}/` }).end();
    });
    expect(await post(port)).toMatchObject({ kind: 'answered', status: 302 });
    expect(followed).toBe(0);
  });

  it('tells a refused port, and bytes that are no HTTP', async () => {
    const port = await listenTcp((socket) => socket.end('SSH-2.0-dropbear\r\n'));
    expect(await post(port)).toMatchObject({ kind: 'garbled' });
    expect(await post(1)).toEqual({ kind: 'silent', reason: 'refused' });
  });
});

describeWithPeers(['openssl'], 'over TLS', () => {
  it('takes a certificate the camera signed itself', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tls-'));
    const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
    const subject = ['-subj', '/CN=camera', '-days', '1', '-keyout', key, '-out', cert];
    execFileSync(
      peerPath('openssl'),
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject],
      {
        stdio: 'ignore',
      },
    );
    const server = createServer(
      { key: readFileSync(key), cert: readFileSync(cert) },
      (request, response) => {
        request.resume();
        response.end('hello');
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const outcome = await exchange({ url, headers: {}, body: '' }, ms(5_000), never);
    expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
  });
});
