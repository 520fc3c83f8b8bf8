import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Cam } from 'onvif';
import { afterEach, describe, expect, it } from 'vitest';
import { type CameraOptions, type SimCamera, startCamera } from './camera.ts';

/** ASCII, because npm onvif garbles any other password in its token. */
const LOGIN = { user: 'hatang', password: 'dung' };
const HIKVISION = {
  manufacturer: 'HIKVISION',
  model: 'DS-2CD2021',
  firmware: 'V5.7.3',
  serial: '42',
};
const open: SimCamera[] = [];

async function camera(options: Partial<CameraOptions> = {}): Promise<SimCamera> {
  const started = await startCamera({ id: 'cam-01', ...LOGIN, ...options });
  open.push(started);
  return started;
}

afterEach(async () => {
  for (const cam of open.splice(0)) await cam.stop();
});

/** The independent client: npm onvif. */
async function client(cam: SimCamera, useWSSecurity: boolean): Promise<Cam> {
  const other = new Cam({
    hostname: cam.host,
    port: cam.onvifPort,
    username: LOGIN.user,
    password: LOGIN.password,
    useWSSecurity,
    timeout: 5_000,
    autoconnect: false,
  });
  await promisify(other.connect.bind(other))();
  return other;
}

function ask(cam: SimCamera, operation: string, headers: Record<string, string> = {}, head = '') {
  const [service, name] = operation.includes(':') ? operation.split(':') : ['device', operation];
  const version = service === 'media2' ? 'ver20/media' : `ver10/${service}`;
  const body =
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">' +
    `<s:Header>${head}</s:Header><s:Body><${name} xmlns="http://www.onvif.org/${version}/wsdl"/>` +
    '</s:Body></s:Envelope>';
  const url = `http://127.0.0.1:${cam.onvifPort}/onvif/device_service`;
  return fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(3_000) });
}

function token(password: string, created: Date): string {
  const nonce = randomBytes(16);
  const digest = createHash('sha1')
    .update(nonce)
    .update(created.toISOString() + password);
  return (
    '<Security><UsernameToken>' +
    `<Username>${LOGIN.user}</Username><Password>${digest.digest('base64')}</Password>` +
    `<Nonce>${nonce.toString('base64')}</Nonce><Created>${created.toISOString()}</Created>` +
    '</UsernameToken></Security>'
  );
}

describe('the camera simulator as npm onvif sees it', () => {
  it.each([
    { auth: 'digest', codec: 'H264', useWSSecurity: false },
    { auth: 'wsse', codec: 'H264', useWSSecurity: true },
    { auth: 'both', codec: 'H265', useWSSecurity: true },
    { auth: 'none', codec: 'H265', useWSSecurity: false },
  ] as const)('tells who it is and what it sends: $auth, $codec', async (options) => {
    const cam = await camera({ ...HIKVISION, auth: options.auth, codec: options.codec });
    const other = await client(cam, options.useWSSecurity);
    const information = await promisify(other.getDeviceInformation.bind(other))();
    expect(information).toMatchObject({ manufacturer: 'HIKVISION', firmwareVersion: 'V5.7.3' });
    expect(other.profiles?.map((profile) => profile.name)).toEqual(['mainStream', 'subStream']);
    expect(other.activeSource).toMatchObject({ encoding: options.codec, width: 1920, fps: 25 });
    const stream = await new Promise((resolve) => {
      other.getStreamUri({ protocol: 'RTSP', profileToken: 'main' }, (_, found) => resolve(found));
    });
    expect(stream).toMatchObject({ uri: cam.streamUrl('main') });
    expect(cam.counters.loginsFailed).toBe(0);
  });

  it.each(['MD5', 'SHA-256'] as const)('logs in by Digest with %s alone', async (algorithm) => {
    const cam = await camera({ auth: 'digest', digestAlgorithms: [algorithm] });
    const other = await client(cam, false);
    expect(other.profiles).toHaveLength(2);
    expect(cam.counters.loginsFailed).toBe(0);
  });

  it('takes the token of a client that follows the camera’s own clock', async () => {
    const cam = await camera({ auth: 'wsse', clockOffsetMs: -3_600_000 });
    const other = await client(cam, true);
    const information = await promisify(other.getDeviceInformation.bind(other))();
    expect(information).toMatchObject({ manufacturer: 'hatang' });
  });
});

