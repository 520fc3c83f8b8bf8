/** Odd constants of MurmurHash3's 32-bit finaliser. Source: github.com/aappleby/smhasher. */
const MIX = [0x85eb_ca6b, 0xc2b2_ae35] as const;

/**
 * A number in [0, 1) that depends on its words alone: the same seed gives the same city, and a batch that is sent
 * again holds the same figures without anybody having kept them.
 */
export function chance(...words: readonly number[]): number {
  let value = 0x9e37_79b9;
  for (const word of words) {
    value ^= word;
    value = Math.imul(value ^ (value >>> 16), MIX[0]);
    value = Math.imul(value ^ (value >>> 13), MIX[1]);
    value ^= value >>> 16;
  }
  return (value >>> 0) / 2 ** 32;
}

/** The same, between two bounds, to so many digits as a device would tell. */
export function between(low: number, high: number, ...words: readonly number[]): number {
  return Math.round((low + (high - low) * chance(...words)) * 1e4) / 1e4;
}

/** One of some that are surely there. */
export function oneOf<First, Rest>(
  items: readonly [First, ...Rest[]],
  ...words: readonly number[]
): First | Rest {
  return items[Math.floor(chance(...words) * items.length)] ?? items[0];
}
