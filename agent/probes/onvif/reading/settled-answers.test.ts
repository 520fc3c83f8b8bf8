import { describe, expect, it } from 'vitest';
import { hours, minutes } from '../../../../kit/units.ts';
import { ManualClock } from '../../../../test/manual-clock.ts';
import type { Settable } from '../answers/encoder-options.ts';
import type { CameraReading, CameraStream } from './read-camera.ts';
import type { Posture } from './read-posture.ts';
import { SettledAnswers } from './settled-answers.ts';

const settable: Settable = {
  codecs: ['H264'],
  sizes: [],
  largest: { width: 1920, height: 1080 },
  fps: 25,
};
const posture: Posture = {
  anonymousUsers: false,
  accounts: 2,
  factoryAccountsOnly: true,
  ntpServer: true,
  rtspsEnabled: undefined,
};
const NO_CLAIM = {
  codec: 'H264',
  width: undefined,
  height: undefined,
  fps: undefined,
  bitrateBps: undefined,
};
const main = (profile = 'main', known?: Settable): CameraStream => ({
  ...{ profile, claim: NO_CLAIM, address: undefined },
  settable: known,
});

const reading = (differing: Partial<CameraReading> = {}): CameraReading => ({
  ...{ reachable: true, unmet: undefined, port: 80, auth: 'ok', wantsLogin: true },
  ...{
    anonymousProfiles: false,
    anyCredentials: undefined,
    services: [],
    scopes: [],
    clock: undefined,
  },
  identity: { ...NAMELESS, serial: 'A1' },
  proof: { media1: true, encoders: true, uri1: true, media2: false, uri2: false },
  ...{ basicInClear: undefined, posture: undefined, recordings: undefined, errors: [] },
  streams: [main()],
  ...differing,
});
const NAMELESS = {
  ...{ manufacturer: undefined, model: undefined, firmware: undefined, hardwareId: undefined },
};
const asked = (differing: Partial<CameraReading> = {}) =>
  reading({ posture, streams: [main('main', settable)], ...differing });

function started() {
  const clock = new ManualClock();
  return { clock, answers: new SettledAnswers(clock) };
}

describe('answers that hardly change', () => {
  it('are asked once an hour and stand in every pass between', async () => {
    const { clock, answers } = started();
    expect(answers.due()).toBe('main_stream');
    answers.complete(asked());
    await clock.advance(minutes(59));
    expect(answers.due()).toBe('nothing');
    const between = answers.complete(reading({ streams: [main(), main('sub')] }));
    expect(between.posture).toBe(posture);
    expect(between.streams.map((stream) => stream.settable)).toEqual([settable, undefined]);
    await clock.advance(minutes(1));
    expect(answers.due()).toBe('main_stream');
  });

  it('are not asked again by a pass that was cut short while asking', () => {
    const { answers } = started();
    answers.due();
    expect(answers.due()).toBe('nothing');
  });

  it('are asked as soon as a camera that was away is back', () => {
    const { answers } = started();
    answers.due();
    const away = answers.complete(reading({ reachable: false }));
    expect(away.posture).toBeUndefined();
    expect(answers.due()).toBe('main_stream');
  });

  it('are not those of another camera at the same address', async () => {
    const { clock, answers } = started();
    answers.due();
    answers.complete(asked());
    expect(answers.due()).toBe('nothing');
    const other = answers.complete(reading({ identity: { ...NAMELESS, serial: 'B2' } }));
    expect(other.posture).toBeUndefined();
    expect(answers.due()).toBe('main_stream');
    answers.complete(asked({ identity: { ...NAMELESS, serial: 'B2' } }));
    await clock.advance(hours(1));
    expect(answers.due()).toBe('main_stream');
  });

  it('are not those of another encoder', () => {
    const { answers } = started();
    answers.due();
    answers.complete(asked());
    const changed = answers.complete(reading({ streams: [main('other')] }));
    expect(changed.streams[0]?.settable).toBeUndefined();
    expect(changed.posture).toBe(posture);
  });
});
