/** Thrown where bytes are not what our own writer makes. */
export class BrokenBlock extends Error {}

/** Reads what a `ByteWriter` wrote, and throws rather than read past its end. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at: number;
  readonly #end: number;

  constructor(bytes: Uint8Array, from = 0, end = bytes.length) {
    this.#bytes =
      bytes instanceof Buffer
        ? bytes
        : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = from;
    this.#end = end;
  }

  get left(): number {
    return this.#end - this.#at;
  }

  byte(): number {
    const value = this.#at < this.#end ? this.#bytes[this.#at] : undefined;
    if (value === undefined) throw new BrokenBlock(`block ends early, at byte ${this.#at}`);
    this.#at += 1;
    return value;
  }

  varint(): number {
    let value = this.byte();
    if (value < 0x80) return value;
    value &= 0x7f;
    for (let factor = 0x80; factor <= 2 ** 49; factor *= 0x80) {
      const next = this.byte();
      value += (next & 0x7f) * factor;
      if (next < 0x80) return value;
    }
    throw new BrokenBlock(`a number of more than eight bytes, at byte ${this.#at}`);
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** How many of something follow, each of at least one byte. */
  count(): number {
    const value = this.varint();
    if (value > this.left)
      throw new BrokenBlock(`${value} things in ${this.left} bytes, at byte ${this.#at}`);
    return value;
  }

  text(): string {
    const length = this.count();
    this.#at += length;
    return this.#bytes.toString('utf8', this.#at - length, this.#at);
  }

  bytes(length: number): Uint8Array {
    if (length > this.left) throw new BrokenBlock(`block ends early, at byte ${this.#at}`);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** A reader of the next bytes, whose number stands before them; this one goes on behind them. */
  part(): ByteReader {
    const length = this.count();
    this.#at += length;
    return new ByteReader(this.#bytes, this.#at - length, this.#at);
  }
}
