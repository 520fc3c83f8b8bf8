import { describe, expect, it, onTestFinished } from 'vitest';
import { type CameraOrder, readCamera } from '../../agent/probes/onvif/reading/read-camera.ts';
import { shownUri, uriOf } from '../../agent/probes/onvif/rtsp/stream-address.ts';
import { parseHost } from '../../agent/probes/onvif/soap/endpoint.ts';
import { exchange } from '../../agent/probes/onvif/soap/soap-door.ts';
import { sayCamera } from '../../agent/probes/onvif/words.ts';
import { systemClock } from '../../kit/clock.ts';
import { hours, seconds } from '../../kit/units.ts';
import { type CameraOptions, startCamera } from '../sim/camera/camera.ts';
import { UsernameTokenGuard } from '../sim/login/username-token.ts';
import {
  clock,
  moment,
  profiles,
  profiles2,
  quirkyCamera,
  services,
  uri,
} from './quirky-camera.ts';
import {
  at25,
  H264_TRACK,
  interleaved,
  KEY,
  PICTURE,
  rtp,
  scriptedRtsp,
  stampOf,
} from './scripted-rtsp.ts';
import { hurried, watch } from './watch.ts';

/** The fifteen quirks of real cameras, each on a camera that has it, read over real sockets. */

const LOGIN = { user: 'viewer', password: 'dung' };

const read = (address: string, over: Partial<CameraOrder> = {}) =>
  readCamera({
    ...{ exchange, clock: systemClock, random: Math.random, credentials: LOGIN },
    ...{ signal: new AbortController().signal, deadline: seconds(2), knownPort: undefined },
    ...{ host: parseHost(address), heldBack: false, invented: false, maxStreams: 2 },
    ...{ recordings: false, settled: 'nothing', ...over },
  });
const readAt = (port: number, over: Partial<CameraOrder> = {}) => read(`127.0.0.1:${port}`, over);

async function simulated(options: Partial<CameraOptions>) {
  const camera = await startCamera({ id: 'cam', ...LOGIN, ...options });
  onTestFinished(() => camera.stop());
  return camera;
}

const mainOf = ({ streams }: Awaited<ReturnType<typeof read>>) => streams[0];

describe('1: a service address with a wrong host or path', () => {
  it('is asked at the configured host, on the stated port and path', async () => {
    const { port, asked } = await quirkyCamera(({ operation, port: own }, usual) =>
      operation === 'GetServices'
        ? services(own, { media: `http://192.0.2.99:${own}/onvif/elsewhere` })
        : usual(),
    );
    expect(mainOf(await readAt(port))?.claim.codec).toBe('H264');
    expect(asked).toContain('/onvif/elsewhere GetProfiles');
  });

  it('is asked where the device itself answers, where the stated path is not there', async () => {
    const { port } = await quirkyCamera(({ operation, path, port: own }, usual) => {
      if (operation === 'GetServices') return services(own, { media: '/not/here' });
      return path === '/not/here' ? { status: 404, raw: '' } : usual();
    });
    expect(mainOf(await readAt(port))?.claim.width).toBe(1920);
  });
});

describe('2: ONVIF on another port than 80', () => {
  const ports = [80, 2020, 5000, 6688, 8899].filter(
    (port) => port > 1_023 || process.getuid?.() === 0,
  );
  it.each(ports)('%i is found when only the address is told', async (port) => {
    const host = `127.0.9.${ports.indexOf(port) + 1}`;
    await quirkyCamera((_, usual) => usual(), { host, port });
    expect(await read(host)).toMatchObject({ reachable: true, port });
  });
});

describe('3: HTTP Digest and nothing else', () => {
  it.each([['SHA-256'], ['MD5'], ['MD5', 'SHA-256']] as const)('by %j', async (...algorithms) => {
    const camera = await simulated({
      auth: 'digest',
      digestAlgorithms: algorithms.flat() as never,
    });
    expect((await readAt(camera.onvifPort)).auth).toBe('ok');
    expect(camera.counters.loginsFailed).toBe(0);
  });

  it('with nonces that are old at once', async () => {
    const camera = await simulated({ auth: 'digest', nonceLifeMs: 40 });
    expect((await readAt(camera.onvifPort)).auth).toBe('ok');
    expect(camera.counters.loginsFailed).toBe(0);
  });
});

