/** A device asked by all ways, twice, by both names, answers sixteen times at most. */
const DATAGRAMS_OF_ONE = 32;
const BYTES_OF_ONE = 256 * 1024;
const DATAGRAMS_OF_ALL = 8_192;
const BYTES_OF_ALL = 8 * 1024 * 1024;

interface Heard {
  datagrams: number;
  bytes: number;
}

/** How much of a search is read: one that floods is cut off before it takes the others' part. */
export class Budget {
  readonly #byAddress = new Map<string, Heard>();
  readonly #all: Heard = { datagrams: 0, bytes: 0 };

  /** Whether a datagram of this size is still read. */
  admits(address: string, bytes: number): boolean {
    const own = this.#byAddress.get(address) ?? { datagrams: 0, bytes: 0 };
    if (own.datagrams >= DATAGRAMS_OF_ONE || own.bytes + bytes > BYTES_OF_ONE) return false;
    if (this.#all.datagrams >= DATAGRAMS_OF_ALL || this.#all.bytes + bytes > BYTES_OF_ALL)
      return false;
    this.#byAddress.set(address, own);
    for (const heard of [own, this.#all]) {
      heard.datagrams += 1;
      heard.bytes += bytes;
    }
    return true;
  }
}
