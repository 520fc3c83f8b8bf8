import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../../kit/clock.ts';
import { hours, ms, seconds } from '../../../../kit/units.ts';
import { ManualClock } from '../../../../test/manual-clock.ts';
import { type CameraOptions, startCamera } from '../../../../test/sim/camera/camera.ts';
import { inspectCamera } from '../inspect.ts';
import { parseHost } from '../soap/endpoint.ts';
import { exchange } from '../soap/soap-door.ts';
import { InventedLogin } from './invented-login.ts';
import { type CameraOrder, readCamera } from './read-camera.ts';

const LOGIN = { user: 'hatang', password: 'dung' };

async function started(options: Partial<CameraOptions>) {
  const camera = await startCamera({ id: 'cam-01', ...LOGIN, ...options });
  onTestFinished(() => camera.stop());
  return camera;
}

const read = (port: number, over: Partial<CameraOrder> = {}) =>
  readCamera({
    ...{ exchange, clock: systemClock, random: Math.random, credentials: LOGIN },
    ...{ signal: new AbortController().signal, deadline: seconds(5), knownPort: undefined },
    ...{ host: parseHost(`127.0.0.1:${port}`), heldBack: false, invented: true },
    ...{ maxStreams: 1, recordings: false, settled: 'nothing', ...over },
  });

describe('a login that nobody could have', () => {
  it.each(['digest', 'wsse', 'both'] as const)(
    'is refused by a camera that checks %s, after everything was read',
    async (auth) => {
      const camera = await started({ auth });
      const reading = await read(camera.onvifPort);
      expect(reading).toMatchObject({ auth: 'ok', anyCredentials: false });
      expect(reading.streams).toHaveLength(1);
      expect(camera.counters.loginsFailed).toBe(1);
    },
  );

  it('shows a camera that wants a login and takes any, and reads it to the end', async () => {
    const reading = await read((await started({ auth: 'any' })).onvifPort);
    expect(reading).toMatchObject({ auth: 'any_credentials', anyCredentials: true });
    expect(reading.streams[0]?.address).toBeDefined();
    expect(reading.identity?.firmware).toBe('5.10');
  });

  it('shows it without a login of ours too', async () => {
    const reading = await read((await started({ auth: 'any' })).onvifPort, {
      credentials: undefined,
    });
    expect(reading.auth).toBe('any_credentials');
  });

  it('is not tried after a login that failed, nor where none is wanted, nor unless asked for', async () => {
    const strict = await started({});
    const wrong = { credentials: { ...LOGIN, password: 'sai' } };
    expect(await read(strict.onvifPort, wrong)).toMatchObject({
      ...{ auth: 'failed', anyCredentials: undefined },
    });
    expect(strict.counters.loginsFailed).toBe(1);
    const open = await started({ auth: 'none' });
    expect(await read(open.onvifPort)).toMatchObject({
      ...{ auth: 'not_required', anyCredentials: undefined },
    });
    const spared = await started({});
    expect((await read(spared.onvifPort, { invented: false })).anyCredentials).toBeUndefined();
    expect(spared.counters.loginsFailed).toBe(0);
  });

  it('is due an hour after the start and then once a day, and its answer stands between', async () => {
    const clock = new ManualClock();
    const invented = new InventedLogin(clock);
    const camera = await started({ auth: 'any' });
    expect(invented.isDue()).toBe(false);
    await clock.advance(hours(1));
    expect(invented.isDue()).toBe(true);
    const first = invented.complete(await read(camera.onvifPort));
    expect(first.auth).toBe('any_credentials');
    await clock.advance(hours(23));
    expect(invented.isDue()).toBe(false);
    const later = await read(camera.onvifPort, { invented: false });
    expect(later.auth).toBe('ok');
    expect(invented.complete(later).auth).toBe('any_credentials');
    await clock.advance(hours(1));
    expect(invented.isDue()).toBe(true);
  });
});

it('makes a camera that takes any login a critical finding of an inspection', async () => {
  const { openShipped } = await import('../../../../standards/shipped-door.ts');
  const camera = await started({ auth: 'any', rtspAuth: 'both' });
  const inspection = await inspectCamera({
    ...{ address: `127.0.0.1:${camera.onvifPort}`, ...LOGIN, standards: openShipped },
    ...{ clock: systemClock, random: Math.random, window: ms(300) },
    signal: new AbortController().signal,
  });
  expect(inspection).toMatchObject({
    auth: 'any_credentials',
    security: { any_credentials: true },
  });
  expect(
    inspection.findings.find(({ criterion, level }) => criterion === 'SEC-01' && level === 'basic'),
  ).toMatchObject({ verdict: 'fail' });
});