describe('who may ask the camera simulator', () => {
  it.each([
    'GetSystemDateAndTime',
    'GetServices',
    'GetCapabilities',
    'GetHostname',
    'media:GetServiceCapabilities',
  ])('answers %s without a login', async (operation) => {
    const answer = await ask(await camera(), operation);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(`${operation.split(':').at(-1)}Response`);
  });

  it.each(['GetDeviceInformation', 'GetUsers', 'media:GetProfiles', 'media2:GetProfiles'])(
    'challenges %s with MD5 and SHA-256',
    async (operation) => {
      const cam = await camera();
      const answer = await ask(cam, operation);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/algorithm=MD5.*algorithm=SHA-256/);
      expect(cam.counters.loginsFailed).toBe(0);
    },
  );

  it('refuses a token with a wrong password by a fault, and counts it', async () => {
    const cam = await camera();
    const answer = await ask(cam, 'GetUsers', {}, token('sai', new Date()));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('ter:NotAuthorized');
    expect(cam.counters.loginsFailed).toBe(1);
  });

  it('refuses a token that is old by its own clock, and one sent twice', async () => {
    const cam = await camera({ clockOffsetMs: 3_600_000 });
    expect((await ask(cam, 'GetUsers', {}, token(LOGIN.password, new Date()))).status).toBe(400);
    const good = token(LOGIN.password, new Date(Date.now() + 3_600_000));
    expect((await ask(cam, 'GetUsers', {}, good)).status).toBe(200);
    expect((await ask(cam, 'GetUsers', {}, good)).status).toBe(400);
  });

  it('says stale over a nonce that has run out, and counts no failure', async () => {
    const cam = await camera({ nonceLifeMs: 0 });
    const nonce = /nonce="(\w+)"/.exec(
      (await ask(cam, 'GetUsers')).headers.get('www-authenticate') ?? '',
    )?.[1];
    const md5 = (text: string) => createHash('md5').update(text).digest('hex');
    const secret = md5(`${LOGIN.user}:simulated cam-01:${LOGIN.password}`);
    const proof = md5(`${secret}:${nonce}:00000001:c:auth:${md5('POST:/onvif/device_service')}`);
    const parts = [`username="${LOGIN.user}"`, `nonce="${nonce}"`, 'uri="/onvif/device_service"'];
    parts.push('qop=auth', 'nc=00000001', 'cnonce="c"', `response="${proof}"`);
    const again = await ask(cam, 'GetUsers', { authorization: `Digest ${parts.join(', ')}` });
    expect(again.status).toBe(401);
    expect(again.headers.get('www-authenticate')).toContain('stale=true');
    expect(cam.counters.loginsFailed).toBe(0);
  });
});

describe('what the camera simulator says of itself', () => {
  it('claims settings that differ from what it sends', async () => {
    const cam = await camera({ auth: 'none', claimed: { width: 2560, height: 1440, fps: 30 } });
    for (const service of ['media', 'media2']) {
      const xml = await (await ask(cam, `${service}:GetVideoEncoderConfigurations`)).text();
      expect(xml).toContain('<tt:Width>2560</tt:Width><tt:Height>1440</tt:Height>');
      expect(xml).toContain('<tt:FrameRateLimit>30</tt:FrameRateLimit>');
    }
  });

  it('offers both codecs where it can be set to both', async () => {
    const cam = await camera({ auth: 'none' });
    const xml = await (await ask(cam, 'media2:GetVideoEncoderConfigurationOptions')).text();
    expect(xml.match(/<tt:Encoding>H26[45]</g)).toHaveLength(2);
  });

  it('knows no operation that would change a camera', async () => {
    const answer = await ask(await camera({ auth: 'none' }), 'SystemReboot');
    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain('ter:ActionNotSupported');
  });

  it.each(['drip', 'half-open', 'endless'] as const)('never ends an answer: %s', async (hang) => {
    const cam = await camera({ hang });
    const signal = AbortSignal.timeout(700);
    const url = `http://127.0.0.1:${cam.onvifPort}/onvif/device_service`;
    const whole = fetch(url, { method: 'POST', body: 'x', signal }).then((reply) => reply.text());
    await expect(whole).rejects.toThrow();
  });

  it('never ends a head, whose bytes come one by one', async () => {
    const cam = await camera({ hang: 'endless-head' });
    const asked = ask(cam, 'GetServices');
    await expect(Promise.race([asked, delay(700, 'no head yet')])).resolves.toBe('no head yet');
    await cam.stop();
    await expect(asked).rejects.toThrow();
  });

  it('hangs at one operation, and answers the others', async () => {
    const cam = await camera({ hang: 'half-open', hangOn: 'GetProfiles' });
    expect((await ask(cam, 'GetServices')).status).toBe(200);
    const asked = ask(cam, 'media:GetProfiles');
    await expect(Promise.race([asked, delay(300, 'silent')])).resolves.toBe('silent');
    await cam.stop();
    await expect(asked).rejects.toThrow();
  });

  it('answers garbage when told to', async () => {
    const bytes = await (await ask(await camera({ garbage: true }), 'GetServices')).bytes();
    expect([...bytes.subarray(0, 3)]).toEqual([0xff, 0xfe, 0x00]);
  });
});
