import type { WriteOutcome } from './write-outcome.ts';

export interface Poison<Line> {
  readonly line: Line;
  readonly reason: string;
}

export interface Isolated<Line> {
  /** Lines that the database will never take. */
  readonly poison: readonly Poison<Line>[];
  /** Lines of which nothing is known yet. */
  readonly left: readonly Line[];
  /** Whether any request went through whole: else a refusal may be about the request, and not about a line. */
  readonly stored: boolean;
  /** Whether the database's own words convicted every poison line. */
  readonly sure: boolean;
  /** What cut the work short. */
  readonly halt: Extract<WriteOutcome, { kind: 'busy' | 'stopped' }> | undefined;
}

export interface Isolation<Line extends { readonly line: string }> {
  readonly lines: readonly Line[];
  readonly linesOfARequest: () => number;
  readonly write: (lines: readonly Line[]) => Promise<WriteOutcome>;
}

/** Where the database's words don't help, lines are halved: no more requests than these in one go. */
const MOST_REQUESTS = 100;

/**
 * Writes lines, and where they are refused parts those the refusal is about from the others, or halves them, until
 * the poison stands alone. Every good line outside `left` is stored. Writing a line again replaces it.
 */
export async function isolate<Line extends { readonly line: string }>(
  isolation: Isolation<Line>,
): Promise<Isolated<Line>> {
  const work = new Work(isolation);
  for (let request = 0; request < MOST_REQUESTS && work.goesOn; request += 1) await work.step();
  return work.result();
}

class Work<Line extends { readonly line: string }> {
  readonly #isolation: Isolation<Line>;
  readonly #poison: Poison<Line>[] = [];
  readonly #waiting: (readonly Line[])[];
  #stored = false;
  #sure = true;
  #halt: Isolated<Line>['halt'];

  constructor(isolation: Isolation<Line>) {
    this.#isolation = isolation;
    this.#waiting = [isolation.lines];
  }

  get goesOn(): boolean {
    return this.#halt === undefined && this.#waiting.length > 0;
  }

  async step(): Promise<void> {
    const part = this.#next();
    const outcome = await this.#isolation.write(part);
    switch (outcome.kind) {
      case 'stored':
        this.#stored = true;
        return;
      case 'too_large':
        this.#divide(part, outcome.reason, true);
        return;
      case 'refused':
        this.#part(part, outcome);
        return;
      default:
        this.#waiting.push(part);
        this.#halt = outcome;
    }
  }

  result(): Isolated<Line> {
    return {
      poison: this.#poison,
      left: this.#waiting.toReversed().flat(),
      stored: this.#stored,
      sure: this.#sure,
      halt: this.#halt,
    };
  }

  /** No more lines than one request takes; the others wait behind. */
  #next(): readonly Line[] {
    const part = this.#waiting.pop() ?? [];
    const most = this.#isolation.linesOfARequest();
    if (part.length <= most) return part;
    this.#waiting.push(part.slice(most));
    return part.slice(0, most);
  }

  #part(part: readonly Line[], outcome: WriteOutcome & { kind: 'refused' }): void {
    const { reason, blame: told } = outcome;
    const status = reason.slice(0, reason.indexOf(':'));
    if (told?.named === true && told.at.size === part.length)
      part.forEach((line, at) => {
        const own = told.at.get(at);
        this.#poison.push({ line, reason: own === undefined ? reason : `${status}: ${own}` });
      });
    else if (told === undefined || told.at.size === part.length)
      this.#divide(part, reason, told !== undefined);
    else
      this.#waiting.push(
        part.filter((_, at) => !told.at.has(at)),
        part.filter((_, at) => told.at.has(at)),
      );
  }

  #divide(part: readonly Line[], reason: string, sure: boolean): void {
    const half = Math.floor(part.length / 2);
    if (half > 0) {
      this.#waiting.push(part.slice(half), part.slice(0, half));
      return;
    }
    this.#poison.push(...part.map((line) => ({ line, reason })));
    this.#sure &&= sure;
  }
}
