import type { Direction, MeasureLimits } from './limits.ts';

/** What a lease still allows; the far end of a test spends it and cuts what goes beyond. */
export interface Allowance {
  /** Tells the test from others; never shown. */
  readonly lease: string;
  /** The most a stream may take from now on. */
  readonly seconds: number;
  /** Bytes left in a direction, all streams together. */
  left(direction: Direction): number;
  spend(direction: Direction, bytes: number): void;
}

/** So many bytes in each direction, and no more. */
export function allowanceOf(
  lease: string,
  { longest, largest }: Pick<MeasureLimits, 'longest' | 'largest'>,
): Allowance {
  const left = { down: largest as number, up: largest as number };
  return {
    lease,
    seconds: longest / 1_000,
    left: (direction) => Math.max(0, left[direction]),
    spend(direction, bytes) {
      left[direction] -= bytes;
    },
  };
}