describe('4: the clock behind a login', () => {
  it('is read once the login is known', async () => {
    const challenge = 'digest realm="r", nonce="n", qop="auth, auth-int", algorithm=MD5-sess';
    const { port } = await quirkyCamera(({ operation, headers }, usual) =>
      headers['authorization'] === undefined && operation !== 'GetServices'
        ? { status: 401, headers: { 'WWW-Authenticate': challenge }, raw: '' }
        : usual(),
    );
    const reading = await readAt(port);
    expect(reading).toMatchObject({ auth: 'ok', clock: { kind: 'utc' } });
  });

  it('is known from the Date of its answers, where tokens must be made by it', async () => {
    const behind = hours(5);
    const now = () => Date.now() - behind;
    const guard = new UsernameTokenGuard(LOGIN, now);
    const { port } = await quirkyCamera(({ operation, body }, usual) => {
      if (operation === 'GetServices') return usual();
      if (guard.check(body) !== 'ok')
        return {
          status: 400,
          headers: { Date: new Date(now()).toUTCString() },
          raw: REFUSED,
        };
      return operation === 'GetSystemDateAndTime'
        ? clock(`<UTCDateTime>${moment(new Date(now()))}</UTCDateTime>`)
        : usual();
    });
    const reading = await readAt(port);
    expect(reading).toMatchObject({ auth: 'ok', clock: { kind: 'utc' } });
    expect(reading.clock?.offsetS).toBeCloseTo(-behind / 1_000, -1);
  });
});

describe('a camera that stumbles over a missing token, and does not say so', () => {
  const stumbling = async () => {
    const guard = new UsernameTokenGuard(LOGIN, Date.now);
    let wrong = 0;
    const camera = await quirkyCamera(({ operation, body }, usual) => {
      if (['GetSystemDateAndTime', 'GetServices'].includes(operation)) return usual();
      const verdict = guard.check(body);
      if (verdict === 'wrong') wrong += 1;
      if (verdict === 'ok') return usual();
      return verdict === 'missing' ? undefined : { status: 400, raw: REFUSED };
    });
    return { port: camera.port, wrong: () => wrong };
  };

  it('is read with the login all the same', async () => {
    const { port, wrong } = await stumbling();
    const reading = await readAt(port);
    expect(reading).toMatchObject({ auth: 'ok', identity: { firmware: '5.10' } });
    expect(mainOf(reading)?.claim.codec).toBe('H264');
    expect(wrong()).toBe(0);
  });

  it('gets a wrong login once', async () => {
    const { port, wrong } = await stumbling();
    const credentials = { ...LOGIN, password: 'sai' };
    expect((await readAt(port, { credentials })).auth).toBe('failed');
    expect(wrong()).toBe(1);
  });

  it('and one that only does not know an operation has not asked for a login', async () => {
    const { port } = await quirkyCamera((_, usual) => usual());
    expect((await readAt(port)).auth).toBe('not_required');
  });
});

describe('5: the time', () => {
  const NEGATIVE = `<UTCDateTime>${moment(new Date()).replace(/<Hour>\d+/, '<Hour>-5')}</UTCDateTime>`;
  const LOCAL = `<LocalDateTime>${moment(new Date())}</LocalDateTime>`;
  it.each([
    ['missing in UTC: local time alone is no offset', LOCAL, 'local_only'],
    ['missing altogether', '', 'missing'],
    ['empty', '<UTCDateTime/>', 'missing'],
    ['of an hour below nought', NEGATIVE, 'missing'],
  ])('is %s', async (_, inner, kind) => {
    const { port } = await quirkyCamera(({ operation }, usual) =>
      operation === 'GetSystemDateAndTime' ? clock(inner) : usual(),
    );
    expect((await readAt(port)).clock).toMatchObject({ kind, offsetS: undefined });
  });

  it('is local where UTC should be: measured as what it is, seven hours off', async () => {
    const local = new Date(Date.now() + hours(7));
    const { port } = await quirkyCamera(({ operation }, usual) =>
      operation === 'GetSystemDateAndTime'
        ? clock(`<UTCDateTime>${moment(local)}</UTCDateTime>`)
        : usual(),
    );
    expect((await readAt(port)).clock?.offsetS).toBeCloseTo(7 * 3_600, -1);
  });
});

