import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { describeWithPeers, peerPath } from '../../peers.ts';
import { decodedSamples } from '../decoded-samples.ts';
import { trackOf } from '../rtsp/track.ts';
import { type ProgramEnd, runProgram } from '../run-program.ts';
import { type CameraOptions, type SimCamera, startCamera } from './camera.ts';
import { type Viewer, view } from './viewer.ts';

const LOGIN = { user: 'hatang', password: 'đúng mật khẩu' };
const open: (() => Promise<void> | void)[] = [];

async function camera(options: Partial<CameraOptions> = {}): Promise<SimCamera> {
  const started = await startCamera({ id: 'cam-01', ...LOGIN, ...options });
  open.push(() => started.stop());
  return started;
}

async function watch(url: string): Promise<Viewer> {
  const viewer = await view(url, LOGIN.user, LOGIN.password);
  open.push(() => viewer.close());
  return viewer;
}

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

function probe(
  cam: SimCamera,
  stream: 'main' | 'sub',
  password: string,
  transport: 'tcp' | 'udp' = 'tcp',
): Promise<ProgramEnd> {
  const login = `${LOGIN.user}:${encodeURIComponent(password)}`;
  const url = cam.streamUrl(stream).replace('rtsp://', `rtsp://${login}@`);
  const entries = 'stream=codec_name,width,height,r_frame_rate,nb_read_packets';
  return runProgram(peerPath('ffprobe'), [
    ...['-v', 'error', '-rtsp_transport', transport, '-read_intervals', '%+1', '-count_packets'],
    ...['-show_entries', entries, '-of', 'csv=p=0', url],
  ]);
}

describeWithPeers(['ffprobe'], 'the camera simulator as ffprobe sees it', () => {
  it.each([
    { codec: 'H264', name: 'h264', width: 1920, height: 1080, fps: 25, rate: '25/1' },
    { codec: 'H265', name: 'hevc', width: 1920, height: 1080, fps: 25, rate: '25/1' },
    { codec: 'H264', name: 'h264', width: 1280, height: 704, fps: 12.5, rate: '25/2' },
    { codec: 'H265', name: 'hevc', width: 2560, height: 1440, fps: 15, rate: '15/1' },
  ] as const)(
    'sends $codec of $width×$height at $fps',
    async (picture) => {
      const cam = await camera(picture);
      const { stdout, stderr } = await probe(cam, 'main', LOGIN.password);
      const [name, width, height, rate, packets] = stdout.trim().split(',');
      expect([name, width, height, rate]).toEqual([
        picture.name,
        String(picture.width),
        String(picture.height),
        picture.rate,
      ]);
      expect(Number(packets)).toBeGreaterThanOrEqual(picture.fps - 1);
      expect(stderr).toBe('');
    },
    30_000,
  );

  it('sends a smaller stream beside the main one', async () => {
    const { stdout } = await probe(await camera(), 'sub', LOGIN.password);
    expect(stdout).toMatch(/^h264,640,360,12\/1,/);
  }, 30_000);

  it('sends over UDP where that is asked for', async () => {
    const cam = await camera({ transport: 'both' });
    const { stdout } = await probe(cam, 'sub', LOGIN.password, 'udp');
    expect(stdout).toMatch(/^h264,640,360,12\/1,/);
    expect(cam.counters).toMatchObject({ teardowns: 1, rtspSessions: 0 });
  }, 30_000);

  it('refuses a wrong password and counts it', async () => {
    const cam = await camera();
    const { code, stderr } = await probe(cam, 'main', 'wrong');
    expect(code).not.toBe(0);
    expect(stderr).toContain('401 Unauthorized');
    expect(cam.counters.loginsFailed).toBe(1);
  }, 30_000);

  it.each(['basic', 'digest'] as const)(
    'lets the right password in by %s alone',
    async (rtspAuth) => {
      const cam = await camera({ rtspAuth });
      expect((await probe(cam, 'sub', LOGIN.password)).stdout).toMatch(/^h264,640,360/);
      expect(cam.counters).toMatchObject({ loginsFailed: 0, teardowns: 1, rtspSessions: 0 });
    },
    30_000,
  );
});

describeWithPeers(['ffmpeg'], 'the pictures as ffmpeg puts them together again', () => {
  it.each(['H264', 'H265'] as const)(
    'are whole: %s',
    async (codec) => {
      const cam = await camera({ codec, gopFrames: 10 });
      const login = `${LOGIN.user}:${encodeURIComponent(LOGIN.password)}`;
      const url = cam.streamUrl('main').replace('rtsp://', `rtsp://${login}@`);
      const samples = await decodedSamples(['-rtsp_transport', 'tcp', '-i', url], 20);
      expect(samples.length).toBe(20 * 1920 * 1080 * 1.5);
      expect(samples.every((sample) => sample === 128)).toBe(true);
    },
    30_000,
  );
});

