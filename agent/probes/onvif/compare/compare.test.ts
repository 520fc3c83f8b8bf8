import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../../kit/clock.ts';
import { bytes, ms, seconds } from '../../../../kit/units.ts';
import { listenHttp, soap } from '../../../../test/onvif/listen.ts';
import { type CameraOptions, startCamera } from '../../../../test/sim/camera/camera.ts';
import { startRecorder } from '../../../../test/sim/recorder/recorder.ts';
import { inspectCamera } from '../inspect.ts';
import type { CameraInspection } from '../inspection.ts';
import { compare } from './compare.ts';
import { childScript, runChild, scriptBeside } from './run-child-door.ts';

const LOGIN = { user: 'hatang', password: 'dung-bi-mat' };
/** Nothing of its words is a number or a truth value, so both clients can agree. */
const PLAIN = { firmware: '5.10.2', serial: 'SN-1', model: 'SIM-2M' } as const;

async function simulated(options: Partial<CameraOptions> = {}) {
  const camera = await startCamera({ id: 'cam-01', ...LOGIN, ...PLAIN, ...options });
  onTestFinished(() => camera.stop());
  return camera;
}

const inspect = (port: number, over: { password?: string } = {}) =>
  inspectCamera({
    address: `127.0.0.1:${port}`,
    ...{ ...LOGIN, ...over, clock: systemClock, random: Math.random, compare: true },
    standards: async () => [],
    ...{ signal: new AbortController().signal, window: ms(300) },
  });

const compared = async (options: Partial<CameraOptions>, over: { password?: string } = {}) =>
  (await inspect((await simulated(options)).onvifPort, over)).compare;

/** What the inspection of a camera that gives nothing says. */
const NOTHING_OF_OURS: CameraInspection = {
  ...{ address: '127.0.0.1', reachable: false, auth: 'unknown', services: [], streams: [] },
  identity: { manufacturer: null, model: null, firmware: null, serial: null, hardwareId: null },
  profiles: { claimed: [], consistentWith: [] },
  clock: { offset_s: null, kind: null },
  security: {
    ...{ anonymous_access: null, anonymous_profiles: null, anonymous_stream: null },
    ...{ anonymous_users: null, any_credentials: null, basic_in_clear: null, accounts: null },
    ...{ https_offered: null, tls_version: null, certificate_sha256: null, rtsps_offered: null },
    ...{ telnet_open: null, ftp_open: null, factory_accounts_only: null },
    ...{ time_source: null, ntp_server: null },
  },
  ...{ recordings: [], findings: [], errors: [], elapsed_ms: 0 },
};

function alone(port: number, deadline = seconds(20)) {
  return compare(NOTHING_OF_OURS, {
    ...{ host: '127.0.0.1', port, credentials: LOGIN, clock: systemClock },
    ...{ signal: new AbortController().signal, script: childScript(), run: runChild },
    limits: { deadline, maxRss: bytes(256 * 1024 * 1024) },
  });
}

