/** The part of BER that SNMP v1 and v2c speak: RFC 3416 §3, X.690. Not net-snmp's, which reads us. */
export type Oid = readonly number[];

export type Value =
  | { readonly kind: 'integer' | 'counter32' | 'gauge32' | 'ticks'; readonly value: number }
  | { readonly kind: 'counter64'; readonly value: bigint }
  | { readonly kind: 'octets'; readonly value: Buffer }
  | { readonly kind: 'oid'; readonly value: Oid }
  | { readonly kind: 'noSuchObject' | 'endOfMibView' | 'null' };

const TAG = {
  integer: 0x02,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  counter32: 0x41,
  gauge32: 0x42,
  ticks: 0x43,
  counter64: 0x46,
  noSuchObject: 0x80,
  endOfMibView: 0x82,
} as const;
export const SEQUENCE = 0x30;

export function field(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, length];
  return [0x82, length >> 8, length & 0xff];
}

export const integer = (value: number): Buffer => field(TAG.integer, wholeNumber(value));
export const octets = (value: Buffer): Buffer => field(TAG.octets, value);
export const oid = (value: Oid): Buffer => field(TAG.oid, arcs(value));

export function encodeValue(value: Value): Buffer {
  switch (value.kind) {
    case 'octets':
      return octets(value.value);
    case 'oid':
      return oid(value.value);
    case 'noSuchObject':
    case 'endOfMibView':
    case 'null':
      return field(TAG[value.kind]);
    default:
      return field(TAG[value.kind], wholeNumber(value.value));
  }
}

/** Two's complement in as few octets as hold it, which puts a zero before a high first bit. */
function wholeNumber(value: number | bigint): Buffer {
  if (typeof value === 'number' && value >= 0 && value < 0x80) return Buffer.from([value]);
  return wideNumber(BigInt(value));
}

function wideNumber(value: bigint): Buffer {
  let width = 1;
  while (BigInt.asIntN(8 * width, value) !== value) width += 1;
  const hex = BigInt.asUintN(8 * width, value).toString(16);
  return Buffer.from(hex.padStart(2 * width, '0'), 'hex');
}

function arcs([first = 0, second = 0, ...rest]: Oid): Buffer {
  return Buffer.from([first * 40 + second, ...rest].flatMap(base128));
}

function base128(arc: number): number[] {
  const digits = [arc % 128];
  for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
    digits.unshift((left % 128) + 128);
  }
  return digits;
}

/** Reads fields one after another; every read past the end throws a RangeError. */
export class BerReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  peekTag(): number {
    return this.#bytes.readUInt8(this.#at);
  }

  content(tag: number): Buffer {
    if (this.peekTag() !== tag) throw new RangeError(`tag ${this.peekTag()}, not ${tag}`);
    const first = this.#bytes.readUInt8(this.#at + 1);
    const octetsOfLength = first < 0x80 ? 0 : first & 0x7f;
    const length =
      octetsOfLength === 0 ? first : this.#bytes.readUIntBE(this.#at + 2, octetsOfLength);
    const start = this.#at + 2 + octetsOfLength;
    if (start + length > this.#bytes.length) throw new RangeError('longer than the message');
    this.#at = start + length;
    return this.#bytes.subarray(start, start + length);
  }

  inside(tag: number): BerReader {
    return new BerReader(this.content(tag));
  }

  integer(): number {
    const content = this.content(TAG.integer);
    return content.readIntBE(0, content.length);
  }

  octets(): Buffer {
    return this.content(TAG.octets);
  }

  oid(): Oid {
    const numbers: number[] = [];
    let arc = 0;
    for (const byte of this.content(TAG.oid)) {
      arc = arc * 128 + (byte & 0x7f);
      if (byte < 0x80) {
        numbers.push(arc);
        arc = 0;
      }
    }
    const [head = 0, ...rest] = numbers;
    const first = Math.min(2, Math.floor(head / 40));
    return [first, head - first * 40, ...rest];
  }
}
