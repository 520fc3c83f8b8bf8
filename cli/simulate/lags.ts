import { type Ms, ms } from '../../kit/units.ts';

const GROWTH = 1.05;
const BUCKETS = 420;

/** Many spans in little room: buckets that grow by 5 %, from 1 ms to more than a week. */
export class Lags {
  readonly #counts = new Float64Array(BUCKETS);
  #all = 0;
  #longest = 0;

  add(lag: number): void {
    const at = Math.ceil(Math.log(Math.max(1, lag)) / Math.log(GROWTH));
    const bucket = Math.min(BUCKETS - 1, at);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#all += 1;
    this.#longest = Math.max(this.#longest, lag);
  }

  /** At most this long were so many of all; 5 % too long at most. */
  quantile(share: number): Ms {
    let seen = 0;
    for (const [bucket, count] of this.#counts.entries()) {
      seen += count;
      if (count > 0 && seen >= share * this.#all)
        return ms(Math.min(this.#longest, Math.round(GROWTH ** bucket)));
    }
    return ms(0);
  }

  get longest(): Ms {
    return ms(this.#longest);
  }
}