describe('the other client’s view', { timeout: 30_000 }, () => {
  it('agrees on a good camera', async () => {
    expect(await compared({})).toMatchObject({
      library: 'onvif 0.8.3',
      ok: true,
      login: 'sent',
      view: { identity: { serial: 'SN-1' }, profiles: ['main', 'sub'] },
      differences: [],
      error: null,
    });
  });

  it('agrees on a recorder, and counts its recordings', async () => {
    const options = { id: 'rec-01', ...LOGIN, ...PLAIN, channels: 3, daysKept: 5 };
    const recorder = await startRecorder(options);
    onTestFinished(() => recorder.stop());
    const { compare: other, recordings, profiles, streams } = await inspect(recorder.onvifPort);
    expect(other).toMatchObject({ ok: true, view: { recordings: 3 }, differences: [] });
    expect(profiles.consistentWith).toContain('G');
    expect(streams.map(({ profile }) => profile)).toEqual(['channel-1', 'channel-2', 'channel-3']);
    expect(recordings).toMatchObject([
      { channel: 'source-1', name: 'Kênh 1', state: 'Recording', recording: true, days: 5 },
      { channel: 'source-2' },
      { channel: 'source-3' },
    ]);
  });

  it('shows the same skewed clock', async () => {
    const other = await compared({ clockOffsetMs: 3_600_000 });
    expect(other?.view?.clock.offset_s).toBeCloseTo(3_600, -1);
    expect(other?.differences).toEqual([]);
  });

  it.each([
    ['firmware', { firmware: '5.10' }, 5.1],
    ['serial', { serial: '12345678901234567890' }, 12345678901234567000],
    ['model', { model: 'true' }, true],
  ] as const)('is named where it makes something else of the %s', async (name, options, theirs) => {
    const [ours] = Object.values(options);
    expect((await compared(options))?.differences).toEqual([
      { what: `identity.${name}`, ours, theirs },
    ]);
  });

  it('never costs a second failed login: it calls itself connected without one', async () => {
    const camera = await simulated();
    const { auth, compare: other } = await inspect(camera.onvifPort, { password: 'sai' });
    expect(auth).toBe('failed');
    expect(camera.counters.loginsFailed).toBe(1);
    expect(other).toMatchObject({ login: 'held_back', ok: false });
    expect(other?.differences).toContainEqual({ what: 'login', ours: 'failed', theirs: 'ok' });
  });

  it('is stopped at its own first refused login, where it cannot do what we could', async () => {
    let logins = 0;
    const unit = (names: string) => names.replace(/(\w+)=(\d+)/g, '<$1>$2</$1>');
    const clock =
      `<GetSystemDateAndTimeResponse><SystemDateAndTime><UTCDateTime><Time>${unit('Hour=1Minute=2Second=3')}</Time>` +
      `<Date>${unit('Year=2026Month=11Day=24')}</Date></UTCDateTime></SystemDateAndTime></GetSystemDateAndTimeResponse>`;
    const port = await listenHttp(({ headers }, body, response) => {
      if (body.includes('GetSystemDateAndTime')) return void response.end(soap(clock));
      if (headers.authorization !== undefined) logins += 1;
      const challenge = 'Digest realm="r", qop="auth", nonce="n", algorithm=MD5';
      response.writeHead(401, { 'WWW-Authenticate': challenge }).end();
    });
    const other = await alone(port);
    expect(logins).toBe(1);
    expect(other).toMatchObject({ ok: false, error: expect.stringMatching(/^login: /) });
  });

  it('ends at its deadline on a camera that drips', async () => {
    const startedAt = systemClock.elapsed();
    const other = await alone((await simulated({ hang: 'drip' })).onvifPort, seconds(2));
    expect(systemClock.elapsed() - startedAt).toBeLessThan(4_000);
    expect(other).toMatchObject({ ok: false, error: 'no end within 2 s: stopped', view: null });
  });

  it('ends at its memory’s limit on a body of 200 MB', async () => {
    const port = await listenHttp((_request, _body, response) => {
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      let left = 200;
      const pour = (): void => {
        while (left > 0) {
          left -= 1;
          if (!response.write(chunk)) return void response.once('drain', pour);
        }
        response.end();
      };
      pour();
    });
    const other = await alone(port);
    expect(other).toMatchObject({ ok: false, error: 'more than 256 MiB of memory: stopped' });
  });

  it('is told of where nothing listens', async () => {
    expect(await alone(1)).toMatchObject({
      ok: false,
      error: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('is missing, in both languages, where the library is not carried', async () => {
    expect(scriptBeside(undefined)).toBeUndefined();
    expect(scriptBeside('file:///opt/hatang/hatang-agent.cjs')).toBeUndefined();
    const order = {
      ...{ host: '127.0.0.1', port: 1, credentials: undefined, clock: systemClock },
      ...{ signal: new AbortController().signal, script: undefined, run: runChild },
    };
    const { error, ok } = await compare(NOTHING_OF_OURS, order);
    expect(ok).toBe(false);
    expect(error).toMatch(/không mang theo thư viện onvif.* \/ the one-file agent does not carry/);
  });
});

const onLinux = process.platform === 'linux';

describe.runIf(onLinux)('the other client’s process', { timeout: 20_000 }, () => {
  it('has the password neither in its arguments nor in its environment, and dies with its parent', async () => {
    const { onvifPort } = await simulated({ hang: 'half-open' });
    const door = new URL('./run-child-door.ts', import.meta.url).href;
    const order = JSON.stringify({ host: '127.0.0.1', port: onvifPort, ...LOGIN });
    const code = `import { childScript, runChild, scriptBeside } from ${JSON.stringify(door)};
      await runChild(childScript(), ${order}, { deadline: 60000, maxRss: 1e9, signal: new AbortController().signal });`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', code]);
    onTestFinished(() => void parent.kill('SIGKILL'));
    const child = await childOf(parent);
    for (const file of ['cmdline', 'environ'])
      expect(readFileSync(`/proc/${child}/${file}`, 'utf8')).not.toContain(LOGIN.password);
    parent.kill('SIGKILL');
    await until(() => !existsSync(`/proc/${child}`));
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(20);
}

async function childOf({ pid }: ChildProcess): Promise<string> {
  let child = '';
  await until(() => {
    child = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return child !== '' && readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('child-door');
  });
  return child;
}
