import { cameraFacts } from '../../../agent/probes/onvif/facts.ts';
import type {
  CameraReading,
  CameraStream,
} from '../../../agent/probes/onvif/reading/read-camera.ts';
import type { StreamReading } from '../../../agent/probes/onvif/rtsp/stream-reading.ts';
import type { EpochMs } from '../../../kit/units.ts';
import type { Fact } from '../../../wire/fact.ts';
import { between, chance, oneOf } from '../chance.ts';
import type { Turn } from '../school.ts';

const MODELS = [
  ['HIKVISION', 'DS-2CD2143G2-I', 'V5.7.16 build 240723'],
  ['Dahua', 'DH-IPC-HDW2441T-S', '2.860.0000000.16.R'],
  ['KBVISION', 'KX-C4012SN3', 'V2.840.0000000.18.R'],
  ['UNV', 'IPC3614LB-SF28K', 'IPCC-B2201-1.1.0.240314'],
] as const satisfies readonly (readonly [string, string, string])[];

export const cameraId = (number: number): string => `cam-${String(number + 1).padStart(2, '0')}`;

/** One pass over a camera, told by the agent's own code: the camera itself and its two streams. */
export function simulatedCamera(camera: Turn, at: EpochMs): readonly Fact[] {
  const { school, number, turn } = camera;
  const kept = between(0.55, 1, school.seed, school.index, 1);
  // A camera that is off stays off for some hours, as after a cable was pulled.
  const isUp =
    chance(school.seed, school.index, number, Math.floor(turn / 40), 2) < 0.9 + kept / 10;
  const device = cameraId(number);
  if (!isUp)
    return cameraFacts({ device, at, reading: SILENT, watched: undefined, ports: UNTRIED });
  const watched = watchedOf(camera, kept);
  const ports = { https: false, rtsps: false, telnet: false, ftp: false } as const;
  return cameraFacts({ device, at, reading: readingOf(camera), watched, ports });
}

const UNTRIED = { https: undefined, rtsps: undefined, telnet: undefined, ftp: undefined };
const NO_PROOF = { media1: false, encoders: false, uri1: false, media2: false, uri2: false };

const SILENT: CameraReading = {
  reachable: false,
  unmet: 'timeout',
  port: undefined,
  auth: 'unknown',
  wantsLogin: false,
  anonymousProfiles: undefined,
  anyCredentials: undefined,
  basicInClear: undefined,
  posture: undefined,
  streams: [],
  proof: NO_PROOF,
  recordings: undefined,
  identity: undefined,
  services: [],
  scopes: [],
  clock: undefined,
  errors: [{ step: 'connect', message: 'no answer: timeout' }],
};

function readingOf({ school, number, turn }: Turn): CameraReading {
  const { seed, index } = school;
  const [manufacturer, model, firmware] = oneOf(MODELS, seed, index, 3);
  return {
    ...SILENT,
    reachable: true,
    unmet: undefined,
    port: 80,
    auth: 'ok',
    wantsLogin: true,
    anonymousProfiles: false,
    anyCredentials: false,
    basicInClear: false,
    posture: {
      anonymousUsers: false,
      accounts: 2,
      factoryAccountsOnly: chance(seed, index, 4) < 0.2,
      ntpServer: true,
      rtspsEnabled: false,
    },
    identity: {
      manufacturer,
      model,
      firmware,
      serial: `SIM${String(index).padStart(5, '0')}${String(number).padStart(3, '0')}`,
      hardwareId: '88',
    },
    scopes: ['onvif://www.onvif.org/Profile/Streaming', 'onvif://www.onvif.org/Profile/T'],
    clock: {
      kind: 'utc',
      offsetS: between(-2, 2, seed, index, number, turn, 5),
      source: 'NTP',
    },
    streams: [MAIN, SUB],
    proof: { media1: true, encoders: true, uri1: true, media2: true, uri2: true },
    errors: [],
  };
}

const streamOf = (
  profile: string,
  [width, height]: readonly [number, number],
  bitrateBps: number,
): CameraStream => ({
  profile,
  address: undefined,
  claim: { codec: 'H264', width, height, fps: 25, bitrateBps },
  settable: {
    codecs: ['H264', 'H265'],
    sizes: [{ width, height }],
    largest: { width, height },
    fps: 25,
  },
});

const MAIN = streamOf('Profile_1', [1920, 1080], 4_096_000);
const SUB = streamOf('Profile_2', [640, 360], 512_000);

function watchedOf({ school, number, turn }: Turn, kept: number): StreamReading {
  const draw = (low: number, high: number, what: number): number =>
    between(low, high, school.seed, school.index, number, turn, what);
  const fps = draw(25 * kept, 25, 6);
  return {
    state: 'live',
    codec: 'H264',
    size: { width: 1920, height: 1080 },
    figures: {
      fps,
      rtpFps: fps,
      bitrateBps: Math.round(draw(2.5e6, 4.2e6, 7)),
      gopS: 2,
      maxGapS: draw(0.04, 0.2, 8),
      tailSilenceS: draw(0, 0.04, 9),
      frames: Math.round(fps * 6),
      windowS: 6,
    },
    anonymous: false,
    basicInClear: false,
    loginFailed: false,
    error: undefined,
    trouble: undefined,
  };
}