describe('6, 7 and 8: what an encoder says', () => {
  const encoder = (inner: string) =>
    `<VideoEncoderConfiguration token="e">${inner}</VideoEncoderConfiguration>`;
  const SIZE = '<Resolution><Width>1920</Width><Height>1080</Height></Resolution>';
  const claimOf = async (given: string) => {
    const { port } = await quirkyCamera(({ operation }, usual) =>
      operation === 'GetProfiles' ? profiles(given) : usual(),
    );
    return mainOf(await readAt(port))?.claim;
  };

  it('6: nothing over Media1 of an H.265 profile that Media2 knows', async () => {
    const { port } = await quirkyCamera(({ operation, body, port: own }, usual) => {
      if (operation === 'GetServices')
        return services(own, { media: '/onvif/media', media2: '/onvif/media2' });
      if (operation !== 'GetProfiles') return usual();
      return body.includes('ver20/media') ? profiles2('H265') : profiles('');
    });
    expect(mainOf(await readAt(port))?.claim).toMatchObject({
      codec: 'H265',
      width: 1920,
      fps: 25,
    });
  });

  it('7: H265 over Media1, which has no word for it', async () => {
    expect(await claimOf(encoder(`<Encoding>H265</Encoding>${SIZE}`))).toMatchObject({
      codec: 'H265',
    });
  });

  it('8: no rate control, or a frame rate of 0: unknown, not nought', async () => {
    const plain = encoder(`<Encoding>H264</Encoding>${SIZE}`);
    expect(await claimOf(plain)).toMatchObject({
      width: 1920,
      fps: undefined,
      bitrateBps: undefined,
    });
    const nought = '<RateControl><FrameRateLimit>0</FrameRateLimit></RateControl>';
    expect(
      (await claimOf(encoder(`<Encoding>H264</Encoding>${SIZE}${nought}`)))?.fps,
    ).toBeUndefined();
  });
});

describe('9: Media2 that is advertised and broken', () => {
  it.each([
    ['not there', { status: 404, raw: '' }],
    ['empty', { status: 200, raw: '' }],
    ['of HTML', { status: 200, raw: '<html><body>busy</body></html>' }],
    ['a fault', undefined],
  ])('%s: Media1 serves', async (_, answer) => {
    const { port } = await quirkyCamera(({ operation, path, port: own }, usual) => {
      if (operation === 'GetServices')
        return services(own, { media: '/onvif/media', media2: '/onvif/media2' });
      return path === '/onvif/media2' ? answer : usual();
    });
    const reading = await readAt(port);
    expect(mainOf(reading)).toMatchObject({ claim: { codec: 'H264' }, address: { port: 8_554 } });
    expect(reading.proof).toMatchObject({ media1: true, media2: false });
  });
});

it('10: two cameras with one serial number stay two', async () => {
  const same = { serial: '0123456789' };
  const [one, other] = [await simulated(same), await simulated({ ...same, codec: 'H265' })];
  const readings = [await readAt(one.onvifPort), await readAt(other.onvifPort)];
  expect(readings.map(({ identity }) => identity?.serial)).toEqual([same.serial, same.serial]);
  expect(readings.map((reading) => mainOf(reading)?.claim.codec)).toEqual(['H264', 'H265']);
});

describe('11: text that is no clean UTF-8 XML', () => {
  const wrapped = (model: Buffer, declared = '') =>
    Buffer.concat([
      Buffer.from(
        `${declared}<SOAP-ENV:Envelope><SOAP-ENV:Body><tds:GetDeviceInformationResponse><tds:Manufacturer>M</tds:Manufacturer><tds:Model>`,
      ),
      model,
      Buffer.from(
        '</tds:Model></tds:GetDeviceInformationResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>\0\r\n',
      ),
    ]);
  const LATIN = Buffer.from('Caméra', 'latin1');
  it.each([
    ['undeclared prefixes', wrapped(Buffer.from('Caméra')), 'Caméra'],
    [
      'ISO-8859-1, declared',
      wrapped(LATIN, '<?xml version="1.0" encoding="ISO-8859-1"?>'),
      'Caméra',
    ],
    ['ISO-8859-1, not declared', wrapped(LATIN), 'Cam\ufffdra'],
    ['a byte order mark', Buffer.concat([Buffer.from('\ufeff'), wrapped(Buffer.from('A'))]), 'A'],
  ])('%s', async (_, raw, model) => {
    const { port } = await quirkyCamera(({ operation }, usual) =>
      operation === 'GetDeviceInformation' ? { status: 200, raw } : usual(),
    );
    expect((await readAt(port)).identity?.model).toBe(model);
  });

  it('is handed on as sent: nothing becomes a number or a truth', async () => {
    const { port } = await quirkyCamera((_, usual) => usual());
    expect((await readAt(port)).identity).toEqual({
      ...{ manufacturer: 'M', model: 'true', firmware: '5.10' },
      ...{ serial: '00000000000000000001', hardwareId: '1e3' },
    });
  });
});

