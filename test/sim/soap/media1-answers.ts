import type { Answers } from './answers.ts';
import { branch, leaf } from './envelope.ts';
import {
  askedFor,
  type EncoderOptions,
  encoderToken,
  forProfile,
  type MediaProfile,
  multicast,
  range,
  resolution,
  sourceConfiguration,
} from './media-profile.ts';

/** The older media service (ver10). Of H.265 it speaks as many cameras do: outside its enumeration. */
export function media1Answers(profiles: readonly MediaProfile[]): Answers {
  const sources = [...new Set(profiles.map(({ source }) => source))];
  return {
    GetProfiles: () => profiles.map(profileOf),
    GetStreamUri: (call) =>
      forProfile(profiles, call, (profile) => [
        branch('trt:MediaUri', [
          leaf('tt:Uri', profile.streamUri()),
          leaf('tt:InvalidAfterConnect', false),
          leaf('tt:InvalidAfterReboot', false),
          leaf('tt:Timeout', 'PT60S'),
        ]),
      ]),
    GetVideoEncoderConfigurations: () =>
      profiles.map((profile) => encoder('trt:Configurations', profile)),
    GetVideoEncoderConfigurationOptions: (call) => [
      branch('trt:Options', options((askedFor(profiles, call)[0] ?? profiles[0])?.options)),
    ],
    GetVideoSources: () =>
      sources.map((source) =>
        branch(
          'trt:VideoSources',
          [leaf('tt:Framerate', source.fps), resolution('tt:Resolution', source)],
          { token: source.token },
        ),
      ),
    GetServiceCapabilities: () => [
      branch('trt:Capabilities', [
        branch('trt:ProfileCapabilities', [], { MaximumNumberOfProfiles: profiles.length }),
        branch('trt:StreamingCapabilities', [], { RTP_TCP: true, RTP_RTSP_TCP: true }),
      ]),
    ],
  };
}

function profileOf(profile: MediaProfile): string {
  return branch(
    'trt:Profiles',
    [
      leaf('tt:Name', profile.name),
      sourceConfiguration('tt:VideoSourceConfiguration', profile),
      encoder('tt:VideoEncoderConfiguration', profile),
    ],
    { token: profile.token, fixed: true },
  );
}

function encoder(name: string, profile: MediaProfile): string {
  const { codec, fps, bitrateKbps, gopFrames } = profile.encoder;
  const h264 = branch('tt:H264', [leaf('tt:GovLength', gopFrames), leaf('tt:H264Profile', 'High')]);
  return branch(
    name,
    [
      leaf('tt:Name', profile.name),
      leaf('tt:UseCount', 1),
      leaf('tt:Encoding', codec),
      resolution('tt:Resolution', profile.encoder),
      leaf('tt:Quality', 4),
      branch('tt:RateControl', [
        leaf('tt:FrameRateLimit', Math.round(fps)),
        leaf('tt:EncodingInterval', 1),
        leaf('tt:BitrateLimit', bitrateKbps),
      ]),
      codec === 'H264' ? h264 : '',
      multicast,
      leaf('tt:SessionTimeout', 'PT60S'),
    ],
    { token: encoderToken(profile) },
  );
}

function options(settable: EncoderOptions | undefined): string[] {
  if (settable?.codecs.includes('H264') !== true) return [range('tt:QualityRange', 1, 6)];
  const h264 = [
    ...settable.resolutions.map((size) => resolution('tt:ResolutionsAvailable', size)),
    range('tt:GovLengthRange', 1, 250),
    range('tt:FrameRateRange', 1, settable.maxFps),
    range('tt:EncodingIntervalRange', 1, 1),
    leaf('tt:H264ProfilesSupported', 'Main'),
    leaf('tt:H264ProfilesSupported', 'High'),
  ];
  return [
    range('tt:QualityRange', 1, 6),
    branch('tt:H264', h264),
    branch('tt:Extension', [branch('tt:H264', [...h264, range('tt:BitrateRange', 32, 16_384)])]),
  ];
}
