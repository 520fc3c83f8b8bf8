import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { bytes, ms, seconds } from '../../../../kit/units.ts';
import { listenTcp } from '../../../../test/onvif/listen.ts';
import {
  type Asked,
  at25,
  H264_TRACK,
  interleaved,
  KEY,
  PICTURE,
  rtp,
  type Script,
  scriptedRtsp,
  stampOf,
} from '../../../../test/onvif/scripted-rtsp.ts';
import { hurried, watch } from '../../../../test/onvif/watch.ts';
import { clipOf } from '../../../../test/sim/bitstream/clip.ts';
import type { Codec } from '../../../../test/sim/bitstream/picture.ts';
import type { WatchOrder } from './watch-stream.ts';

const LOGIN = { user: 'hatang', password: 'dung' };
const SHORT = { window: ms(600), clock: hurried(4) };
const GOODBYE = /^TEARDOWN /;

/** A key frame, then pictures, one every 40 ms by their stamps. */
const picture = (at: number): Buffer =>
  rtp({ stamp: stampOf(at), payload: at === 0 ? KEY : PICTURE });

const play = (socket: Socket): void => at25(socket, (at) => interleaved(picture(at)));

async function watchScripted(script: Script, change: Partial<WatchOrder> = {}) {
  const { port, seen } = await scriptedRtsp({ play, ...script });
  return { reading: await watch(port, { ...SHORT, ...change }), seen };
}

const setOf = (codec: Codec, width: number, height: number): Uint8Array => {
  const sets = clipOf({ codec, width, height, fps: 25, gopFrames: 25 }).parameterSets;
  const sps = sets.find(([head = 0]) => (codec === 'H264' ? (head & 0x1f) === 7 : head === 0x42));
  if (sps === undefined) throw new Error('no SPS');
  return sps;
};

/** Answers one method as given, everything else as usual. */
const to =
  (method: string, ...lines: string[]) =>
  (asked: Asked) =>
    asked.method === method ? lines : undefined;

describe('a server that plays in its own way', () => {
  it.each<[string, Script]>([
    [
      'on another channel than asked for',
      {
        answer: to('SETUP', '200 OK', 'Session: 7', 'Transport: RTP/AVP/TCP;interleaved=4-5'),
        play: (socket) => at25(socket, (at) => interleaved(picture(at), 4)),
      },
    ],
    [
      'after a provisional answer',
      {
        play: (socket) => {
          socket.write('RTSP/1.0 100 Continue\r\n\r\n');
          play(socket);
        },
      },
    ],
    [
      'and asks questions in between',
      {
        play: (socket) =>
          at25(socket, (at) =>
            Buffer.concat([
              Buffer.from(
                'SET_PARAMETER rtsp://x/ RTSP/1.0\r\nCSeq: 9\r\nContent-Length: 3\r\n\r\na:1',
              ),
              interleaved(picture(at)),
              Buffer.from('ANNOUNCE rtsp://x/ RTSP/1.0\r\nCSeq: 10\r\n\r\n'),
            ]),
          ),
      },
    ],
    [
      'with empty frames in between',
      {
        play: (socket) =>
          at25(socket, (at) =>
            Buffer.concat([interleaved(Buffer.alloc(0)), interleaved(picture(at))]),
          ),
      },
    ],
    [
      'with packets whose heads lie about extension, sources and padding',
      {
        play: (socket) =>
          at25(socket, (at) =>
            Buffer.concat([
              ...[0x90, 0x8f, 0xa0].map((head) =>
                interleaved(rtp({ stamp: 7, head, payload: [0x65, 0xff, 0xff, 0xff] })),
              ),
              interleaved(picture(at)),
            ]),
          ),
      },
    ],
    [
      'with a track that only mends another before it',
      {
        sdp: ['m=video 0 RTP/AVP 97', 'a=rtpmap:97 rtx/90000', 'a=control:mends', ...H264_TRACK],
      },
    ],
  ])('is watched as any other: %s', async (_, script) => {
    const { reading, seen } = await watchScripted(script);
    expect(reading).toMatchObject({ state: 'live', codec: 'H264', trouble: undefined });
    expect(reading.figures?.rtpFps).toBeCloseTo(25, 3);
    expect(seen.filter((line) => line.startsWith('SETUP'))).toEqual([
      expect.stringMatching(/track1$/),
    ]);
    expect(seen.at(-1)).toMatch(GOODBYE);
  });

  it('is watched to the end of the window though it never answers PLAY', async () => {
    const { reading, seen } = await watchScripted(
      { answer: ({ method }) => (method === 'PLAY' ? null : undefined) },
      { window: seconds(4), deadline: ms(700) },
    );
    expect(reading).toMatchObject({ state: 'live', trouble: undefined });
    expect(reading.figures?.tailSilenceS).toBeLessThan(1);
    expect(seen.at(-1)).toMatch(GOODBYE);
  });

  it('has no key frame at all: live, and how far they stand apart is unknown', async () => {
    const { reading } = await watchScripted({
      play: (socket) =>
        at25(socket, (at) => interleaved(rtp({ stamp: stampOf(at), payload: PICTURE }))),
    });
    expect(reading).toMatchObject({ state: 'live', figures: { gopS: undefined } });
  });

  it('sends Motion JPEG: its pictures are counted', async () => {
    const { reading } = await watchScripted({
      sdp: ['m=video 0 RTP/AVP 26', 'a=control:track1'],
      play: (socket) =>
        at25(socket, (at) => {
          const part = {
            stamp: stampOf(at),
            payloadType: 26,
            payload: [0, 0, 0, 0, 1, 80, 20, 15],
          };
          return Buffer.concat([interleaved(rtp(part)), interleaved(rtp(part))]);
        }),
    });
    expect(reading).toMatchObject({ state: 'live', codec: 'JPEG' });
    expect(reading.figures?.rtpFps).toBeCloseTo(25, 3);
    expect(reading.figures?.frames).toBeLessThan(18);
  });

  it('sends nothing but RTCP: no video', async () => {
    const report = { stamp: 0, payloadType: 200, payload: [0, 0, 0, 0] };
    const { reading, seen } = await watchScripted({
      play: (socket) =>
        at25(socket, () => Buffer.concat([interleaved(rtp(report)), interleaved(rtp(report), 1)])),
    });
    expect(reading).toMatchObject({ state: 'no_video', figures: undefined });
    expect(seen.at(-1)).toMatch(GOODBYE);
  });
});

