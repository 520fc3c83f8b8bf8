import type { Codec, Picture } from '../bitstream/picture.ts';
import {
  DEFAULT_HOST,
  type OnvifDeviceOptions,
  type Place,
  type SimDevice,
  startOnvifDevice,
} from '../onvif-device.ts';
import { trackOf } from '../rtsp/track.ts';
import { deviceAnswers } from '../soap/device-answers.ts';
import type { EncoderOptions, EncoderSettings, MediaProfile } from '../soap/media-profile.ts';
import { media1Answers } from '../soap/media1-answers.ts';
import { media2Answers } from '../soap/media2-answers.ts';

export interface CameraOptions extends OnvifDeviceOptions {
  readonly manufacturer?: string;
  readonly model?: string;
  readonly firmware?: string;
  readonly serial?: string;
  /** What the main stream really carries; the sub stream is 640×360 at 12. */
  readonly codec?: Codec;
  readonly width?: number;
  readonly height?: number;
  readonly fps?: number;
  readonly gopFrames?: number;
  /** The main stream is filled up to this bit rate; without it, it sends what grey pictures need. */
  readonly sentBps?: number;
  /** How streams are coded; cameras of one kind may share theirs. */
  readonly code?: typeof trackOf;
  /** Settings of the main encoder that differ from what it sends. */
  readonly claimed?: Partial<EncoderSettings>;
  /** What the encoder could be set to. */
  readonly settable?: Partial<EncoderOptions>;
}

export type StreamName = 'main' | 'sub';

export interface SimCamera extends SimDevice {
  /** `rtsp://…`, without credentials. */
  streamUrl(stream: StreamName): string;
}

const SUB = { width: 640, height: 360, fps: 12, gopFrames: 24 } as const;
const STREAMS = ['main', 'sub'] as const;
const SOURCE_TOKEN = 'source-1';

/** Starts a camera that speaks ONVIF and RTSP; `stop` and `start` keep its ports. */
export async function startCamera(options: CameraOptions): Promise<SimCamera> {
  const pictures = picturesOf(options);
  const { code = trackOf } = options;
  const device = await startOnvifDevice(options, (place) => ({
    services: servicesOf(options, pictures, place),
    tracks: new Map([
      [pathOf('main'), code(pictures.main, options.sentBps)],
      [pathOf('sub'), code(pictures.sub)],
    ]),
  }));
  const host = options.host ?? DEFAULT_HOST;
  return Object.assign(device, {
    streamUrl: (name: StreamName) => `rtsp://${host}:${device.rtspPort}${pathOf(name)}`,
  });
}

const pathOf = (name: StreamName): string => `/stream/${name}`;

function picturesOf(options: CameraOptions): Readonly<Record<StreamName, Picture>> {
  const { codec = 'H264', width = 1920, height = 1080, fps = 25, gopFrames = 50 } = options;
  return { main: { codec, width, height, fps, gopFrames }, sub: { codec, ...SUB } };
}

function servicesOf(
  options: CameraOptions,
  pictures: Readonly<Record<StreamName, Picture>>,
  place: Place,
) {
  const profiles = STREAMS.map((name) => profileOf(options, name, pictures, place));
  return {
    tds: deviceAnswers({
      identity: identityOf(options),
      hostname: options.id,
      user: options.user,
      scopes: scopesOf(options),
      offered: ['tds', 'trt', 'tr2'],
      address: place.onvifAddress,
      rtspAddress: place.rtspAddress,
      now: place.now,
      posture: options,
    }),
    trt: media1Answers(profiles),
    tr2: media2Answers(profiles),
  };
}

function identityOf(options: CameraOptions) {
  return {
    manufacturer: options.manufacturer ?? 'hatang',
    model: options.model ?? 'SIM-2M',
    firmware: options.firmware ?? '5.10',
    serial: options.serial ?? `SIM-${options.id}`,
    hardware: 'simulated',
  };
}

function scopesOf({ id, model = 'SIM-2M' }: CameraOptions): string[] {
  const claims = ['type/video_encoder', 'Profile/Streaming', 'Profile/T', `hardware/${model}`];
  return [...claims, `name/${id}`].map(
    (claim) => `onvif://www.onvif.org/${claim.split('/').map(encodeURIComponent).join('/')}`,
  );
}

function profileOf(
  options: CameraOptions,
  name: StreamName,
  pictures: Readonly<Record<StreamName, Picture>>,
  place: Place,
): MediaProfile {
  const { main } = pictures;
  const picture = pictures[name];
  const settings = { ...picture, bitrateKbps: name === 'main' ? 4096 : 512 };
  return {
    token: name,
    name: name === 'main' ? 'mainStream' : 'subStream',
    source: { token: SOURCE_TOKEN, width: main.width, height: main.height, fps: main.fps },
    encoder: name === 'main' ? { ...settings, ...options.claimed } : settings,
    options: {
      codecs: ['H264', 'H265'],
      resolutions: [main, { width: 1280, height: 720 }, SUB],
      maxFps: Math.max(25, main.fps),
      ...options.settable,
    },
    streamUri: () => `rtsp://${place.rtspAddress()}${pathOf(name)}`,
  };
}
