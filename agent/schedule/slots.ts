/**
 * A camera's pass is almost all waiting: seven seconds, or its whole deadline where it hangs. So many let a school of 64
 * cameras through within twenty seconds, and none wait for those that hang.
 */
export const PASSES_AT_ONCE = 64;

/** So many passes at once and no more; whoever waits is served in order of asking. */
export class Slots {
  readonly #size: number;
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(size: number) {
    this.#size = size;
    this.#free = size;
  }

  get taken(): number {
    return this.#size - this.#free;
  }

  /** Resolves to true with a slot taken, or to false without one when `signal` aborts first. */
  async take(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    if (this.#free > 0) {
      this.#free -= 1;
      return true;
    }
    return await new Promise<boolean>((resolve) => {
      const serve = (): void => {
        signal.removeEventListener('abort', leave);
        resolve(true);
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(serve), 1);
        resolve(false);
      };
      this.#waiting.push(serve);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