describe('a stream that is not as described', () => {
  const codecs = [
    ['H264', 'H265', [0x26, 0x01, 0xaf], [0x02, 0x01, 0xd0]],
    ['H265', 'H264', KEY, PICTURE],
    ['', 'H265', [0x26, 0x01, 0xaf], [0x02, 0x01, 0xd0]],
    ['', 'H264', KEY, PICTURE],
  ] as const;
  it.each(codecs)('said to be %j is read as the %s it is', async (said, is, key, other) => {
    const map = said === '' ? [] : [`a=rtpmap:96 ${said}/90000`];
    const { reading } = await watchScripted(
      {
        sdp: ['m=video 0 RTP/AVP 96', ...map, 'a=control:track1'],
        play: (socket) =>
          at25(socket, (at) => {
            const stamp = stampOf(at);
            const sps = interleaved(rtp({ stamp, payload: setOf(is, 1280, 720) }));
            if (at % 5 > 0) return interleaved(rtp({ stamp, payload: other }));
            return Buffer.concat([sps, interleaved(rtp({ stamp, payload: key }))]);
          }),
      },
      // Key frames enough, though a busy machine lets some come late.
      { window: seconds(2) },
    );
    expect(reading).toMatchObject({ state: 'live', codec: is, size: { width: 1280, height: 720 } });
    expect(reading.figures?.rtpFps).toBeCloseTo(25, 3);
    expect(reading.figures?.gopS).toBeCloseTo(0.2, 3);
  });

  it('has the size of its last parameter set, over the description’s', async () => {
    const described = Buffer.from(setOf('H264', 640, 360)).toString('base64');
    const { reading } = await watchScripted({
      sdp: [...H264_TRACK, `a=fmtp:96 sprop-parameter-sets=${described}`],
      play: (socket) =>
        at25(socket, (at) => {
          const sps = at < 15 ? setOf('H264', 1280, 720) : setOf('H264', 1920, 1080);
          const set = interleaved(rtp({ stamp: stampOf(at), payload: sps }));
          return at % 5 > 0
            ? interleaved(picture(at))
            : Buffer.concat([set, interleaved(picture(at))]);
        }),
    });
    expect(reading.size).toEqual({ width: 1920, height: 1080 });
  });
});

