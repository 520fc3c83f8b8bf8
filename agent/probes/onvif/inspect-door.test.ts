import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../kit/clock.ts';
import { seconds } from '../../../kit/units.ts';
import { type CameraOptions, startCamera } from '../../../test/sim/camera/camera.ts';
import { inspectCamera } from './inspect.ts';
import { parseInspectArguments } from './inspect-command.ts';
import { run } from './inspect-door.ts';

const LOGIN = { user: 'hatang', password: 'dung' };

async function camera(options: Partial<CameraOptions> = {}) {
  const started = await startCamera({ id: 'cam-01', ...LOGIN, ...options });
  onTestFinished(() => started.stop());
  return `127.0.0.1:${started.onvifPort}`;
}

function passwordFile(password: string, mode = 0o600): string {
  const file = join(mkdtempSync(join(tmpdir(), 'inspect-')), 'password');
  writeFileSync(file, `${password}\n`);
  chmodSync(file, mode);
  return file;
}

async function inspect(...args: readonly string[]) {
  let [out, err] = ['', ''];
  const code = await run(args, {
    out: {
      write: (text) => {
        out += text;
      },
    },
    err: {
      write: (text) => {
        err += text;
      },
    },
  });
  return { code, out, err };
}
const login = (password = 'dung') => [
  '--user',
  'hatang',
  '--password-file',
  passwordFile(password),
];