/** Least squares: the mean step from one value to the next, whatever stalls a busy machine had. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const together = values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0);
  return together / values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
}

describe('the camera simulator over time', () => {
  it('keeps to its frame rate within 1 %, by arrival and by RTP clock', async () => {
    const cam = await camera({ width: 640, height: 352, fps: 25 });
    const viewer = await watch(cam.streamUrl('main'));
    await delay(5_000);
    const { frames } = viewer;
    const [first, last] = [frames[0], frames.at(-1)];
    if (first === undefined || last === undefined) throw new Error('no frames came');
    const ticks = (last.timestamp - first.timestamp + 2 ** 32) % 2 ** 32;
    expect(((frames.length - 1) * 90_000) / ticks).toBeCloseTo(25, 5);
    const fps = 1000 / slope(frames.map(({ arrivedAtMs }) => arrivedAtMs));
    expect(Math.abs(fps - 25)).toBeLessThan(0.25);
  }, 20_000);

  it('a frozen camera sends its first frames and falls silent with the session open', async () => {
    const cam = await camera({ state: 'frozen', fps: 25 });
    const viewer = await watch(cam.streamUrl('main'));
    await delay(2_500);
    expect(viewer.frames).toHaveLength(30);
    expect(viewer.isOpen()).toBe(true);
    expect(cam.counters.rtspSessions).toBe(1);
  });

  it('a camera without video plays nothing at all', async () => {
    const cam = await camera({ state: 'no_video' });
    const viewer = await watch(cam.streamUrl('main'));
    await delay(500);
    expect(viewer).toMatchObject({ playStatus: 200, frames: [] });
  });

  it('freezes and thaws while it is watched', async () => {
    const cam = await camera({ fps: 50 });
    const viewer = await watch(cam.streamUrl('main'));
    await delay(1_000);
    cam.setState('frozen');
    await delay(200);
    const atFreeze = viewer.frames.length;
    await delay(300);
    expect(viewer.frames).toHaveLength(atFreeze);
    cam.setState('live');
    await delay(300);
    expect(viewer.frames.length - atFreeze).toBeGreaterThan(5);
  });

  it('a torn camera keeps a packet going for ever, so that nothing behind it is heard', async () => {
    const cam = await camera({ state: 'torn', fps: 25 });
    const viewer = await watch(cam.streamUrl('main'));
    await delay(2_000);
    expect(viewer.frames).toHaveLength(30);
    const left = Promise.race([viewer.tearDown(), delay(500, 'unheard')]);
    await expect(left).resolves.toBe('unheard');
    expect(cam.counters.teardowns).toBe(1);
  });

  it('answers up to the one method that hangs', async () => {
    const cam = await camera({ hang: 'half-open', hangOn: 'PLAY' });
    const viewing = watch(cam.streamUrl('main'));
    await expect(Promise.race([viewing, delay(500, 'no play')])).resolves.toBe('no play');
    expect(cam.counters.rtspSessions).toBe(1);
  });

  it.each(['H264', 'H265'] as const)('fills %s up to a bit rate', (codec) => {
    const track = trackOf({ codec, width: 1920, height: 1080, fps: 25, gopFrames: 50 }, 4e6);
    const octets = Array.from({ length: 100 }, (_, frame) => track.payloads(frame))
      .flat()
      .reduce((sum, { length }) => sum + length, 0);
    expect((octets * 8) / 4).toBeGreaterThan(3.6e6);
    expect((octets * 8) / 4).toBeLessThanOrEqual(4e6);
  });

  it.each([
    { kind: 'half-open', least: 0, most: 0 },
    { kind: 'drip', least: 1, most: 100 },
    { kind: 'endless', least: 1_000_000, most: Number.POSITIVE_INFINITY },
  ] as const)('never ends an RTSP answer: $kind', async ({ kind, least, most }) => {
    const cam = await camera({ hang: kind });
    const socket = connect(cam.rtspPort, cam.host);
    let received = 0;
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
      expect(chunk.includes('\r\n\r\n')).toBe(false);
    });
    socket.write('OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n');
    await delay(700);
    expect(received).toBeGreaterThanOrEqual(least);
    expect(received).toBeLessThanOrEqual(most);
    expect(socket.readyState).toBe('open');
    socket.destroy();
  });

  it('ends a session by TEARDOWN, and by a closed connection', async () => {
    const cam = await camera();
    const viewer = await watch(cam.streamUrl('main'));
    expect(await viewer.tearDown()).toBe(200);
    expect(cam.counters).toMatchObject({ rtspSessions: 0, teardowns: 1 });
    const other = await watch(cam.streamUrl('sub'));
    expect(cam.counters.rtspSessions).toBe(1);
    other.close();
    await expect.poll(() => cam.counters.rtspSessions).toBe(0);
    expect(cam.counters.teardowns).toBe(1);
  });

  it('drops its viewers when it stops, and comes back on its port', async () => {
    const cam = await camera();
    const { rtspPort, onvifPort } = cam;
    const viewer = await watch(cam.streamUrl('main'));
    await cam.stop();
    await expect.poll(() => viewer.isOpen()).toBe(false);
    await expect(fetch(`http://127.0.0.1:${onvifPort}/`)).rejects.toThrow();
    await cam.start();
    expect(cam).toMatchObject({ rtspPort, onvifPort, isListening: true });
    expect((await watch(cam.streamUrl('main'))).playStatus).toBe(200);
  });
});
