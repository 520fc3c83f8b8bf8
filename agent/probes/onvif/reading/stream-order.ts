import type { MediaProfile } from '../answers/media.ts';

/**
 * The camera's streams of its first picture source, largest first; one each encoder. Where a size is
 * not claimed the camera's own order stands, which begins with the main stream.
 */
export function orderStreams(profiles: readonly MediaProfile[]): readonly MediaProfile[] {
  return orderSource(profiles, profiles[0]?.source);
}

/** The main stream of every source, then the second of every source: a recorder has one a channel. */
export function orderEverySource(profiles: readonly MediaProfile[]): readonly MediaProfile[] {
  const sources = [...new Set(profiles.map(({ source }) => source))];
  const ranked = sources.flatMap((source) =>
    orderSource(profiles, source).map((profile, rank) => ({ profile, rank })),
  );
  return ranked.sort((a, b) => a.rank - b.rank).map(({ profile }) => profile);
}

function orderSource(
  profiles: readonly MediaProfile[],
  source: string | undefined,
): readonly MediaProfile[] {
  const own = profiles.filter((profile) => profile.source === source);
  const distinct = own.filter(
    ({ encoder }, at) =>
      encoder === undefined || own.findIndex((other) => other.encoder === encoder) === at,
  );
  const area = ({ claim }: MediaProfile) => (claim.width ?? 0) * (claim.height ?? 0);
  if (distinct.some((profile) => area(profile) === 0)) return distinct;
  return [...distinct].sort((a, b) => area(b) - area(a));
}
