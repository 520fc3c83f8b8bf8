import { type Bytes, bytes, type Ms, seconds } from '../../kit/units.ts';

export type Direction = 'down' | 'up';

/** What one stream of a test may cost this end, whatever was asked. */
export interface MeasureLimits {
  readonly longest: Ms;
  readonly largest: Bytes;
  /** Streams at once, over all tests; a test takes five. */
  readonly streams: number;
}

export const DEFAULT_MEASURE_LIMITS: MeasureLimits = {
  longest: seconds(10),
  largest: bytes(500_000_000),
  streams: 64,
};

/** What a download may take: what was asked, within the limits; undefined when the question is not one. */
export function askedOf(
  url: string,
  limits: Pick<MeasureLimits, 'longest' | 'largest'>,
): { readonly span: Ms; readonly size: Bytes } | undefined {
  const query = new URLSearchParams(url.split('?', 2)[1] ?? '');
  const asked = positive(query.get('seconds'), limits.longest / 1_000);
  const size = positive(query.get('bytes'), limits.largest);
  if (asked === undefined || size === undefined) return undefined;
  return {
    span: seconds(Math.min(asked, limits.longest / 1_000)),
    size: bytes(Math.min(Math.floor(size), limits.largest)),
  };
}

function positive(text: string | null, otherwise: number): number | undefined {
  if (text === null) return otherwise;
  return /^\d{1,12}(\.\d{1,3})?$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}
