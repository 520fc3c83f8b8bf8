import type { Codec } from '../bitstream/picture.ts';
import type { Answer } from './answers.ts';
import { argument, type Call } from './call.ts';
import { branch, type Fault, leaf } from './envelope.ts';

/** What an encoder says of itself, which need not be what it sends. */
export interface EncoderSettings {
  readonly codec: Codec;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly bitrateKbps: number;
  readonly gopFrames: number;
}

/** What an encoder could be set to. */
export interface EncoderOptions {
  readonly codecs: readonly Codec[];
  readonly resolutions: readonly { readonly width: number; readonly height: number }[];
  readonly maxFps: number;
}

export interface MediaProfile {
  readonly token: string;
  readonly name: string;
  readonly source: VideoSource;
  readonly encoder: EncoderSettings;
  readonly options: EncoderOptions;
  readonly streamUri: () => string;
}

export interface VideoSource {
  readonly token: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
}

export const encoderToken = (profile: MediaProfile): string => `encoder-${profile.token}`;

export const NO_PROFILE: Fault = {
  code: 'Sender',
  subcodes: ['ter:InvalidArgVal', 'ter:NoProfile'],
  reason: 'The requested profile token does not exist',
};

/** The answer for the profile a call names by token; a fault where there is none of that name. */
export function forProfile(
  profiles: readonly MediaProfile[],
  call: Call,
  answer: (profile: MediaProfile) => Answer,
): Answer {
  const token = argument(call, 'ProfileToken');
  const profile = profiles.find((candidate) => candidate.token === token);
  return profile === undefined ? NO_PROFILE : answer(profile);
}

/** The profiles a call narrows its question to, by profile or by encoder; all without either. */
export function askedFor(profiles: readonly MediaProfile[], call: Call): readonly MediaProfile[] {
  const profileToken = argument(call, 'ProfileToken') ?? '';
  const configurationToken = argument(call, 'ConfigurationToken') ?? '';
  if (profileToken === '' && configurationToken === '') return profiles;
  return profiles.filter(
    (profile) => profile.token === profileToken || encoderToken(profile) === configurationToken,
  );
}

export const resolution = (name: string, size: { width: number; height: number }): string =>
  branch(name, [leaf('tt:Width', size.width), leaf('tt:Height', size.height)]);

export const range = (name: string, min: number, max: number): string =>
  branch(name, [leaf('tt:Min', min), leaf('tt:Max', max)]);

export const multicast: string = branch('tt:Multicast', [
  branch('tt:Address', [leaf('tt:Type', 'IPv4'), leaf('tt:IPv4Address', '0.0.0.0')]),
  leaf('tt:Port', 0),
  leaf('tt:TTL', 0),
  leaf('tt:AutoStart', false),
]);

export function sourceConfiguration(name: string, { source }: MediaProfile): string {
  return branch(
    name,
    [
      leaf('tt:Name', source.token),
      leaf('tt:UseCount', 2),
      leaf('tt:SourceToken', source.token),
      branch('tt:Bounds', [], { x: 0, y: 0, width: source.width, height: source.height }),
    ],
    { token: `config-${source.token}` },
  );
}
