import { type Ms, ms } from '../../../kit/units.ts';

/** About what fits a datagram without fragments. */
const FIRST_VALUES = 60;
/** Beyond this an answer is several fragments, and one lost loses all. */
const MOST_VALUES = 128;
/** Rows that a table is taken to have when nobody knows. */
const FIRST_ROWS = 10;
/** Slower than this, an agent computes rather than answers: it is not asked for more. */
const QUICK = ms(500);
/** Losses one after the other, after which it is no longer the size of the question. */
const MOST_LOSSES = 3;

/** What came of one question for that many values. */
interface Answered {
  readonly asked: number;
  readonly given: number;
  readonly took: Ms;
}

interface Rows {
  readonly columns: number;
  readonly have: number;
  /** How many the table may have, where that was never seen. */
  readonly guess?: number | undefined;
}

/**
 * How much one device answers at once, learnt from its answers and kept from pass to pass: it grows with full and quick
 * answers, falls to what came when an answer was cut, and to half when one was lost or too big; after that it grows slowly.
 */
export class Pace {
  #values = FIRST_VALUES;
  #losses = 0;
  #slow = false;
  readonly #rows = new Map<string, number>();

  /** Values a question may ask for. */
  get values(): number {
    return this.#values;
  }

  answered({ asked, given, took }: Answered): void {
    this.#losses = 0;
    if (given < asked) {
      this.#slow = true;
      this.#values = Math.max(1, Math.min(this.#values, given));
      return;
    }
    if (took > QUICK || asked < this.#values * 0.75) return;
    const grown = this.#slow ? this.#values + Math.ceil(MOST_VALUES / 16) : this.#values * 2;
    this.#values = Math.min(MOST_VALUES, grown);
  }

  /** True: the same may be asked again in less. */
  lost(): boolean {
    const may = this.#values > 1 && this.#losses < MOST_LOSSES;
    this.#losses += 1;
    this.#slow = true;
    this.#values = Math.max(1, Math.floor(this.#values / 2));
    return may;
  }

  /** How many rows to ask for, `columns` at once, of a table of which `have` came already: its end is one row more. */
  rowsToAsk(table: string, { columns, have, guess = FIRST_ROWS }: Rows): number {
    const known = this.#rows.get(table) ?? guess;
    const wanted = have > known ? have : known - have + 1;
    return Math.max(1, Math.min(wanted, Math.floor(this.#values / columns)));
  }

  remember(table: string, rows: number): void {
    this.#rows.set(table, rows);
  }
}
