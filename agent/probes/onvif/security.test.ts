import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../kit/clock.ts';
import { silentLog } from '../../../kit/log.ts';
import { expectRegistered } from '../../../test/onvif/registered.ts';
import { type CameraOptions as SimOptions, startCamera } from '../../../test/sim/camera/camera.ts';
import type { Fact } from '../../../wire/fact.ts';
import { CameraOptions } from './options.ts';
import { onvifProbes } from './probe.ts';
import type { CameraReading } from './reading/read-camera.ts';
import { basicInClear, rtspsOffered } from './verdicts.ts';

const LOGIN = { user: 'hatang', password: 'dung' };

async function factsOf(options: Partial<SimOptions> = {}): Promise<readonly Fact[]> {
  const camera = await startCamera({ id: 'cam-01', ...LOGIN, ...options });
  onTestFinished(() => camera.stop());
  const address = `127.0.0.1:${camera.onvifPort}`;
  const list = [{ id: 'cam-01', name: 'Cổng', zone: 'public', address, ...LOGIN }];
  const section = CameraOptions.parse({ window: '1s', list });
  const parts = { clock: systemClock, log: silentLog, random: Math.random };
  const [probe] = onvifProbes(section, parts).probes;
  const first = await probe?.measure(new AbortController().signal);
  const second = await probe?.measure(new AbortController().signal);
  // What is asked once an hour stands in both.
  expect(keysOf(second?.facts)).toEqual(keysOf(first?.facts));
  return second?.facts ?? [];
}

/** In a window of a second on a busy machine too little may arrive for these. */
const BY_ARRIVAL = ['fps', 'rtp_fps', 'bitrate_bps'];

const keysOf = (facts: readonly Fact[] = []) =>
  facts.map(({ measurement, fields }) => [
    measurement,
    Object.keys(fields).filter((name) => !BY_ARRIVAL.includes(name)),
  ]);

describe('the facts of a camera', () => {
  it('say how it is protected and what it could be set to', { timeout: 20_000 }, async () => {
    const facts = await factsOf({
      accounts: ['admin', 'root', '888888'],
      dateTimeType: 'Manual',
      ntp: 'none',
      rtspsEnabled: true,
      settable: { maxFps: 20 },
    });
    expectRegistered(facts);
    const [camera, main, sub] = facts;
    expect(camera?.fields).toMatchObject({
      anonymous_access: false,
      anonymous_users: false,
      accounts: 3,
      factory_accounts_only: true,
      rtsps_offered: true,
      basic_in_clear: true,
      time_source: 'Manual',
      ntp_server: false,
    });
    expect(main?.fields).toMatchObject({
      profile: 'main',
      settable_codecs: 'H264,H265',
      settable_width: 1920,
      settable_height: 1080,
      settable_fps: 20,
    });
    expect(main?.fields['uri']).toMatch(/^rtsp:\/\/127\.0\.0\.1:\d+\/stream\/main$/);
    expect(sub?.fields).toMatchObject({ profile: 'sub' });
    expect(JSON.stringify(facts)).not.toMatch(/888888|dung/);
  });

  it('say that a password never travels in the clear', { timeout: 20_000 }, async () => {
    const [camera] = await factsOf({ rtspAuth: 'digest' });
    expect(camera?.fields).toMatchObject({ basic_in_clear: false });
    expect(Object.keys(camera?.fields ?? {})).not.toContain('rtsps_offered');
  });
});

describe('what is seen of RTSP over TLS', () => {
  const nothing: Pick<CameraReading, 'streams' | 'posture'> = { streams: [], posture: undefined };
  const address = { host: '10.0.0.5', port: 322, secure: true, path: '/' };
  const claim = { codec: undefined, width: undefined, height: undefined };
  const stream = {
    ...{ profile: 'main', address, settable: undefined },
    claim: { ...claim, fps: undefined, bitrateBps: undefined },
  };
  const stated = (rtspsEnabled: boolean) => ({
    ...nothing,
    posture: {
      ...{ anonymousUsers: undefined, accounts: undefined, factoryAccountsOnly: undefined },
      ...{ ntpServer: undefined, rtspsEnabled },
    },
  });

  it.each([
    ['a stream at rtsps', { ...nothing, streams: [stream] }, false, true],
    ['the device says it is on', stated(true), false, true],
    ['the device says it is off', stated(false), true, true],
    ['the device says it is off', stated(false), undefined, false],
    ['the device says nothing', nothing, false, false],
    ['the device says nothing', nothing, undefined, undefined],
  ])('%s: %j, port 322 %s: %s', (_, reading, rtsps, expected) => {
    expect(rtspsOffered(reading, { rtsps })).toBe(expected);
  });
});

describe('Basic in the clear', () => {
  it.each([
    [true, undefined, true],
    [false, true, true],
    [false, false, false],
    [false, undefined, undefined],
    [undefined, undefined, undefined],
  ])('over HTTP %s and over RTSP %s is %s', (http, rtsp, expected) => {
    expect(basicInClear({ basicInClear: http }, { basicInClear: rtsp })).toBe(expected);
  });
});
