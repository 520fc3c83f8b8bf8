import type { EpochMs } from '../../../../kit/units.ts';

export interface Look<Value> {
  /** The second in which was asked. */
  readonly askedAt: EpochMs;
  readonly value: Value;
}

const KEPT = 16;

/** The last answers of what is asked now and then, so that a second is judged by what was asked before it. */
export class Looks<Value> {
  #looks: readonly Look<Value>[] = [];

  add(look: Look<Value>): void {
    this.#looks = [...this.#looks, look].toSorted((a, b) => a.askedAt - b.askedAt).slice(-KEPT);
  }

  /** The newest that was asked in this second or before. */
  until(at: EpochMs): Look<Value> | undefined {
    return this.#looks.findLast(({ askedAt }) => askedAt <= at);
  }

  newest(): Look<Value> | undefined {
    return this.#looks.at(-1);
  }

  clear(): void {
    this.#looks = [];
  }
}
