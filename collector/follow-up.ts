import { type Ms, ms } from '../kit/units.ts';

export interface FollowUpParts {
  readonly look: (school: string) => void;
  readonly elapsed: () => Ms;
  /** Runs the deed after a while, and after whoever waits now had a turn. */
  readonly later: (deed: () => void, after: Ms) => void;
}

/** So many schools are looked at as fast as can be; behind more of them, requests come first. */
const FEW = 10;
/** While many wait, the others have so many times as long as a look took. */
const REST = 2;

/**
 * What follows an admitted batch, school by school: each is looked at once however many of its batches came in
 * meanwhile, and requests that wait have their turn between two.
 */
export class FollowUp {
  readonly #parts: FollowUpParts;
  readonly #due = new Set<string>();
  #running = false;

  constructor(parts: FollowUpParts) {
    this.#parts = parts;
  }

  add(school: string): void {
    this.#due.add(school);
    if (this.#running) return;
    this.#running = true;
    this.#parts.later(() => this.#next(), ms(0));
  }

  #next(): void {
    const { look, elapsed, later } = this.#parts;
    const [school] = this.#due;
    this.#running = school !== undefined;
    if (school === undefined) return;
    this.#due.delete(school);
    const began = elapsed();
    try {
      look(school);
    } finally {
      const pause = this.#due.size < FEW ? 0 : REST * (elapsed() - began);
      later(() => this.#next(), ms(pause));
    }
  }
}
