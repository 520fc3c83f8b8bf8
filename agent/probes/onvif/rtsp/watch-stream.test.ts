import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../../kit/clock.ts';
import { bytes, ms, seconds } from '../../../../kit/units.ts';
import { listenTcp } from '../../../../test/onvif/listen.ts';
import { watch as watchAt } from '../../../../test/onvif/watch.ts';
import { type CameraOptions, startCamera } from '../../../../test/sim/camera/camera.ts';
import type { WatchOrder } from './watch-stream.ts';

const LOGIN = { user: 'hatang', password: 'dung' };

const watch = (port: number, change: Partial<WatchOrder> = {}) =>
  watchAt(port, { credentials: LOGIN, ...change });

async function camera(options: Partial<CameraOptions> = {}) {
  const started = await startCamera({ id: 'cam-01', ...LOGIN, ...options });
  onTestFinished(() => started.stop());
  return started;
}

describe('watching a stream', () => {
  it.each(['H264', 'H265'] as const)('measures %s as it is sent', async (codec) => {
    const cam = await camera({ codec, width: 1280, height: 720, fps: 20, gopFrames: 20 });
    const reading = await watch(cam.rtspPort, { window: ms(3_300) });
    expect(reading).toMatchObject({
      state: 'live',
      codec,
      size: { width: 1280, height: 720 },
      anonymous: false,
    });
    expect(reading.figures?.rtpFps).toBeCloseTo(20, 1);
    expect(reading.figures?.gopS).toBeCloseTo(1, 2);
    expect(Math.abs((reading.figures?.frames ?? 0) - 66)).toBeLessThanOrEqual(6);
    expect(cam.counters).toMatchObject({ teardowns: 1, loginsFailed: 0 });
  });

  it('tells a frozen stream, after which it takes its leave too', async () => {
    const cam = await camera({ state: 'frozen' });
    const reading = await watch(cam.rtspPort, { window: seconds(4) });
    expect(reading.state).toBe('frozen');
    expect(reading.error).toMatch(/^stream: no picture for the last/);
    expect(cam.counters.teardowns).toBe(1);
  });

  it('tells a stream without pictures', async () => {
    const cam = await camera({ state: 'no_video' });
    const reading = await watch(cam.rtspPort, { window: ms(400) });
    expect(reading).toMatchObject({ state: 'no_video', figures: undefined });
  });

  it('fails one login with a wrong password, and none without a password', async () => {
    const cam = await camera();
    const wrong = { user: 'hatang', password: 'sai' };
    expect(await watch(cam.rtspPort, { credentials: wrong })).toMatchObject({
      state: 'unauthorized',
      loginFailed: true,
    });
    expect(cam.counters.loginsFailed).toBe(1);
    expect(await watch(cam.rtspPort, { credentials: undefined })).toMatchObject({
      state: 'unauthorized',
      loginFailed: false,
      anonymous: false,
    });
    expect(cam.counters.loginsFailed).toBe(1);
  });

  it('says so where anybody may watch', async () => {
    const cam = await camera({ rtspAuth: 'none' });
    const reading = await watch(cam.rtspPort, { window: ms(400) });
    expect(reading).toMatchObject({ state: 'live', anonymous: true });
  });

  it('takes its leave when the pass is over before the window', async () => {
    const cam = await camera();
    const order = { window: seconds(60), signal: AbortSignal.timeout(1_500) };
    const reading = await watch(cam.rtspPort, order);
    expect(reading.figures?.windowS).toBeLessThan(2);
    await expect.poll(() => cam.counters.teardowns).toBe(1);
  });

  it('stops at the byte cap', async () => {
    const cam = await camera();
    const reading = await watch(cam.rtspPort, { window: seconds(60), maxBytes: bytes(300_000) });
    expect(reading.figures?.windowS).toBeLessThan(30);
    expect(cam.counters.teardowns).toBe(1);
  });

  it('is unreachable where nothing listens, and where nothing is ever said', async () => {
    expect((await watch(1)).state).toBe('unreachable');
    const silent = await listenTcp(() => undefined);
    expect((await watch(silent, { deadline: ms(300) })).state).toBe('unreachable');
  });

  it.each([
    ['noise', Buffer.from([0xff, 0xfe, 0x00])],
    ['another protocol', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ])('does not hang on %s instead of RTSP', async (_, sent) => {
    const port = await listenTcp((socket) => socket.on('data', () => socket.write(sent)));
    expect((await watch(port)).state).toBe('unreachable');
  });

  it('counts silence to the end of the window where the camera hangs up', async () => {
    const cam = await camera({ fps: 20 });
    const watching = watch(cam.rtspPort, { window: seconds(30) });
    await expect.poll(() => cam.counters.rtspSessions).toBe(1);
    await systemClock.sleep(ms(800));
    await cam.stop();
    const reading = await watching;
    expect(reading).toMatchObject({
      state: 'frozen',
      error: 'the camera closed the connection',
    });
    expect(reading.figures?.windowS).toBeCloseTo(30, 3);
  });
});

/** A camera with the slips of several: every line below was seen on a real one. */
function slips(socket: Socket, seen: string[]): void {
  socket.on('data', (data) => {
    const text = data.toString();
    const [method = '', uri = ''] = text.split(' ');
    seen.push(`${method} ${uri}`);
    const sequence = `CSeq: ${/CSeq: (\d+)/.exec(text)?.[1]}\r\n`;
    const sdp = 'v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:track1\r\n';
    const challenges =
      'WWW-Authenticate: Basic realm="a"\r\nWWW-Authenticate: digest realm="a", nonce="1"\r\n';
    if (!text.includes('Authorization: Digest'))
      return void socket.write(`RTSP/1.0 401 Unauthorized\r\n${sequence}${challenges}\r\n`);
    const head =
      method === 'DESCRIBE'
        ? `Content-Base: rtsp://rtsp://10.9.9.9/live?x=1\r\nContent-Length: ${sdp.length}\r\n\r\n${sdp}`
        : 'Session: 7;timeout=60\r\n\r\n';
    socket.write(`RTSP/1.0 200 OK\r\n${sequence}${head}`);
    if (method !== 'PLAY') return;
    const rtp = Buffer.from('2400000f8060000100000000000000016588', 'hex');
    socket.write(Buffer.concat([rtp, Buffer.alloc(1)]));
  });
}

it('plays through a doubled Content-Base, query controls, several challenges and no Transport', async () => {
  const seen: string[] = [];
  const port = await listenTcp((socket) => slips(socket, seen));
  const reading = await watch(port, { window: ms(500) });
  expect(reading).toMatchObject({ state: 'live', codec: 'H264' });
  expect(seen).toEqual([
    `DESCRIBE rtsp://127.0.0.1:${port}/stream/main`,
    `DESCRIBE rtsp://127.0.0.1:${port}/stream/main`,
    'SETUP rtsp://10.9.9.9/live?x=1/track1',
    'PLAY rtsp://10.9.9.9/live?x=1',
    'TEARDOWN rtsp://10.9.9.9/live?x=1',
  ]);
});

it('leaves no connection behind', async () => {
  let closed: Promise<unknown> | undefined;
  const port = await listenTcp((socket) => {
    closed = once(socket, 'close');
    slips(socket, []);
  });
  await watch(port, { window: ms(200) });
  await closed;
});
