import type { Picture } from '../bitstream/picture.ts';
import {
  type OnvifDeviceOptions,
  type Place,
  type SimDevice,
  startOnvifDevice,
} from '../onvif-device.ts';
import { trackOf } from '../rtsp/track.ts';
import { deviceAnswers } from '../soap/device-answers.ts';
import type { ServicePrefix } from '../soap/envelope.ts';
import type { MediaProfile } from '../soap/media-profile.ts';
import { media1Answers } from '../soap/media1-answers.ts';
import { media2Answers } from '../soap/media2-answers.ts';
import { type ChannelOptions, recordingsOf } from './channel.ts';
import { recordingAnswers, type SearchFaults, searchAnswers } from './recording-answers.ts';

export interface RecorderOptions extends OnvifDeviceOptions {
  readonly manufacturer?: string;
  readonly model?: string;
  readonly firmware?: string;
  readonly serial?: string;
  /** So many alike, or each as it is. */
  readonly channels: number | readonly ChannelOptions[];
  readonly daysKept: number;
  readonly search?: SearchFaults;
  /** False: it has no recording service, and its channels are told by its profiles alone. */
  readonly isListed?: boolean;
}

const PICTURE: Picture = { codec: 'H264', width: 1920, height: 1080, fps: 25, gopFrames: 50 };

/** Starts a network video recorder: media profiles by channel, recordings and their summary. */
export function startRecorder(options: RecorderOptions): Promise<SimDevice> {
  const track = trackOf(PICTURE);
  const channels = channelsOf(options).map((_, index) => index + 1);
  return startOnvifDevice(options, (place) => ({
    services: servicesOf(options, channels, place),
    tracks: new Map(channels.map((channel) => [pathOf(channel), track])),
  }));
}

const channelsOf = ({ channels }: RecorderOptions): readonly ChannelOptions[] =>
  typeof channels === 'number' ? Array.from({ length: channels }, () => ({})) : channels;

const UNLISTED: readonly ServicePrefix[] = ['tds', 'trt', 'tr2', 'tse'];

const pathOf = (channel: number): string => `/channel/${channel}`;

function servicesOf(options: RecorderOptions, channels: readonly number[], place: Place) {
  const profiles = channels.map((channel) => profileOf(channel, place));
  const recordings = channelsOf(options).flatMap((channel, index) =>
    recordingsOf(channel, index + 1, { daysKept: options.daysKept, now: place.now }),
  );
  return {
    tds: deviceAnswers({
      identity: {
        manufacturer: options.manufacturer ?? 'hatang',
        model: options.model ?? `SIM-NVR-${channels.length}`,
        firmware: options.firmware ?? '4.30',
        serial: options.serial ?? `SIM-${options.id}`,
        hardware: 'simulated',
      },
      hostname: options.id,
      user: options.user,
      scopes: ['type/Network_Video_Storage', 'Profile/G', `name/${options.id}`].map(
        (claim) => `onvif://www.onvif.org/${claim}`,
      ),
      offered: options.isListed === false ? UNLISTED : ['tds', 'trt', 'tr2', 'trc', 'tse'],
      address: place.onvifAddress,
      rtspAddress: place.rtspAddress,
      now: place.now,
      posture: options,
    }),
    trt: media1Answers(profiles),
    tr2: media2Answers(profiles),
    trc: recordingAnswers(recordings),
    tse: searchAnswers(recordings, options.search ?? {}),
  };
}

function profileOf(channel: number, place: Place): MediaProfile {
  const { width, height, fps } = PICTURE;
  return {
    token: `channel-${channel}`,
    name: `channel${channel}`,
    source: { token: `source-${channel}`, width, height, fps },
    encoder: { ...PICTURE, bitrateKbps: 4096 },
    options: { codecs: ['H264', 'H265'], resolutions: [PICTURE], maxFps: fps },
    streamUri: () => `rtsp://${place.rtspAddress()}${pathOf(channel)}`,
  };
}
