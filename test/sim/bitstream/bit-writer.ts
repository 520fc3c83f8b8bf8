/** Writes a raw byte sequence payload bit by bit, most significant bit first. */
export class BitWriter {
  #bytes = Buffer.alloc(4096);
  #length = 0;
  #pending = 0;
  #free = 8;

  /** `width` bits (0–32) of `value`. */
  u(width: number, value: number): this {
    let left = width;
    while (left > 0) {
      const take = Math.min(left, this.#free);
      left -= take;
      const part = (value >>> left) & ((1 << take) - 1);
      this.#pending = (this.#pending << take) | part;
      this.#free -= take;
      if (this.#free === 0) this.#push();
    }
    return this;
  }

  /** Unsigned exp-Golomb: H.264 §9.1. */
  ue(value: number): this {
    const width = 32 - Math.clz32(value + 1);
    return this.u(width - 1, 0).u(width, value + 1);
  }

  /** Signed exp-Golomb: H.264 §9.1.1. */
  se(value: number): this {
    return this.ue(value > 0 ? 2 * value - 1 : -2 * value);
  }

  /** Zeros up to the next byte. */
  align(): this {
    return this.u(this.#free % 8, 0);
  }

  /** The stop bit and zeros up to the next byte, as every RBSP ends. */
  trailing(): this {
    return this.u(1, 1).align();
  }

  /** All whole bytes written. */
  bytes(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length));
  }

  #push(): void {
    if (this.#length === this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#length)]);
    }
    this.#bytes[this.#length] = this.#pending;
    this.#length += 1;
    this.#pending = 0;
    this.#free = 8;
  }
}

/** A NAL unit: its header, then the payload with 03 put in wherever it could look like a start code. */
export function nalUnit(header: readonly number[], rbsp: Buffer): Buffer {
  const out = Buffer.alloc(header.length + Math.ceil(rbsp.length * 1.5));
  let length = Buffer.from(header).copy(out);
  let zeros = 0;
  for (const byte of rbsp) {
    if (zeros >= 2 && byte <= 3) {
      out[length++] = 3;
      zeros = 0;
    }
    out[length++] = byte;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return out.subarray(0, length);
}
