/** A row of numbers from 0 to 1 that one seed always gives alike (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const MAX_BYTES = 256 * 1024;
/** Numbers at which counts, lengths and dates turn over. */
const NUMBERS = ['0', '-1', '255', '65535', '65536', '2147483648', '4294967296', '1e309', 'NaN'];

type Change = (bytes: Buffer, parts: Parts) => Buffer;

interface Parts {
  readonly random: () => number;
  readonly words: readonly string[];
  readonly other: Buffer;
}

/** One to eight changes of a seed; now and then a second seed is spliced in. */
export function mutate(
  seeds: readonly Uint8Array[],
  words: readonly string[],
  random: () => number,
): Uint8Array {
  const pick = (): Buffer => Buffer.from(seeds[below(random, seeds.length)] ?? []);
  const parts = { random, words, other: pick() };
  let bytes = pick();
  for (let left = 1 + below(random, 8); left > 0; left -= 1) {
    const change = CHANGES[below(random, CHANGES.length)];
    if (change !== undefined) bytes = change(bytes, parts).subarray(0, MAX_BYTES);
  }
  return bytes;
}

const below = (random: () => number, limit: number): number => Math.floor(random() * limit);

const put = (bytes: Buffer, at: number, cut: number, middle: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), middle, bytes.subarray(at + cut)]);

const CHANGES: readonly Change[] = [
  function flipBit(bytes, { random }) {
    const at = below(random, bytes.length);
    if (bytes.length > 0) bytes.writeUInt8((bytes[at] ?? 0) ^ (1 << below(random, 8)), at);
    return bytes;
  },
  function setByte(bytes, { random }) {
    const edge = [0x00, 0x0a, 0x20, 0x24, 0x3c, 0x7f, 0x80, 0xff][below(random, 8)] ?? 0;
    return put(bytes, below(random, bytes.length + 1), 1, Buffer.from([edge]));
  },
  function cutTail(bytes, { random }) {
    return bytes.subarray(0, below(random, bytes.length + 1));
  },
  function cutMiddle(bytes, { random }) {
    return put(bytes, below(random, bytes.length + 1), below(random, 64), Buffer.alloc(0));
  },
  function putWord(bytes, { random, words }) {
    const word = Buffer.from(words[below(random, words.length)] ?? '');
    return put(bytes, below(random, bytes.length + 1), random() < 0.5 ? word.length : 0, word);
  },
  function putNumber(bytes, { random }) {
    const number = Buffer.from(NUMBERS[below(random, NUMBERS.length)] ?? '');
    return put(bytes, below(random, bytes.length + 1), random() < 0.5 ? number.length : 0, number);
  },
  /** Depth, a thousand attributes, long rows of blanks: what costs a careless reader its square. */
  function repeatSlice(bytes, { random }) {
    const at = below(random, bytes.length + 1);
    const slice = bytes.subarray(at, at + 1 + below(random, 80));
    const times = 1 + below(random, random() < 0.1 ? 4_000 : 40);
    return put(bytes, at, 0, Buffer.concat(Array.from({ length: times }, () => slice)));
  },
  function putRow(bytes, { random }) {
    const filler = [' ', '\n', '\0', 'a', '"', '<a>', '&#x41;', ',', '=', '/'][below(random, 10)];
    const row = Buffer.from(
      (filler ?? ' ').repeat(1 + below(random, random() < 0.1 ? 60_000 : 300)),
    );
    return put(bytes, below(random, bytes.length + 1), 0, row);
  },
  function splice(bytes, { random, other }) {
    const from = below(random, other.length + 1);
    return Buffer.concat([
      bytes.subarray(0, below(random, bytes.length + 1)),
      other.subarray(from),
    ]);
  },
];
