/**
 * How many heartbeats came of each id, so that an answer can say so. By the id alone: a router that dials in anew comes
 * back under another address.
 */
export class BeatCounts {
  readonly #most: number;
  readonly #counts = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** The count with this one in it; a forgotten id begins at 1 again. */
  count(id: string): number {
    const count = (this.#counts.get(id) ?? 0) + 1;
    // Put at the end anew, so that what is heard each second is the last to be forgotten.
    this.#counts.delete(id);
    const oldest = this.#counts.keys().next();
    if (this.#counts.size >= this.#most && oldest.done === false) this.#counts.delete(oldest.value);
    this.#counts.set(id, count);
    return count;
  }
}
