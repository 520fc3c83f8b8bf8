import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../kit/clock.ts';
import { silentLog } from '../../../kit/log.ts';
import { minutes } from '../../../kit/units.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { listenHttp } from '../../../test/onvif/listen.ts';
import { expectRegistered } from '../../../test/onvif/registered.ts';
import { type CameraOptions as SimOptions, startCamera } from '../../../test/sim/camera/camera.ts';
import type { Fact } from '../../../wire/fact.ts';
import type { Pass } from '../probe.ts';
import { CameraProbe } from './camera-probe.ts';
import { CameraOptions } from './options.ts';
import { onvifProbes } from './probe.ts';
import { Certificates } from './trust/certificates.ts';
import { doorsOf } from './trust/trusting.ts';

const LOGIN = { user: 'hatang', password: 'dung' };
const never = new AbortController().signal;

async function camera(options: Partial<SimOptions> = {}) {
  const started = await startCamera({ id: 'cam-01', ...LOGIN, ...options });
  onTestFinished(() => started.stop());
  return started;
}

function probe(port: number, entry: object = LOGIN, window = '1s', udp = false) {
  const address = `127.0.0.1:${port}`;
  const list = [{ id: 'cam-01', name: 'Cổng', zone: 'public', address, ...entry }];
  const section = CameraOptions.parse({ window, udp, list });
  const set = onvifProbes(section, { clock: systemClock, log: silentLog, random: Math.random });
  const [first] = set.probes;
  if (first === undefined) throw new Error('no probe');
  return { set, measure: (signal = never) => first.measure(signal) };
}

const fieldsOf = ({ facts }: Pass, measurement: string, stream?: string): Fact['fields'] =>
  facts.find((fact) => fact.measurement === measurement && fact.tags['stream'] === stream)
    ?.fields ?? {};

