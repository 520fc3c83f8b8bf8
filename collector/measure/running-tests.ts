/** A bandwidth test as this end sees it: all streams under one lease. */
export interface Test {
  /** Bytes of its uploads that were taken here. */
  taken: number;
  /** Streams open now, in either direction. */
  streams: number;
}

/** The tests that run now; a test is forgotten with its last stream. */
export class Tests {
  readonly #running = new Map<object, Test>();

  /** Tests at this moment. */
  get size(): number {
    return this.#running.size;
  }

  /** One more stream of the test; whoever enters must leave. */
  enter(lease: object): Test {
    const test = this.#running.get(lease) ?? { taken: 0, streams: 0 };
    test.streams += 1;
    this.#running.set(lease, test);
    return test;
  }

  leave(lease: object): void {
    const test = this.#running.get(lease);
    if (test === undefined) return;
    test.streams -= 1;
    if (test.streams <= 0) this.#running.delete(lease);
  }
}
