import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { seconds } from '../../../../kit/units.ts';
import { watch as watchAt } from '../../../../test/onvif/watch.ts';
import { type Clip, encodeClip } from '../../../../test/peers/clip.ts';
import {
  type ServedLogin,
  type ServedStream,
  startRtspServer,
} from '../../../../test/peers/rtsp-server.ts';
import { describeWithPeers } from '../../../../test/peers.ts';
import { receiveUdp } from './udp-door.ts';
import type { StreamReading, WatchOrder } from './watch-stream.ts';

type Served = Clip & Pick<ServedStream, 'transport'>;

const CLIPS = [
  { codec: 'h264', size: '320x240', fps: 10, seconds: 9, transport: 'both' },
  { codec: 'h264', size: '640x362', fps: 12, seconds: 9, transport: 'udp' },
  { codec: 'h264', size: '320x240', fps: 15, seconds: 9, transport: 'both' },
  { codec: 'h264', size: '1920x1080', fps: 25, seconds: 9, transport: 'tcp' },
  { codec: 'h264', size: '320x240', fps: 30, seconds: 9, transport: 'udp', bFrames: 2 },
  { codec: 'h265', size: '1920x1080', fps: 10, seconds: 9, transport: 'tcp' },
  { codec: 'h265', size: '320x240', fps: 12, seconds: 9, transport: 'both' },
  { codec: 'h265', size: '640x362', fps: 15, seconds: 9, transport: 'udp' },
  { codec: 'h265', size: '320x240', fps: 25, seconds: 9, transport: 'both', bFrames: 2 },
  { codec: 'h265', size: '640x362', fps: 30, seconds: 9, transport: 'both' },
] as const satisfies readonly Served[];
const pathOf = ({ codec, fps }: Served): string => `/${codec}-${fps}`;

const watch = (port: number, clip: Served, change: Partial<WatchOrder> = {}) =>
  watchAt(
    port,
    { receive: receiveUdp, window: seconds(6), deadline: seconds(5), ...change },
    pathOf(clip),
  );

async function serve(clips: readonly Served[], login?: ServedLogin): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'clips-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const streams = clips.map((clip) => ({
    ...clip,
    path: pathOf(clip),
    clip: encodeClip(folder, clip),
  }));
  const server = await startRtspServer(streams, login);
  onTestFinished(() => server.stop());
  return server.port;
}

/**
 * What a machine that stalls cannot change is looked at without mercy. Only a count by arrival may be
 * taken again, and all of it must then come out right.
 */
function expectTheTruth(clip: Served, reading: StreamReading): void {
  const [width, height] = clip.size.split('x').map(Number);
  const { codec, fps } = clip;
  expect(reading, pathOf(clip)).toMatchObject({ state: 'live', codec: codec.toUpperCase() });
  expect(reading.size, pathOf(clip)).toEqual({ width, height });
  expect(reading.figures?.gopS, pathOf(clip)).toBeCloseTo(1, 2);
  expect(Math.abs((reading.figures?.rtpFps ?? 0) / fps - 1), pathOf(clip)).toBeLessThan(0.005);
}

const isOff = ({ clip, reading }: { clip: Served; reading: StreamReading }): boolean =>
  Math.abs((reading.figures?.fps ?? 0) / clip.fps - 1) > 0.02;

describeWithPeers(['ffmpeg', 'python3', 'gst-rtsp-server'], 'against gst-rtsp-server', () => {
  it('reads size and rate of H.264 and H.265 at 10, 12, 15, 25 and 30, by TCP and UDP, whatever the stream claims', {
    timeout: 90_000,
  }, async () => {
    const port = await serve(CLIPS);
    let open: readonly Served[] = CLIPS;
    for (let tries = 0; open.length > 0 && tries < 3; tries += 1) {
      const seen = open.map(async (clip) => ({ clip, reading: await watch(port, clip) }));
      const readings = await Promise.all(seen);
      for (const { clip, reading } of readings) expectTheTruth(clip, reading);
      open = readings.filter(isOff).map(({ clip }) => clip);
    }
    expect(open.map(pathOf)).toEqual([]);
  });

  it.each(['basic', 'digest'] as const)('logs in by %s', { timeout: 40_000 }, async (scheme) => {
    const login = { scheme, user: 'nguoi "xem"', password: 'm:ật khẩu' };
    const [clip] = CLIPS;
    const port = await serve([clip], login);
    const short = { credentials: login, window: seconds(1) };
    const reading = await watch(port, clip, short);
    expect(reading).toMatchObject({ state: 'live', anonymous: false, loginFailed: false });
    const wrong = { ...short, credentials: { ...login, password: 'x' } };
    expect(await watch(port, clip, wrong)).toMatchObject({
      state: 'unauthorized',
      loginFailed: true,
    });
  });
});