it('12: an empty reply to whoever does not name the action', async () => {
  const { port } = await quirkyCamera(({ headers, operation }, usual) =>
    new RegExp(`action="[^"]+/${operation}"`).test(`${headers['content-type']}`)
      ? usual()
      : { status: 200, raw: '' },
  );
  expect(mainOf(await readAt(port))?.claim.codec).toBe('H264');
});

it('13: a camera that locks after wrong logins gets one a pass, and people are told', async () => {
  const camera = await simulated({ auth: 'both' });
  const credentials = { ...LOGIN, password: 'sai' };
  const reading = await readAt(camera.onvifPort, { credentials, settled: 'all_streams' });
  expect(reading.auth).toBe('failed');
  expect(camera.counters.loginsFailed).toBe(1);
  expect(sayCamera(reading, undefined)?.vi).toContain('từ chối tên hoặc mật khẩu');
});

it.each([
  ['rtsp://192.0.2.99:8554/live', 'rtsp://127.0.0.1:8554/live'],
  ['rtsp://admin:bi-mat@192.0.2.99/live', 'rtsp://127.0.0.1/live'],
  ['rtsp://127.0.0.1:8554:8554/live', 'rtsp://127.0.0.1:8554/live'],
  [
    'rtsp://0.0.0.0:8554/a?user=admin&password=bi-mat',
    'rtsp://127.0.0.1:8554/a?user=***&password=***',
  ],
])(
  '14: a stream at %s is played at the configured host and shown without its account',
  async (stated, shown) => {
    const { port } = await quirkyCamera(({ operation }, usual) =>
      operation === 'GetStreamUri' ? uri(stated) : usual(),
    );
    const address = mainOf(await readAt(port))?.address;
    expect(address && shownUri(address)).toBe(shown);
    expect(address && uriOf(address)).not.toContain('@');
  },
);

describe('15: RTSP', () => {
  const playing = {
    play: (socket: Parameters<typeof at25>[0]) =>
      at25(socket, (at) =>
        interleaved(rtp({ stamp: stampOf(at), payload: at % 25 === 0 ? KEY : PICTURE })),
      ),
  };

  it('with rtsp:// twice in its base, and a query string before the track', async () => {
    const { port, seen } = await scriptedRtsp({
      ...playing,
      sdp: [...H264_TRACK.slice(0, -1), 'a=control:trackID=1'],
      answer: ({ method }) => (method === 'DESCRIBE' ? undefined : undefined),
    });
    const reading = await watch(port, { clock: hurried(4) }, '/cam?channel=1&subtype=0');
    expect(reading.state).toBe('live');
    expect(seen.find((line) => line.startsWith('SETUP'))).toBe(
      `SETUP rtsp://127.0.0.1:${port}/cam?channel=1&subtype=0/trackID=1`,
    );
  });

  it('without a Transport in the answer to SETUP', async () => {
    const { port } = await scriptedRtsp({
      ...playing,
      answer: ({ method }) => (method === 'SETUP' ? ['200 OK', 'Session: 7'] : undefined),
    });
    expect((await watch(port, { clock: hurried(4) })).state).toBe('live');
  });

  it('with several ways to log in, in lines of their own', async () => {
    const ways = [
      'Basic realm="r"',
      'Digest realm="r", nonce="n"',
      'Digest realm="r", nonce="n", algorithm=SHA-256',
    ];
    const { port } = await scriptedRtsp({
      ...playing,
      answer: ({ text }) =>
        text.includes('Authorization: Digest') && text.includes('SHA-256')
          ? undefined
          : ['401 Unauthorized', ...ways.map((way) => `WWW-Authenticate: ${way}`)],
    });
    const reading = await watch(port, { clock: hurried(4), credentials: LOGIN });
    expect(reading).toMatchObject({ state: 'live', anonymous: false, basicInClear: true });
  });
});

const REFUSED =
  '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:NotAuthorized</s:Value></s:Subcode></s:Code></s:Fault></s:Body></s:Envelope>';
