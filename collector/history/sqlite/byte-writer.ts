const FIRST_ROOM = 4_096;

/** Bytes that grow as they are written. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(FIRST_ROOM);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }

  /** Seven bits a byte, the lowest first; of a whole number from 0 to 2^53 - 1. */
  varint(value: number): void {
    this.#room(8);
    let left = value;
    while (left >= 0x80) {
      this.#bytes[this.#length++] = (left % 0x80) | 0x80;
      left = left < 0x8000_0000 ? left >>> 7 : Math.floor(left / 0x80);
    }
    this.#bytes[this.#length++] = left;
  }

  /** A whole number of either sign, of up to 52 bits: small ones of both signs become small. */
  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  text(value: string): void {
    const length = Buffer.byteLength(value);
    this.varint(length);
    this.#room(length);
    this.#length += this.#bytes.write(value, this.#length);
  }

  bytes(value: Uint8Array): void {
    this.#room(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** What was written; it is written over after `clear`. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#length + more));
    grown.set(this.view());
    this.#bytes = grown;
  }
}