describe('a server that refuses', () => {
  it.each([
    ['DESCRIBE', '302 Moved', 'no_video'],
    ['SETUP', '503 Service Unavailable', 'no_video'],
    ['SETUP', '302 Moved', 'no_video'],
    ['PLAY', '454 Session Not Found', 'no_video'],
    ['PLAY', '403 Forbidden', 'unauthorized'],
  ] as const)(
    '%s with %s is taken at its word, and followed nowhere',
    async (method, status, state) => {
      let visits = 0;
      const other = await listenTcp(() => {
        visits += 1;
      });
      const location = `Location: rtsp://127.0.0.1:${other}/elsewhere`;
      const change = { credentials: LOGIN };
      const { reading, seen } = await watchScripted(
        { answer: to(method, status, location) },
        change,
      );
      expect(reading).toMatchObject({ state, trouble: 'rejected', loginFailed: false });
      expect(reading.error).toBe(`${method}: status ${status.slice(0, 3)}`);
      expect(visits).toBe(0);
      expect(seen.some((line) => GOODBYE.test(line))).toBe(method === 'PLAY');
    },
  );

  it('names another host in its control addresses: the login stays on the connection', async () => {
    let visits = 0;
    const other = await listenTcp(() => {
      visits += 1;
    });
    const [media, map] = H264_TRACK;
    const control = `a=control:rtsp://127.0.0.1:${other}/track1`;
    const sdp = [media ?? '', map ?? '', control];
    const { reading, seen } = await watchScripted({ sdp }, { credentials: LOGIN });
    expect(reading.state).toBe('live');
    expect(seen[1]).toBe(`SETUP rtsp://127.0.0.1:${other}/track1`);
    expect(visits).toBe(0);
  });
});

describe('a server that wants a login', () => {
  const digest = (nonce: string, more = '') =>
    `WWW-Authenticate: Digest realm="a", nonce="${nonce}", qop="auth"${more}`;
  const refusal = (...challenges: string[]) => ['401 Unauthorized', ...challenges];

  it('offers three ways: the strongest is taken', async () => {
    const used = new Set<string | undefined>();
    const { reading } = await watchScripted(
      {
        answer: ({ text }) => {
          used.add(/^Authorization: .*?(algorithm=\S+|Basic)/m.exec(text)?.[1]);
          return text.includes('Authorization')
            ? undefined
            : refusal(
                'WWW-Authenticate: Basic realm="a"',
                digest('1', ', algorithm=MD5'),
                digest('2', ', algorithm=SHA-256'),
              );
        },
      },
      { credentials: LOGIN },
    );
    expect(reading).toMatchObject({ state: 'live', basicInClear: true, anonymous: false });
    expect([...used]).toEqual([undefined, 'algorithm=SHA-256,']);
  });

  it.each([
    ['as too old', ', stale=true'],
    ['without a word', ''],
  ])('changes its nonce in the middle, %s: that is no failed login', async (_, stale) => {
    const { reading, seen } = await watchScripted(
      {
        answer: ({ method, text }) => {
          const nonce = method === 'DESCRIBE' || method === 'SETUP' ? '1' : '2';
          return text.includes(`nonce="${nonce}"`) ? undefined : refusal(digest(nonce, stale));
        },
      },
      { credentials: LOGIN },
    );
    expect(reading).toMatchObject({ state: 'live', loginFailed: false });
    expect(seen.map((line) => line.split(' ')[0])).toEqual([
      'DESCRIBE',
      'DESCRIBE',
      'SETUP',
      'PLAY',
      'PLAY',
      'TEARDOWN',
    ]);
  });

  it('changes its nonce with every refusal: a wrong password is tried once', async () => {
    const nonces = ['1', '2', '3'].values();
    const { reading, seen } = await watchScripted(
      { answer: () => refusal(digest(nonces.next().value ?? '')) },
      { credentials: LOGIN },
    );
    expect(reading).toMatchObject({ state: 'unauthorized', loginFailed: true });
    expect(seen).toHaveLength(2);
  });

  it.each(['SETUP', 'PLAY'])('wants it only for %s', async (late) => {
    const { reading } = await watchScripted(
      {
        answer: ({ method, text }) =>
          method === late && !text.includes('Authorization') ? refusal(digest('1')) : undefined,
      },
      { credentials: LOGIN },
    );
    expect(reading).toMatchObject({ state: 'live', anonymous: false, loginFailed: false });
  });
});

describe('a server that sends too much', () => {
  it('is left at the cap before its answer is whole, long before the deadline', async () => {
    const change = { maxBytes: bytes(100_000), deadline: seconds(60) };
    const { reading } = await watchScripted(
      {
        answer: ({ method }) => (method === 'PLAY' ? null : undefined),
        play: (socket) => {
          const much = interleaved(Buffer.alloc(60_000), 9);
          socket.write(Buffer.concat([much, much]));
        },
      },
      change,
    );
    expect(reading).toMatchObject({ state: 'no_video', trouble: 'garbled' });
    expect(reading.error).toBe('PLAY: more bytes than the cap allows');
  });

  it('states a body over the cap: the connection is closed, and nothing more is asked', async () => {
    const { reading, seen } = await watchScripted({
      answer: to('DESCRIBE', '200 OK', 'Content-Length: 900000'),
    });
    expect(reading).toMatchObject({ state: 'unreachable', trouble: 'garbled' });
    expect(seen).toHaveLength(1);
  });
});
