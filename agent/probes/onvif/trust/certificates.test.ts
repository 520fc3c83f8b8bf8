import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type Server } from 'node:tls';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../../kit/clock.ts';
import { silentLog } from '../../../../kit/log.ts';
import { ms } from '../../../../kit/units.ts';
import { selfSigned } from '../../../../test/peers/certificate.ts';
import { describeWithPeers } from '../../../../test/peers.ts';
import {
  type CameraOptions as SimOptions,
  startCamera,
} from '../../../../test/sim/camera/camera.ts';
import type { Pass } from '../../probe.ts';
import { CameraOptions } from '../options.ts';
import { onvifProbes } from '../probe.ts';
import { connectRtspWith } from '../rtsp/rtsp-door.ts';
import { Certificates } from './certificates.ts';
import { openCertificates } from './certificates-door.ts';

const LOGIN = { user: 'hatang', password: 'dung' };
const [A, B] = ['a'.repeat(64), 'b'.repeat(64)];
const never = new AbortController().signal;

describe('certificates', () => {
  const fresh = (known = {}) => {
    const kept: object[] = [];
    return { kept, all: new Certificates({ known, keep: (all) => kept.push(all) }) };
  };

  it('trust who came first at a port, and nobody else after', () => {
    const { all, kept } = fresh();
    expect(all.changedOf('cam')).toBeUndefined();
    expect(all.trusts('cam', 443, A)).toBe(true);
    expect(all.trusts('cam', 322, B)).toBe(true);
    expect(all.trusts('cam', 443, A)).toBe(true);
    expect(all.changedOf('cam')).toBe(false);
    expect(all.trusts('cam', 443, B)).toBe(false);
    expect(all.trusts('cam', 443, undefined)).toBe(false);
    expect(all.changedOf('[cam]')).toBe(true);
    expect(all.trusts('cam', 443, A)).toBe(true);
    expect(all.changedOf('cam')).toBe(false);
    expect(kept.at(-1)).toEqual({ 'cam:443': A, 'cam:322': B });
  });

  it('trust only what a person wrote down, where one did', () => {
    const { all } = fresh({ 'cam:443': A });
    all.pin('cam', B.toUpperCase().replace(/(..)(?=.)/g, '$1:'));
    expect(all.trusts('cam', 443, A)).toBe(false);
    expect(all.trusts('cam', 443, B)).toBe(true);
  });

  it('are kept over a restart, for the agent alone to read; a damaged file begins anew', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'certificates-')), 'certificates-cameras.json');
    openCertificates(file, silentLog).trusts('cam', 443, A);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ 'cam:443': A });
    expect(openCertificates(file, silentLog).trusts('cam', 443, B)).toBe(false);
    writeFileSync(file, '{"cam:443": 1}');
    expect(openCertificates(file, silentLog).trusts('cam', 443, B)).toBe(true);
  });
});

describeWithPeers(['openssl'], 'a camera over TLS', () => {
  let own = { key: '', cert: '' };
  let other = own;
  beforeAll(() => {
    [own, other] = [selfSigned(), selfSigned()];
  });

  async function simulated(options: Partial<SimOptions>) {
    const camera = await startCamera({
      id: 'cam-01',
      ...LOGIN,
      fps: 10,
      gopFrames: 10,
      ...options,
    });
    onTestFinished(() => camera.stop());
    return camera;
  }

  function probeOf(port: number, folder?: string, entry: object = {}) {
    const list = [{ id: 'cam-01', name: 'Cổng', address: `127.0.0.1:${port}`, ...LOGIN, ...entry }];
    const section = CameraOptions.parse({ window: '300ms', list });
    const parts = { clock: systemClock, log: silentLog, random: Math.random };
    const [probe] = onvifProbes(section, parts, folder).probes;
    if (probe === undefined) throw new Error('no probe');
    return () => probe.measure(never);
  }

  const cameraOf = ({ facts }: Pass) =>
    facts.find(({ measurement }) => measurement === 'camera')?.fields;
  const folder = () => mkdtempSync(join(tmpdir(), 'agent-data-'));

  it('is read where it speaks nothing else, on a port somebody named', async () => {
    const camera = await simulated({ tls: own });
    const pass = await probeOf(camera.onvifPort)();
    expect(cameraOf(pass)).toMatchObject({ auth: 'ok', state: 'live', certificate_changed: false });
  });

  it('that shows another certificate after a restart gets no login, and people are told', async () => {
    const data = folder();
    const first = await simulated({ tls: own });
    const port = first.onvifPort;
    expect(cameraOf(await probeOf(port, data)())).toMatchObject({ auth: 'ok' });
    await first.stop();
    const second = await simulated({ tls: other, onvifPort: port });
    const pass = await probeOf(port, data)();
    expect(cameraOf(pass)).toMatchObject({ up: false, certificate_changed: true });
    expect(pass.problem?.vi).toContain('chứng thư TLS khác với lần đầu');
    expect(second.counters).toMatchObject({ soapRequests: 0, loginsFailed: 0 });
    const certificate = new X509Certificate(other.cert).fingerprint256;
    const accepted = await probeOf(port, data, { certificate })();
    expect(cameraOf(accepted)).toMatchObject({ auth: 'ok', certificate_changed: false });
  });

  it('gets no word of RTSP either where its certificate is another', async () => {
    let heard = 0;
    const server: Server = createTlsServer(own, (socket) => socket.on('data', () => (heard += 1)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const connect = connectRtspWith(() => false);
    const outcome = await connect(
      { host: '127.0.0.1', port, secure: true, path: '/' },
      { bytes: () => undefined, closed: () => undefined },
      { deadline: ms(2_000), signal: never },
    );
    expect(outcome).toEqual({ ok: false, problem: 'stranger' });
    expect(heard).toBe(0);
  });
});
