import type { Ms } from '../../kit/units.ts';

interface Bucket {
  left: number;
  at: Ms;
}

/** How many answers a second each source gets: enough to time a line, too few to be worth forging. */
export class EchoLimit {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #mostSources: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(limit: { perSecond: number; burst: number; mostSources: number }) {
    this.#perSecond = limit.perSecond;
    this.#burst = limit.burst;
    this.#mostSources = limit.mostSources;
  }

  admits(source: string, now: Ms): boolean {
    const bucket = this.#bucketOf(source, now);
    bucket.left = Math.min(
      this.#burst,
      bucket.left + ((now - bucket.at) * this.#perSecond) / 1_000,
    );
    bucket.at = now;
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  }

  #bucketOf(source: string, now: Ms): Bucket {
    const known = this.#buckets.get(source);
    if (known !== undefined) return known;
    // The oldest source goes: a flood of forged ones can't grow the memory.
    const oldest = this.#buckets.keys().next();
    if (this.#buckets.size >= this.#mostSources && oldest.done === false)
      this.#buckets.delete(oldest.value);
    const fresh = { left: this.#burst, at: now };
    this.#buckets.set(source, fresh);
    return fresh;
  }
}
