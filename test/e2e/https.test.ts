import { once } from 'node:events';
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Log } from '../../kit/log.ts';
import { seconds } from '../../kit/units.ts';
import { ManualClock } from '../manual-clock.ts';
import { type Authority, makeAuthority } from '../peers/authority.ts';
import { describeWithPeers } from '../peers.ts';
import { type Started, startedCollector } from './started.ts';

describeWithPeers(['openssl'], 'a collector with a certificate', () => {
  let authority: Authority;
  let folder: string;
  let collector: Started | undefined;
  beforeEach(() => {
    authority = makeAuthority();
    folder = mkdtempSync(join(tmpdir(), 'https-'));
  });
  afterEach(async () => {
    await collector?.end();
    collector = undefined;
    authority.remove();
    rmSync(folder, { recursive: true });
  });

  const file = (name: string) => join(folder, name);
  const tls = () => ({ certificate: file('cert.pem'), key: file('key.pem') });
  const write = (name: string, text: string, mode = 0o600) => {
    writeFileSync(file(name), text, { mode });
    chmodSync(file(name), mode);
  };
  const issue = () => authority.issue({ host: 'localhost' });
  const put = (made = issue()) => {
    write('cert.pem', made.cert, 0o644);
    write('key.pem', made.key);
    return made;
  };
  const started = async (options: Parameters<typeof startedCollector>[0] = {}) => {
    collector = await startedCollector({ ...options, config: { tls: tls(), ...options.config } });
    return collector;
  };

  /** Over a connection of its own, trusting the authority alone. */
  async function get(path: string, headers: Record<string, string> = {}) {
    const { port } = new URL(collector?.url ?? '');
    const asked = request({
      ...{ host: 'localhost', port, path, headers, ca: authority.cert, agent: false },
    }).end();
    const [answer] = await once(asked, 'response');
    answer.resume();
    return answer as import('node:http').IncomingMessage;
  }
  async function serial(): Promise<string> {
    const { port } = new URL(collector?.url ?? '');
    const socket = connect({ host: 'localhost', port: Number(port), ca: authority.cert });
    await once(socket, 'secureConnect');
    const { serialNumber } = socket.getPeerCertificate();
    socket.destroy();
    return serialNumber;
  }

  it('speaks https by itself, says so to browsers for a year, and gives no cookie that travels in the clear', async () => {
    put();
    const { url, signIn } = await started();
    expect([url, signIn]).toEqual([
      expect.stringMatching(/^https:/),
      expect.stringMatching(/^https:/),
    ]);
    const answer = await get('/sign-in');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
    for (const cookie of answer.headers['set-cookie'] ?? ['none'])
      expect(cookie).toMatch(/; Secure$/);
  });

  it.each([
    ['TLSv1.1', false],
    ['TLSv1.2', true],
    ['TLSv1.3', true],
  ] as const)('with %s: %s', async (version, taken) => {
    put();
    const { url } = await started();
    const socket = connect({
      ...{ host: 'localhost', port: Number(new URL(url).port), ca: authority.cert },
      ...{ minVersion: version, maxVersion: version, ciphers: 'ALL:@SECLEVEL=0' },
    });
    const spoke = await new Promise((resolve) => {
      socket.once('secureConnect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    expect(spoke).toBe(taken);
  });

  it('takes up a renewed certificate without a restart, also one seen halfway or behind a link', async () => {
    const said: string[] = [];
    const log: Log = {
      info: (_, what) => said.push(what),
      warn: () => undefined,
      error: (_, what) => said.push(what),
    };
    const old = put();
    const clock = new ManualClock();
    await started({ clock, log });
    const before = await serial();
    const next = issue();
    renameSync(file('cert.pem'), file('old.pem'));
    write('new.pem', next.cert, 0o644);
    symlinkSync(file('new.pem'), file('cert.pem'));
    await clock.advance(seconds(6));
    expect(await serial()).toBe(before);
    write('key.pem', next.key);
    await clock.advance(seconds(4));
    expect(await serial()).not.toBe(before);
    const certificates = said.filter((what) => what.startsWith('certificate'));
    expect(certificates).toEqual(['certificate_not_renewed', 'certificate renewed']);
    expect(readFileSync(file('old.pem'), 'utf8')).toBe(old.cert);
  });

  it.each([
    ['a key others can read', () => chmodSync(file('key.pem'), 0o640), /can be read by others/],
    [
      'a key of another certificate',
      () => write('key.pem', issue().key),
      /mismatch|does not match/i,
    ],
    ['no certificate', () => rmSync(file('cert.pem')), /ENOENT/],
    ['a certificate that is none', () => write('cert.pem', 'none'), /cert\.pem/],
  ])('does not start with %s, and says why without a word of the key', async (_, spoil, why) => {
    const { key } = put();
    spoil();
    const problem = await started().then(
      () => 'started',
      (error: Error) => error.message,
    );
    expect(problem).toMatch(why);
    expect(problem).not.toContain(key.split('\n')[1]);
  });
});

it('over http no browser is told to come by https', async () => {
  const collector = await startedCollector();
  const answer = await collector.call('/sign-in', { token: undefined });
  await collector.end();
  expect(answer.headers.get('strict-transport-security')).toBeNull();
});
