import type { MediaProfile } from '../answers/media.ts';

/**
 * The camera's streams of its first picture source, largest first; one each encoder. Where a size is
 * not claimed the camera's own order stands, which begins with the main stream.
 */
export function orderStreams(profiles: readonly MediaProfile[]): readonly MediaProfile[] {
  const source = profiles[0]?.source;
  const own = profiles.filter((profile) => profile.source === source);
  const distinct = own.filter(
    ({ encoder }, at) =>
      encoder === undefined || own.findIndex((other) => other.encoder === encoder) === at,
  );
  const area = ({ claim }: MediaProfile) => (claim.width ?? 0) * (claim.height ?? 0);
  if (distinct.some((profile) => area(profile) === 0)) return distinct;
  return [...distinct].sort((a, b) => area(b) - area(a));
}
