/** Bits of a parameter set, most significant first. Past the end every read is a NaN, never a throw. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** At most 32 bits. */
  bits(count: number): number {
    if (this.#at + count > this.#bytes.length * 8) {
      this.#at = this.#bytes.length * 8;
      return Number.NaN;
    }
    let value = 0;
    for (let read = 0; read < count; read += 1) {
      const byte = this.#bytes[this.#at >> 3] ?? 0;
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
      this.#at += 1;
    }
    return value;
  }

  skip(count: number): void {
    this.#at = Math.min(this.#at + count, this.#bytes.length * 8);
  }

  flag(): boolean {
    return this.bits(1) === 1;
  }

  /** Exp-Golomb, unsigned: ue(v) of ITU-T H.264 §9.1. */
  unsigned(): number {
    let zeros = 0;
    for (;;) {
      const bit = this.bits(1);
      if (Number.isNaN(bit) || zeros > 31) return Number.NaN;
      if (bit === 1) break;
      zeros += 1;
    }
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** Exp-Golomb, signed: se(v). */
  signed(): number {
    const code = this.unsigned();
    return code % 2 === 1 ? (code + 1) / 2 : -(code / 2);
  }
}

/** Takes the emulation prevention bytes (00 00 03) out of a NAL unit. */
export function unescapeNal(nal: Uint8Array): Uint8Array {
  const plain = new Uint8Array(nal.length);
  let size = 0;
  let zeros = 0;
  for (const byte of nal) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    plain[size] = byte;
    size += 1;
  }
  return plain.subarray(0, size);
}
