/**
 * What follows an admitted batch, school by school: each is looked at once however many of its batches came in
 * meanwhile, and requests that wait have their turn between two.
 */
export class FollowUp {
  readonly #look: (school: string) => void;
  readonly #later: (deed: () => void) => void;
  readonly #due = new Set<string>();
  #running = false;

  constructor(look: (school: string) => void, later: (deed: () => void) => void) {
    this.#look = look;
    this.#later = later;
  }

  add(school: string): void {
    this.#due.add(school);
    if (this.#running) return;
    this.#running = true;
    this.#later(() => this.#next());
  }

  #next(): void {
    const [school] = this.#due;
    this.#running = school !== undefined;
    if (school === undefined) return;
    this.#due.delete(school);
    this.#later(() => this.#next());
    this.#look(school);
  }
}
