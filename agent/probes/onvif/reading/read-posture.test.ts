import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../../kit/clock.ts';
import { seconds } from '../../../../kit/units.ts';
import { type CameraOptions, startCamera } from '../../../../test/sim/camera/camera.ts';
import { parseHost } from '../soap/endpoint.ts';
import type { Exchange, HttpAsk } from '../soap/exchange.ts';
import { exchange } from '../soap/soap-door.ts';
import { type CameraOrder, readCamera } from './read-camera.ts';

const LOGIN = { user: 'hatang', password: 'dung' };
const operationOf = ({ body }: HttpAsk): string => /<o:(\w+)/.exec(body)?.[1] ?? '';
const isLoggedIn = ({ headers, body }: HttpAsk): boolean =>
  headers['Authorization'] !== undefined || body.includes('UsernameToken');

interface Told {
  readonly order?: Partial<CameraOrder>;
  /** Stands in for the camera where it gives an answer. */
  readonly instead?: (ask: HttpAsk) => ReturnType<Exchange> | undefined;
}

/** Reads a simulated camera, and notes what it was asked and whether with a login. */
async function read(options: Partial<CameraOptions> = {}, { order, instead }: Told = {}) {
  const camera = await startCamera({ id: 'cam-01', ...LOGIN, ...options });
  onTestFinished(() => camera.stop());
  const asked: string[] = [];
  const noting: Exchange = (ask, deadline, signal) => {
    asked.push(`${operationOf(ask)}${isLoggedIn(ask) ? ' with a login' : ''}`);
    return instead?.(ask) ?? exchange(ask, deadline, signal);
  };
  const reading = await readCamera({
    exchange: noting,
    clock: systemClock,
    credentials: LOGIN,
    random: Math.random,
    signal: new AbortController().signal,
    deadline: seconds(5),
    host: parseHost(`127.0.0.1:${camera.onvifPort}`),
    knownPort: undefined,
    heldBack: false,
    invented: false,
    maxStreams: 2,
    recordings: false,
    settled: 'main_stream',
    ...order,
  });
  return { reading, asked, counters: camera.counters };
}

describe('how a camera is looked after', () => {
  it('is told by the camera to its account', async () => {
    const { reading, counters } = await read({
      accounts: ['admin', 'hatang'],
      dateTimeType: 'Manual',
      ntp: 'none',
      rtspsEnabled: false,
    });
    expect(reading.posture).toEqual({
      anonymousUsers: false,
      accounts: 2,
      factoryAccountsOnly: false,
      ntpServer: false,
      rtspsEnabled: false,
    });
    expect(reading.clock?.source).toBe('Manual');
    expect(reading.errors).toEqual([]);
    expect(counters.loginsFailed).toBe(0);
    expect(JSON.stringify(reading)).not.toContain('admin');
  });

  it('shows accounts that anybody may list, without asking for them twice', async () => {
    const { reading, asked } = await read({ accounts: ['admin', 'user'], anonymousUsers: true });
    expect(reading.posture).toMatchObject({
      anonymousUsers: true,
      accounts: 2,
      factoryAccountsOnly: true,
    });
    expect(asked.filter((one) => one.startsWith('GetUsers'))).toEqual(['GetUsers']);
  });

  it('asks anonymously once where there is no login to give', async () => {
    const { reading, asked } = await read({}, { order: { credentials: undefined } });
    expect(asked.filter((one) => one.startsWith('GetUsers'))).toEqual(['GetUsers']);
    expect(reading.posture).toMatchObject({ anonymousUsers: false, accounts: undefined });
  });

  it('is no trouble where the account may not ask, and stays a login that is right', async () => {
    const refused = new Set(['GetUsers', 'GetNTP', 'GetNetworkProtocols']);
    const { reading } = await read(
      {},
      {
        instead: (ask) =>
          refused.has(operationOf(ask))
            ? Promise.resolve({
                kind: 'answered',
                status: 401,
                challenges: [],
                body: Buffer.alloc(0),
              })
            : undefined,
      },
    );
    expect(reading).toMatchObject({ auth: 'ok', errors: [], posture: { anonymousUsers: false } });
    expect(reading.posture).toMatchObject({ accounts: undefined, ntpServer: undefined });
  });

  it('is asked no further after one silence', async () => {
    const { reading, asked } = await read(
      {},
      {
        instead: (ask) =>
          operationOf(ask) === 'GetNTP'
            ? Promise.resolve({ kind: 'silent', reason: 'timeout' })
            : undefined,
      },
    );
    expect(asked.slice(asked.indexOf('GetNTP with a login') + 1)).toEqual([]);
    expect(reading.posture?.anonymousUsers).toBeUndefined();
    expect(reading.auth).toBe('ok');
  });

  it('is not asked, nor what the encoder can do, in a pass that is not told to', async () => {
    const { reading, asked } = await read({}, { order: { settled: 'nothing' } });
    expect(reading.posture).toBeUndefined();
    expect(asked.join()).not.toMatch(/GetUsers|GetNTP|GetNetworkProtocols|Options/);
  });

  it('leaves a camera that needs no login a camera that needs no login', async () => {
    const { reading } = await read(
      { auth: 'none' },
      {
        instead: (ask) =>
          operationOf(ask) === 'GetUsers' && !isLoggedIn(ask)
            ? Promise.resolve({
                kind: 'answered',
                status: 401,
                challenges: [],
                body: Buffer.alloc(0),
              })
            : undefined,
      },
    );
    expect(reading).toMatchObject({
      auth: 'not_required',
      wantsLogin: false,
      posture: { anonymousUsers: false, accounts: 1 },
    });
  });
});

