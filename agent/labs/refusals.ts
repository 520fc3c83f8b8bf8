import { days, type EpochMs } from '../../kit/units.ts';

/** Why a lab machine, or what gives itself for one, was turned away. */
export type RefusalReason =
  | 'wrong_token'
  | 'outside'
  | 'too_many'
  | 'too_large'
  | 'too_slow'
  | 'unreadable'
  | 'nameless'
  | 'nothing_there';

/** One address that was turned away, as the page shows it. */
export interface Refusal {
  readonly address: string;
  readonly reason: RefusalReason;
  readonly count: number;
  readonly at: EpochMs;
}

const ADDRESSES_AT_MOST = 20;
const SHOWN_FOR = days(7);

/** Who was turned away lately, and how often; small however many knock. */
export class Refusals {
  readonly #byAddress = new Map<string, Refusal>();
  #total = 0;

  /** Whether it is news: an address for the first time, or for another reason. */
  add(address: string, reason: RefusalReason, at: EpochMs): boolean {
    this.#total += 1;
    const before = this.#byAddress.get(address);
    // Who knocks too often does so for a reason that was told first.
    const told = reason === 'too_many' && before !== undefined ? before.reason : reason;
    this.#byAddress.delete(address);
    this.#byAddress.set(address, {
      ...{ address, reason: told, at },
      count: (before?.count ?? 0) + 1,
    });
    const [oldest] = this.#byAddress.keys();
    if (this.#byAddress.size > ADDRESSES_AT_MOST && oldest !== undefined)
      this.#byAddress.delete(oldest);
    return before?.reason !== told;
  }

  /** It reported as it should: what was wrong is mended. */
  settle(address: string): void {
    this.#byAddress.delete(address);
  }

  /** Since the start. */
  get total(): number {
    return this.#total;
  }

  /** The newest first. */
  lately(now: EpochMs): readonly Refusal[] {
    return [...this.#byAddress.values()].filter(({ at }) => at > now - SHOWN_FOR).reverse();
  }
}
