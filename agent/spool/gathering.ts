import { seconds } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';

/** Facts wait this long at most before they are on the disk: what a power cut can cost. */
export const GATHER_FOR = seconds(1);
const GATHER_FACTS = 500;
/** Facts kept in memory while the disk can't be written; beyond it the oldest go. */
const UNWRITTEN_FACTS = 5_000;

/** Facts on their way to the disk, a second's worth in one write. */
export class Gathering {
  readonly #write: (facts: readonly Fact[]) => boolean;
  #facts: Fact[] = [];
  /** Facts given up because the disk could not be written for too long. */
  lost = 0;

  /** `write` says whether the facts are on the disk; what is not is offered again. */
  constructor(write: (facts: readonly Fact[]) => boolean) {
    this.#write = write;
  }

  add(facts: readonly Fact[]): void {
    this.#facts.push(...facts);
    if (this.#facts.length >= GATHER_FACTS) this.flush();
  }

  flush(): void {
    if (this.#facts.length === 0) return;
    if (this.#write(this.#facts)) {
      this.#facts = [];
      return;
    }
    const over = Math.max(0, this.#facts.length - UNWRITTEN_FACTS);
    this.#facts = this.#facts.slice(over);
    this.lost += over;
  }
}
