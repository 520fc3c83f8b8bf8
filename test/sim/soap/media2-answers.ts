import type { Codec } from '../bitstream/picture.ts';
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

const FRAME_RATES = [1, 5, 8, 10, 12, 12.5, 15, 20, 25, 30, 50, 60];

/** The newer media service (ver20), which knows H.265. */
export function media2Answers(profiles: readonly MediaProfile[]): Answers {
  return {
    GetProfiles: (call) => profiles.map((profile) => profileOf(profile, wantsEncoder(call.xml))),
    GetStreamUri: (call) =>
      forProfile(profiles, call, (profile) => [leaf('tr2:Uri', profile.streamUri())]),
    GetVideoEncoderConfigurations: (call) =>
      askedFor(profiles, call).map((profile) => encoder('tr2:Configurations', profile)),
    GetVideoEncoderConfigurationOptions: (call) => {
      const settable = (askedFor(profiles, call)[0] ?? profiles[0])?.options;
      return settable?.codecs.map((codec) => options(codec, settable)) ?? [];
    },
    GetVideoEncoderInstances: () => [
      branch('tr2:Info', [leaf('tr2:Total', Math.max(1, profiles.length))]),
    ],
    GetServiceCapabilities: () => [
      branch('tr2:Capabilities', [
        branch('tr2:ProfileCapabilities', [], {
          MaximumNumberOfProfiles: profiles.length,
          ConfigurationsSupported: 'VideoSource VideoEncoder',
        }),
        branch('tr2:StreamingCapabilities', [], { RTSPStreaming: true, RTP_RTSP_TCP: true }),
      ]),
    ],
  };
}

/** Configurations are told only to who asks for their type. */
const wantsEncoder = (xml: string): boolean => /Type[^<>]*>\s*(All|VideoEncoder)\s*</.test(xml);

function profileOf(profile: MediaProfile, withEncoder: boolean): string {
  const configurations = [
    sourceConfiguration('tr2:VideoSource', profile),
    encoder('tr2:VideoEncoder', profile),
  ];
  return branch(
    'tr2:Profiles',
    [
      leaf('tr2:Name', profile.name),
      withEncoder ? branch('tr2:Configurations', configurations) : '',
    ],
    { token: profile.token, fixed: true },
  );
}

function encoder(name: string, profile: MediaProfile): string {
  const { codec, fps, bitrateKbps, gopFrames } = profile.encoder;
  return branch(
    name,
    [
      leaf('tt:Name', profile.name),
      leaf('tt:UseCount', 1),
      leaf('tt:Encoding', codec),
      resolution('tt:Resolution', profile.encoder),
      branch(
        'tt:RateControl',
        [leaf('tt:FrameRateLimit', fps), leaf('tt:BitrateLimit', bitrateKbps)],
        { ConstantBitRate: false },
      ),
      multicast,
      leaf('tt:Quality', 4),
    ],
    {
      token: encoderToken(profile),
      GovLength: gopFrames,
      Profile: codec === 'H264' ? 'High' : 'Main',
    },
  );
}

function options(codec: Codec, { resolutions, maxFps }: EncoderOptions): string {
  return branch(
    'tr2:Options',
    [
      leaf('tt:Encoding', codec),
      range('tt:QualityRange', 1, 6),
      ...resolutions.map((size) => resolution('tt:ResolutionsAvailable', size)),
      range('tt:BitrateRange', 32, 16_384),
    ],
    {
      GovLengthRange: '1 250',
      FrameRatesSupported: FRAME_RATES.filter((rate) => rate <= maxFps).join(' '),
      ProfilesSupported: codec === 'H264' ? 'Main High' : 'Main',
      ConstantBitRateSupported: true,
      GuaranteedFrameRateSupported: false,
    },
  );
}
