import { child, children, numberAt, textAt } from '../soap/xml.ts';
import { tokenOf } from './device.ts';

/** What the encoder is set to, as the device says; undefined where it does not say. */
export interface Claim {
  readonly codec: string | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly fps: number | undefined;
  readonly bitrateBps: number | undefined;
}

export interface MediaProfile {
  readonly token: string;
  readonly name: string | undefined;
  /** The picture source (a channel) this profile shows. */
  readonly source: string | undefined;
  readonly encoder: string | undefined;
  readonly claim: Claim;
}

const NO_CLAIM: Claim = {
  codec: undefined,
  width: undefined,
  height: undefined,
  fps: undefined,
  bitrateBps: undefined,
};
const MAX_PROFILES = 256;

/** Media1 GetProfiles. */
export function readProfiles(body: unknown): readonly MediaProfile[] {
  return readEach(body, (profile) => ({
    source: textAt(profile, 'VideoSourceConfiguration', 'SourceToken'),
    encoder: child(profile, 'VideoEncoderConfiguration'),
  }));
}

/** Media2 GetProfiles, which alone can say H.265. */
export function readProfiles2(body: unknown): readonly MediaProfile[] {
  return readEach(body, (profile) => ({
    source: textAt(profile, 'Configurations', 'VideoSource', 'SourceToken'),
    encoder: child(profile, 'Configurations', 'VideoEncoder'),
  }));
}

/** Media1 GetVideoEncoderConfigurations, by token. */
export function readEncoders(body: unknown): ReadonlyMap<string, Claim> {
  const found = children(body, 'GetVideoEncoderConfigurationsResponse', 'Configurations');
  return new Map(
    found.slice(0, MAX_PROFILES).flatMap((encoder) => {
      const token = tokenOf(encoder);
      return token === undefined ? [] : [[token, readClaim(encoder)] as const];
    }),
  );
}

export const readStreamUri = (body: unknown): string | undefined =>
  textAt(body, 'GetStreamUriResponse', 'MediaUri', 'Uri') ??
  textAt(body, 'GetStreamUriResponse', 'Uri');

function readEach(
  body: unknown,
  parts: (profile: unknown) => { readonly source: string | undefined; readonly encoder: unknown },
): readonly MediaProfile[] {
  return children(body, 'GetProfilesResponse', 'Profiles')
    .slice(0, MAX_PROFILES)
    .flatMap((profile) => {
      const token = tokenOf(profile);
      if (token === undefined) return [];
      const { source, encoder } = parts(profile);
      return [
        {
          token,
          name: textAt(profile, 'Name'),
          source,
          encoder: tokenOf(encoder),
          claim: readClaim(encoder),
        },
      ];
    });
}

function readClaim(encoder: unknown): Claim {
  if (encoder === undefined) return NO_CLAIM;
  const interval = positive(numberAt(encoder, 'RateControl', 'EncodingInterval')) ?? 1;
  const limit = positive(numberAt(encoder, 'RateControl', 'FrameRateLimit'));
  const kbps = positive(numberAt(encoder, 'RateControl', 'BitrateLimit'));
  return {
    codec: codecName(textAt(encoder, 'Encoding')),
    width: pixels(numberAt(encoder, 'Resolution', 'Width')),
    height: pixels(numberAt(encoder, 'Resolution', 'Height')),
    // Every n-th picture is encoded: an interval of 2 halves the limit.
    fps: limit === undefined ? undefined : limit / interval,
    bitrateBps: kbps === undefined ? undefined : kbps * 1_000,
  };
}

/** 0 is what devices say when they do not know. */
const positive = (value: number | undefined): number | undefined =>
  value !== undefined && value > 0 ? value : undefined;

/** A side of a picture; undefined when it can be none. */
export const pixels = (value: number | undefined): number | undefined =>
  value !== undefined && value > 0 && Number.isInteger(value) && value < 100_000
    ? value
    : undefined;

/** `H.265`, `HEVC`, `h265` are one thing. */
export function codecName(encoding: string | undefined): string | undefined {
  const plain = encoding
    ?.toUpperCase()
    .replace(/[.\s_-]/g, '')
    .slice(0, 20);
  if (plain === 'HEVC') return 'H265';
  return plain === 'AVC' ? 'H264' : plain === '' ? undefined : plain;
}

/** One list by token: what Media2 says first, what it leaves open filled from Media1. */
export function mergeProfiles(
  first: readonly MediaProfile[],
  second: readonly MediaProfile[],
  encoders: ReadonlyMap<string, Claim>,
): readonly MediaProfile[] {
  const merged = new Map<string, MediaProfile>();
  for (const profile of [...first, ...second]) {
    const known = merged.get(profile.token);
    const own = profile.encoder === undefined ? undefined : encoders.get(profile.encoder);
    const claim = fillClaim(profile.claim, own ?? NO_CLAIM);
    merged.set(
      profile.token,
      known === undefined
        ? { ...profile, claim }
        : {
            ...known,
            source: known.source ?? profile.source,
            encoder: known.encoder ?? profile.encoder,
            claim: fillClaim(known.claim, claim),
          },
    );
  }
  return [...merged.values()];
}

const fillClaim = (claim: Claim, rest: Claim): Claim => ({
  codec: claim.codec ?? rest.codec,
  width: claim.width ?? rest.width,
  height: claim.height ?? rest.height,
  fps: claim.fps ?? rest.fps,
  bitrateBps: claim.bitrateBps ?? rest.bitrateBps,
});
