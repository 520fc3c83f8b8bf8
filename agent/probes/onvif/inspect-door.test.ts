import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CameraOptions, startCamera } from '../../../test/sim/camera/camera.ts';
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
  it('prints one JSON document of the stated shape', { timeout: 40_000 }, async () => {
    const address = await camera({ fps: 10, gopFrames: 20 });
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
      identity: { manufacturer: 'hatang', model: 'SIM-2M', firmware: '5.10', serial: 'SIM-cam-01' },
      profiles: { claimed: ['S', 'T'], consistentWith: ['S', 'T'] },
      clock: { kind: 'utc' },
      security: { anonymous_access: false, https_offered: null },
      errors: [],
    });
    const [main] = document.streams;
    expect(main).toMatchObject({
      profile: 'main',
      claimed: { codec: 'H264', width: 1920, height: 1080, fps: 10, bitrate_bps: 4_096_000 },
      measured: { state: 'live', codec: 'H264', width: 1920, height: 1080, window_s: 6 },
    });
    expect(Math.abs(main.measured.fps - 10)).toBeLessThanOrEqual(0.2);
    expect(main.measured.rtp_fps).toBeCloseTo(10, 1);
    expect(main.uri).toMatch(/^rtsp:\/\/127\.0\.0\.1:\d+\/stream\/main$/);
    expect(out).not.toContain('dung');
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

  it('ends with 3 where nothing answers, and says what it knows to a person', async () => {
    const { code, out } = await inspect('inspect', '127.0.0.1:1');
    expect(code).toBe(3);
    expect(out).toContain('127.0.0.1:1: does not answer');
    const json = await inspect('inspect', '127.0.0.1:1', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ reachable: false, clock: { kind: null } });
  });

  it.each([
    [[]],
    [['inspect']],
    [['inspect', 'http://10.0.0.1/']],
    [['inspect', '127.0.0.1:1', '--user', 'a']],
    [['inspect', '127.0.0.1:1', '--wrong']],
    [['inspect', '127.0.0.1:1', '127.0.0.1:2']],
  ])('ends with 2 and says how it is used: %j', async (args) => {
    const { code, out, err } = await inspect(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('hatang camera inspect ADDRESS');
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