describe('what an encoder can be set to', () => {
  const SETTABLE = {
    codecs: ['H265'],
    resolutions: [{ width: 1280, height: 720 }],
    maxFps: 15,
  } as const;

  it('is asked of the main stream, or of each where each is looked at', async () => {
    const main = await read({ settable: SETTABLE });
    expect(main.reading.streams.map(({ settable }) => settable)).toEqual([
      {
        codecs: ['H265'],
        sizes: [{ width: 1280, height: 720 }],
        largest: { width: 1280, height: 720 },
        fps: 15,
      },
      undefined,
    ]);
    expect(main.asked.filter((one) => one.includes('ConfigurationOptions'))).toHaveLength(1);
    const each = await read({}, { order: { settled: 'all_streams' } });
    expect(each.reading.streams.map(({ settable }) => settable?.fps)).toEqual([25, 25]);
  });

  it('comes from Media1 where Media2 is advertised but broken', async () => {
    const { reading } = await read(
      {},
      {
        instead: ({ url }) =>
          url.pathname.includes('media2')
            ? Promise.resolve({ kind: 'garbled', detail: 'broken' })
            : undefined,
      },
    );
    expect(reading.streams[0]?.settable).toMatchObject({ codecs: ['H264'], fps: 25 });
  });
});

describe('Basic over plain HTTP', () => {
  const challenged = (...challenges: readonly string[]): Told => ({
    instead: (ask) =>
      operationOf(ask) === 'GetProfiles' && !isLoggedIn(ask)
        ? Promise.resolve({ kind: 'answered', status: 401, challenges, body: Buffer.alloc(0) })
        : undefined,
  });
  const DIGEST = 'Digest realm="r", nonce="n", qop="auth"';

  it('is seen beside a better scheme, though a later refusal offers that alone', async () => {
    const { reading } = await read({}, challenged(DIGEST, 'Basic realm="r"'));
    expect(reading.basicInClear).toBe(true);
  });
  it('is not offered where a refusal offers Digest alone', async () => {
    expect((await read()).reading.basicInClear).toBe(false);
  });
  it('is unknown where nothing was refused over HTTP', async () => {
    expect((await read({ auth: 'none' })).reading.basicInClear).toBeUndefined();
  });
});