describe('hatang camera inspect', () => {
  it('says of a camera that sends over UDP alone what to add', async () => {
    const address = await camera({ transport: 'udp' });
    const { code, out } = await inspect('inspect', address, ...login());
    expect(code).toBe(1);
    expect(out).toMatch(/camera chỉ phát qua UDP: thêm --udp/);
    expect(parseInspectArguments(['inspect', address])).toMatchObject({ value: { udp: false } });
  });

  it('watches it with --udp', async () => {
    const address = await camera({ transport: 'udp' });
    const asked = parseInspectArguments(['inspect', address, '--udp']);
    if (!asked.ok) throw new Error(asked.problem.en);
    const { streams } = await inspectCamera({
      standards: async () => [],
      ...{ ...LOGIN, address, udp: asked.value.udp, window: seconds(1) },
      ...{ clock: systemClock, random: Math.random, signal: AbortSignal.timeout(20_000) },
    });
    expect(streams.map(({ measured }) => measured?.state)).toEqual(['live', 'live']);
  });

  it('prints one JSON document of the stated shape', { timeout: 40_000 }, async () => {
    const address = await camera({
      ...{ fps: 10, gopFrames: 20 },
      ...{ firmware: '5.10', serial: '12345678901234567890', model: 'true' },
    });
    const { code, out, err } = await inspect('inspect', address, ...login(), '--json');
    expect([code, err]).toEqual([0, '']);
    const document = JSON.parse(out);
    expect(Object.keys(document)).toEqual(
      'address reachable auth identity services profiles clock streams security recordings findings errors elapsed_ms'.split(
        ' ',
      ),
    );
    expect(document).toMatchObject({
      address,
      reachable: true,
      auth: 'ok',
      identity: {
        manufacturer: 'hatang',
        model: 'true',
        firmware: '5.10',
        serial: '12345678901234567890',
        hardwareId: 'simulated',
      },
      profiles: { claimed: ['S', 'T'], consistentWith: ['S', 'T'] },
      clock: { kind: 'utc' },
      security: {
        anonymous_access: false,
        anonymous_profiles: false,
        anonymous_users: false,
        anonymous_stream: false,
        any_credentials: false,
        https_offered: null,
        tls_version: null,
        certificate_sha256: null,
        rtsps_offered: null,
        basic_in_clear: true,
        telnet_open: null,
        ftp_open: null,
        accounts: 1,
        factory_accounts_only: false,
        time_source: 'NTP',
        ntp_server: true,
      },
      errors: [],
    });
    expect(document.services[1]).toEqual({
      namespace: 'http://www.onvif.org/ver10/media/wsdl',
      path: '/onvif/media_service',
      port: Number(address.split(':')[1]),
      version: '2.60',
    });
    const [main] = document.streams;
    expect(main).toMatchObject({
      profile: 'main',
      claimed: { codec: 'H264', width: 1920, height: 1080, fps: 10, bitrate_bps: 4_096_000 },
      measured: { state: 'live', codec: 'H264', width: 1920, height: 1080, window_s: 6 },
    });
    expect(Math.abs(main.measured.fps - 10)).toBeLessThanOrEqual(0.2);
    expect(main.measured.rtp_fps).toBeCloseTo(10, 1);
    expect(main.settable).toEqual({ codecs: ['H264', 'H265'], width: 1920, height: 1080, fps: 25 });
    expect(main.uri).toMatch(/^rtsp:\/\/127\.0\.0\.1:\d+\/stream\/main$/);
    expect(out).not.toContain('dung');
    const verdicts = Object.fromEntries(
      document.findings.map(({ criterion, level, verdict }: Record<string, string>) => [
        `${criterion} ${level}`,
        verdict,
      ]),
    );
    expect(verdicts).toMatchObject({
      'CAM-02 basic': 'unknown',
      'CAM-03 advanced': 'pass',
      'CAM-04 basic': 'fail',
      'CAM-09 advanced': 'pass',
      'CAM-10 advanced': 'pass',
      'SEC-01 basic': 'pass',
    });
  });

  it('tells a person how it goes, and what is claimed, measured and settable side by side', {
    timeout: 40_000,
  }, async () => {
    const address = await camera({
      accounts: ['admin'],
      model: 'SIM\u202e\u0085',
      claimed: { width: 2560, height: 1440 },
      settable: { maxFps: 15 },
    });
    const { out, err } = await inspect('inspect', address, ...login());
    expect(err).toMatch(/^… hỏi camera qua ONVIF\n… xem luồng 1\/2 trong 6 giây\n/);
    expect(out).toContain(`${address}: camera trả lời\n\nNhận dạng\n`);
    expect(out).toMatch(/^ {2}kiểu {14}SIM$/m);
    expect(out).toMatch(/^ {2}kích thước +2560×1440 +1920×1080 +1920×1080$/m);
    expect(out).toMatch(/^ {2}khung hình\/giây +25 +\S+ +15$/m);
    expect(out).toMatch(/^ {2}✕ {2}chỉ có tài khoản tên mặc định +có$/m);
    expect(out).toMatch(/^ {2}✓ {2}cho xem hình không cần mật khẩu +không$/m);
    expect(out).toMatch(/^ {2}\? {2}có HTTPS +không rõ$/m);
    expect(out).not.toContain('Vướng mắc');
  });

  it('speaks English where that is asked for', async () => {
    const { out, err } = await inspect('inspect', '127.0.0.1:1', '--lang', 'en');
    expect(err).toBe('… asking the camera over ONVIF\n');
    expect(out).toMatch(
      /^127\.0\.0\.1:1: does not answer\. Check power.+\n\nProblems\n {2}connect /,
    );
  });

  it('says how it is used, and ends well, where that is asked', async () => {
    const { code, out } = await inspect('inspect', '--help');
    expect(code).toBe(0);
    expect(out).toContain('hatang camera inspect ADDRESS');
  });

  it('ends with 1 where the login is refused', async () => {
    const { code, out } = await inspect('inspect', await camera(), ...login('sai'), '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      auth: 'failed',
      identity: { serial: null },
      streams: [],
    });
  });

  it('tells a person what to do about a login that is missing or wrong', async () => {
    const address = await camera();
    const wrong = await inspect('inspect', address, ...login('sai'));
    expect(wrong.out).toContain(`${address}: camera từ chối tên hoặc mật khẩu.`);
    const missing = await inspect('inspect', address);
    expect(missing.out).toContain(`${address}: camera đòi đăng nhập. Thêm --user`);
    expect([wrong.code, missing.code]).toEqual([1, 1]);
  });

  it('ends with 3 where nothing answers, and says what it knows to a person', async () => {
    const { code, out } = await inspect('inspect', '127.0.0.1:1');
    expect(code).toBe(3);
    expect(out).toContain('127.0.0.1:1: không trả lời');
    const json = await inspect('inspect', '127.0.0.1:1', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ reachable: false, clock: { kind: null } });
  });

  it.each([
    [[], 'thiếu việc cần làm: inspect / the deed is missing: inspect'],
    [['inspect'], 'cần đúng một ADDRESS'],
    [['inspect', ''], 'one ADDRESS is wanted'],
    [['inspect', 'http://u:bi-mat@10.0.0.1/'], 'ADDRESS takes no http:// or rtsp://'],
    [['inspect', '10.0.0.1/onvif'], 'ADDRESS takes no path'],
    [['inspect', '10.0.0.1:0'], 'the port must be 1 to 65535'],
    [['inspect', '10.0.0.1:65536'], 'cổng phải từ 1 đến 65535'],
    [['inspect', 'u:bi-mat@10.0.0.1'], 'one ADDRESS is wanted'],
    [['inspect', '127.0.0.1:1', '--user', 'a'], '--user and --password-file are given together'],
    [['inspect', '127.0.0.1:1', '--wrong=bi-mat'], 'there is no option --wrong'],
    [['inspect', '127.0.0.1:1', '--json=bi-mat'], 'the option --json is used wrongly'],
    [['inspect', '127.0.0.1:1', '--user'], 'tùy chọn --user dùng sai cách'],
    [['inspect', '127.0.0.1:1', '--lang', 'fr'], '--lang is vi or en'],
    [['inspect', '127.0.0.1:1', '127.0.0.1:2'], 'one ADDRESS is wanted'],
  ])('ends with 2 and says what is wrong, in both languages: %j', async (args, said) => {
    const { code, out, err } = await inspect(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err.split('\n')[0]).toMatch(/^hatang camera: .+ \/ .+$/);
    expect(err.split('\n')[0]).toContain(said);
    expect(err).toContain('hatang camera inspect ADDRESS');
    expect(err).not.toContain('bi-mat');
  });

  it('refuses a password file that is not there', async () => {
    const args = ['inspect', '127.0.0.1:1', '--user', 'a', '--password-file', '/none/such'];
    const { code, out, err } = await inspect(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^hatang camera: không đọc được tệp mật khẩu: .+ \/ .+cannot be read.+\n$/);
  });

  it('refuses a password file that others can read', async () => {
    const file = passwordFile('dung', 0o644);
    const { code, err } = await inspect(
      'inspect',
      '127.0.0.1:1',
      '--user',
      'a',
      '--password-file',
      file,
    );
    expect(code).toBe(2);
    expect(err).toContain('can be read by others');
    expect(err).not.toContain('dung');
  });
});
