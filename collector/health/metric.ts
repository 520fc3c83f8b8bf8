/** Figures of the collector about itself, by Prometheus's names and units: seconds, bytes, ratios; counters end in `_total`. */
export type Metric = Gauge | Histogram;

interface Named {
  readonly name: string;
  readonly help: string;
  /** Of a small, fixed set: every value is a series that whoever scrapes it keeps. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface Gauge extends Named {
  readonly type: 'counter' | 'gauge';
  readonly value: number;
}

export interface Histogram extends Named, Observed {
  readonly type: 'histogram';
}

interface Observed {
  /** By ascending bound, each counting all that is not above it. */
  readonly buckets: readonly { readonly atMost: number; readonly count: number }[];
  readonly count: number;
  readonly sum: number;
}

/** Counts observations into buckets. */
export class Buckets {
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #count = 0;
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = bounds.map(() => 0);
  }

  observe(value: number): void {
    this.#count += 1;
    this.#sum += value;
    for (const [at, bound] of this.#bounds.entries())
      if (value <= bound) this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  observed(): Observed {
    const buckets = this.#bounds.map((atMost, at) => ({ atMost, count: this.#counts[at] ?? 0 }));
    return { buckets, count: this.#count, sum: this.#sum };
  }
}
