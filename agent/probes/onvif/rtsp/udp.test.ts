import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bytes, ms, seconds } from '../../../../kit/units.ts';
import { KEY, PICTURE, rtp, scriptedRtsp, stampOf } from '../../../../test/onvif/scripted-rtsp.ts';
import { hurried, watch } from '../../../../test/onvif/watch.ts';
import { type CameraOptions, startCamera } from '../../../../test/sim/camera/camera.ts';
import type { Receive } from './connect.ts';
import { connectRtsp } from './rtsp-door.ts';
import { receiveUdp } from './udp-door.ts';

const LOGIN = { user: 'hatang', password: 'dung' };

async function camera(options: Partial<CameraOptions> = {}) {
  const started = await startCamera({ id: 'cam-01', ...LOGIN, transport: 'udp', ...options });
  onTestFinished(() => started.stop());
  return started;
}

/** Receives as the door does, and tells afterwards whether both ports are free again. */
function receiving() {
  const ports: number[] = [];
  const receive: Receive = async (...args) => {
    const receiver = await receiveUdp(...args);
    if (receiver !== undefined) ports.push(receiver.port);
    return receiver;
  };
  const expectClosed = async () => {
    expect(ports).toHaveLength(1);
    for (const port of ports.flatMap((even) => [even, even + 1])) {
      const socket = createSocket('udp4').bind(port, '127.0.0.1');
      await once(socket, 'listening');
      socket.close();
    }
  };
  return { receive, expectClosed };
}

const overUdp = { credentials: LOGIN, receive: receiveUdp };

describe('a camera that sends over UDP alone', () => {
  it.each(['H264', 'H265'] as const)(
    'is watched there, where that is switched on: %s',
    async (codec) => {
      const cam = await camera({ codec, width: 1280, height: 720, fps: 20, gopFrames: 20 });
      const { receive, expectClosed } = receiving();
      const reading = await watch(cam.rtspPort, { ...overUdp, receive, window: ms(2_500) });
      expect(reading).toMatchObject({ state: 'live', codec, size: { width: 1280, height: 720 } });
      expect(reading.figures?.rtpFps).toBeCloseTo(20, 1);
      expect(reading.figures?.gopS).toBeCloseTo(1, 2);
      expect(Math.abs((reading.figures?.frames ?? 0) - 50)).toBeLessThanOrEqual(2);
      expect(cam.counters).toMatchObject({ teardowns: 1, loginsFailed: 0 });
      await expectClosed();
    },
  );

  it('is said to be one, where it is not', async () => {
    const cam = await camera();
    const reading = await watch(cam.rtspPort, { credentials: LOGIN });
    expect(reading).toMatchObject({ state: 'no_video', trouble: 'udp_only', anonymous: false });
    expect(cam.counters).toMatchObject({ rtspSessions: 0, teardowns: 0 });
  });

  it('is frozen there as anywhere, and has the same cap of bytes', async () => {
    const frozen = await camera({ state: 'frozen' });
    const order = { ...overUdp, clock: hurried(2), window: seconds(6) };
    const [still, capped] = await Promise.all([
      watch(frozen.rtspPort, order),
      watch((await camera()).rtspPort, {
        ...overUdp,
        window: seconds(60),
        maxBytes: bytes(300_000),
      }),
    ]);
    expect(still.state).toBe('frozen');
    expect(capped.figures?.windowS).toBeLessThan(30);
    expect(frozen.counters.teardowns).toBe(1);
  });
});

it('no camera is asked to send in the clear what was to be encrypted', async () => {
  const { port, seen } = await scriptedRtsp({
    answer: ({ method }) => (method === 'SETUP' ? ['461 Unsupported Transport'] : undefined),
  });
  const reading = await watch(port, {
    receive: receiveUdp,
    address: { host: '127.0.0.1', port, secure: true, path: '/' },
    connect: (address, ...rest) => connectRtsp({ ...address, secure: false }, ...rest),
  });
  expect(reading).toMatchObject({ state: 'no_video', trouble: 'rejected' });
  expect(seen.filter((line) => line.startsWith('SETUP'))).toHaveLength(1);
});

describe('a camera that could do both', () => {
  it('is watched over the connection', async () => {
    const cam = await camera({ transport: 'both' });
    const receive = () => Promise.reject(new Error('not wanted'));
    const reading = await watch(cam.rtspPort, { credentials: LOGIN, receive, window: ms(300) });
    expect(reading.state).toBe('live');
  });
});

/** A server over UDP whose packets come from `from`, while it states `serverPort`. */
async function sendingFrom(from: string, serverPort: (real: number) => string) {
  const socket = createSocket('udp4');
  socket.bind(0, from);
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  let client = 0;
  const { port, seen } = await scriptedRtsp({
    answer: ({ method, text }) => {
      if (method !== 'SETUP') return undefined;
      if (/RTP\/AVP\/TCP/.test(text)) return ['461 Unsupported Transport'];
      client = Number(/client_port=(\d+)/.exec(text)?.[1]);
      const chosen = `client_port=${client}-${client + 1}${serverPort(socket.address().port)}`;
      return ['200 OK', 'Session: 7', `Transport: RTP/AVP;unicast;${chosen}`];
    },
    play: (connection) => {
      let at = 0;
      const timer = setInterval(() => {
        const packet = rtp({ stamp: stampOf(at), payload: at === 0 ? KEY : PICTURE });
        socket.send(packet, client, '127.0.0.1');
        at += 1;
      }, 10);
      connection.on('close', () => clearInterval(timer));
    },
  });
  return { port, seen, client: () => client };
}

describe('packets over UDP', () => {
  it.each([
    [
      'the camera, from the port it stated',
      '127.0.0.1',
      (real: number) => `;server_port=${real}-9`,
      'live',
    ],
    ['the camera, which stated no port', '127.0.0.1', () => '', 'live'],
    [
      'the camera, from another port',
      '127.0.0.1',
      (real: number) => `;server_port=${real - 1}-9`,
      'no_video',
    ],
    ['another address', '127.0.0.2', () => '', 'no_video'],
  ] as const)('of %s', async (_, from, stated, state) => {
    const server = await sendingFrom(from, stated);
    const { receive, expectClosed } = receiving();
    const order = { receive, clock: hurried(4), window: seconds(1) };
    const reading = await watch(server.port, order);
    expect(reading.state).toBe(state);
    expect(reading.trouble).toBe(state === 'live' ? undefined : 'udp_silent');
    expect(server.client() % 2).toBe(0);
    expect(server.seen.at(-1)).toMatch(/^TEARDOWN/);
    await expectClosed();
  });

  it('are not waited for where UDP is refused too, and no port stays open', async () => {
    const { port, seen } = await scriptedRtsp({
      answer: ({ method }) => (method === 'SETUP' ? ['461 Unsupported Transport'] : undefined),
    });
    const { receive, expectClosed } = receiving();
    const reading = await watch(port, { receive });
    expect(reading).toMatchObject({ state: 'no_video', trouble: 'rejected' });
    expect(seen.map((line) => line.split(' ')[0])).toEqual(['DESCRIBE', 'SETUP', 'SETUP']);
    await expectClosed();
  });
});
