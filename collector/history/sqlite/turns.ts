/** Lets whoever waits have a turn each time so much work was done. */
export class Turns {
  readonly #most: number;
  #done = 0;

  constructor(most: number) {
    this.#most = most;
  }

  async after(work: number): Promise<void> {
    this.#done += work;
    if (this.#done < this.#most) return;
    this.#done = 0;
    await turn();
  }
}

export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
