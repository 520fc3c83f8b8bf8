import { type Ms, minutes } from '../../kit/units.ts';

const WINDOW = minutes(1);
const ADDRESSES_AT_MOST = 4_096;

interface Window {
  readonly began: Ms;
  readonly count: number;
}

/** How often each address may come in a minute; small however many come. */
export class Turns {
  readonly #perMinute: number;
  readonly #windows = new Map<string, Window>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Takes a turn at a monotonic time; false when the address has none left. */
  take(address: string, elapsed: Ms): boolean {
    const before = this.#windows.get(address);
    const open = before !== undefined && elapsed - before.began < WINDOW ? before : undefined;
    const window = { began: open?.began ?? elapsed, count: (open?.count ?? 0) + 1 };
    if (open === undefined) this.#makeRoom(address);
    this.#windows.set(address, window);
    return window.count <= this.#perMinute;
  }

  /** The oldest windows stand first. */
  #makeRoom(address: string): void {
    this.#windows.delete(address);
    const [oldest] = this.#windows.keys();
    if (this.#windows.size >= ADDRESSES_AT_MOST && oldest !== undefined)
      this.#windows.delete(oldest);
  }
}