describe('a pass over a camera', () => {
  it('says who it is, what it claims, and what it sends', async () => {
    const claimed = { width: 2560, height: 1440, fps: 30 };
    const cam = await camera({ clockOffsetMs: 90_000, codec: 'H265', fps: 20, claimed });
    const pass = await probe(cam.onvifPort).measure();
    expectRegistered(pass.facts);
    expect(pass).toMatchObject({ healthy: true });
    expect(pass.problem).toBeUndefined();
    expect(fieldsOf(pass, 'camera')).toMatchObject({
      up: true,
      state: 'live',
      auth: 'ok',
      firmware: '5.10',
      onvif: true,
      rtsp: true,
      profile_s: true,
      profile_t: true,
      clock_kind: 'utc',
      anonymous_access: false,
    });
    expect(Math.abs(Number(fieldsOf(pass, 'camera')['clock_offset_s']) - 90)).toBeLessThan(1);
    expect(fieldsOf(pass, 'camera_stream', 'main')).toMatchObject({
      state: 'live',
      live: true,
      codec: 'H265',
      width: 1920,
      height: 1080,
      claimed_width: 2560,
      claimed_height: 1440,
      claimed_fps: 30,
    });
    expect(fieldsOf(pass, 'camera_stream', 'sub')).toMatchObject({ claimed_width: 640 });
    expect(cam.counters).toMatchObject({ loginsFailed: 0, teardowns: 1 });
  });

  it.each([
    [true, 'live', undefined],
    [false, 'no_video', 'Camera chỉ phát qua UDP: bật `udp: true`'],
  ])(
    'sees a camera that sends over UDP alone where udp is %s: %s',
    async (udp, state, said = '') => {
      const cam = await camera({ transport: 'udp' });
      const pass = await probe(cam.onvifPort, LOGIN, '1s', udp).measure();
      expect(fieldsOf(pass, 'camera')).toMatchObject({ state });
      expect(pass.problem?.vi ?? '').toContain(said);
    },
  );

  it('leaves out the ports of this machine, which are not the camera’s', async () => {
    const cam = await camera();
    const fields = Object.keys(fieldsOf(await probe(cam.onvifPort).measure(), 'camera'));
    for (const name of ['https_offered', 'telnet_open', 'ftp_open'])
      expect(fields).not.toContain(name);
  });

  it.each(['digest', 'wsse'] as const)('logs in by %s, by a clock an hour off', async (auth) => {
    const cam = await camera({ auth, clockOffsetMs: -3_600_000 });
    expect(fieldsOf(await probe(cam.onvifPort).measure(), 'camera')['auth']).toBe('ok');
    expect(cam.counters.loginsFailed).toBe(0);
  });

  it('names a camera that anybody may look at', async () => {
    const cam = await camera({ auth: 'none' });
    expect(fieldsOf(await probe(cam.onvifPort).measure(), 'camera')).toMatchObject({
      auth: 'not_required',
      anonymous_access: true,
      state: 'live',
    });
  });

  it('fails one login with a wrong password', async () => {
    const cam = await camera();
    const pass = await probe(cam.onvifPort, { user: 'hatang', password: 'bi-mat' }).measure();
    expectRegistered(pass.facts);
    expect(pass.healthy).toBe(false);
    expect(fieldsOf(pass, 'camera')).toMatchObject({
      up: true,
      state: 'unauthorized',
      auth: 'failed',
    });
    expect(fieldsOf(pass, 'camera_stream', 'main')).toEqual({ state: 'unauthorized' });
    expect(cam.counters.loginsFailed).toBe(1);
    expect(pass.problem?.vi).toMatch(/^Camera từ chối tên hoặc mật khẩu đã khai báo/);
    expect(JSON.stringify(pass)).not.toContain('bi-mat');
  });

  it('says that a login is wanted where none is configured', async () => {
    const cam = await camera();
    const pass = await probe(cam.onvifPort, {}).measure();
    expect(fieldsOf(pass, 'camera')).toMatchObject({ state: 'unauthorized', auth: 'unknown' });
    expect(pass.problem?.vi).toMatch(/^Camera đòi đăng nhập. Khai báo tài khoản/);
  });

  it('tells a frozen camera from a dead one', async () => {
    const frozen = await probe(
      (await camera({ state: 'frozen' })).onvifPort,
      LOGIN,
      '4s',
    ).measure();
    expect(frozen.healthy).toBe(false);
    expect(frozen.problem?.vi).toMatch(
      /^Không có hình trong [34](,\d)? giây cuối: camera đứng hình. Khởi động/,
    );
    expect(frozen.problem?.en).toMatch(
      /^No picture for the last [34](\.\d)? s: the camera is frozen/,
    );
    expect(fieldsOf(frozen, 'camera')).toMatchObject({ up: true, state: 'frozen' });
    const dead = await probe(1).measure();
    expectRegistered(dead.facts);
    expect(dead).toMatchObject({
      healthy: false,
      problem: {
        vi: 'Camera không trả lời (từ chối kết nối). Kiểm tra địa chỉ IP, cổng và bật ONVIF trên thiết bị.',
      },
    });
    expect(fieldsOf(dead, 'camera')).toMatchObject({ up: false, state: 'unreachable' });
    expect(fieldsOf(dead, 'camera_stream', 'main')).toEqual({ state: 'unreachable', live: false });
  });

  it.each([
    ['drips', { hang: 'drip' }],
    ['never answers', { hang: 'half-open' }],
    ['never ends', { hang: 'endless' }],
    ['talks garbage', { garbage: true }],
  ] as const)('outlives a camera that %s', async (_, mischief) => {
    const cam = await camera(mischief);
    const pass = await probe(cam.onvifPort).measure(AbortSignal.timeout(700));
    expect(pass.healthy).toBe(false);
    expect(fieldsOf(pass, 'camera')).toMatchObject({ up: false, state: 'unreachable' });
  });

  it('goes on where the camera is back', async () => {
    const cam = await camera();
    const { measure } = probe(cam.onvifPort);
    await cam.stop();
    expect((await measure()).healthy).toBe(false);
    await cam.start();
    expect((await measure()).healthy).toBe(true);
  });
});

/** A camera that refuses every login, and a probe of it whose clock stands still. */
async function lockedCamera() {
  let logins = 0;
  const refusal =
    '<s:Envelope><s:Body><s:Fault><s:Code><s:Subcode><s:Value>ter:NotAuthorized</s:Value></s:Subcode></s:Code></s:Fault></s:Body></s:Envelope>';
  const port = await listenHttp((_, body, response) => {
    if (body.includes('UsernameToken')) logins += 1;
    response.writeHead(400).end(refusal);
  });
  const clock = new ManualClock();
  const section = CameraOptions.parse({
    list: [{ id: 'cam-01', name: 'Cổng', address: `127.0.0.1:${port}`, ...LOGIN }],
  });
  const [entry] = section.list;
  if (entry === undefined) throw new Error('no entry');
  const closed = async (): Promise<false> => false;
  const receive = async () => undefined;
  const doors = doorsOf(new Certificates({ known: {}, keep: () => undefined }));
  const parts = { ...doors, receive, tcp: closed, tls: closed, clock };
  const one = new CameraProbe(entry, section, { ...parts, random: () => 0.5 });
  return { clock, logins: () => logins, pass: () => one.measure(never) };
}

it('stops logging in after three passes that failed, and tries once every 30 minutes', async () => {
  const { clock, logins, pass } = await lockedCamera();
  for (let at = 0; at < 5; at += 1) await pass();
  expect(logins()).toBe(3);
  const held = await pass();
  expect(fieldsOf(held, 'camera')).toMatchObject({ state: 'unauthorized', auth: 'failed' });
  await clock.advance(minutes(29));
  await pass();
  expect(logins()).toBe(3);
  await clock.advance(minutes(1));
  await pass();
  await pass();
  expect(logins()).toBe(4);
});
