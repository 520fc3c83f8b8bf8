import { oid as encodeOid, type Oid, type Value } from './ber.ts';

/** One leaf of the tree: its value is read when it is asked for. */
export interface Leaf {
  readonly oid: Oid;
  readonly read: () => Value;
}

/** Shorter before longer, then arc by arc: the order GETNEXT walks in. */
export function compareOids(left: Oid, right: Oid): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** A leaf with its name as it is sent. */
export interface KnownLeaf extends Leaf {
  readonly name: Buffer;
}

export class Mib {
  readonly #leaves: readonly KnownLeaf[];

  constructor(leaves: readonly Leaf[]) {
    this.#leaves = leaves
      .toSorted((left, right) => compareOids(left.oid, right.oid))
      .map((leaf) => ({ ...leaf, name: encodeOid(leaf.oid) }));
  }

  at(oid: Oid): KnownLeaf | undefined {
    const leaf = this.#leaves[this.#firstFrom(oid)];
    return leaf !== undefined && compareOids(leaf.oid, oid) === 0 ? leaf : undefined;
  }

  after(oid: Oid): KnownLeaf | undefined {
    const index = this.#firstFrom(oid);
    const leaf = this.#leaves[index];
    const isSame = leaf !== undefined && compareOids(leaf.oid, oid) === 0;
    return isSame ? this.#leaves[index + 1] : leaf;
  }

  #firstFrom(oid: Oid): number {
    let [low, high] = [0, this.#leaves.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const leaf = this.#leaves[middle];
      if (leaf !== undefined && compareOids(leaf.oid, oid) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export const oidOf = (text: string): Oid => text.split('.').map(Number);
export const int = (value: number): Value => ({ kind: 'integer', value: Math.round(value) });
export const gauge = (value: number): Value => ({ kind: 'gauge32', value: Math.round(value) });
export const text = (value: string): Value => ({ kind: 'octets', value: Buffer.from(value) });
export const octetsOf = (value: Buffer): Value => ({ kind: 'octets', value });
export const ref = (value: string): Value => ({ kind: 'oid', value: oidOf(value) });
/** Hundredths of a second, which wrap after 497 days. */
export const ticks = (elapsedMs: number): Value => ({
  kind: 'ticks',
  value: Math.floor(elapsedMs / 10) % 2 ** 32,
});
export const counter32 = (value: number): Value => ({
  kind: 'counter32',
  value: Math.floor(value) % 2 ** 32,
});
export const counter64 = (value: number): Value => ({
  kind: 'counter64',
  value: BigInt(Math.floor(value)),
});

type Read = Value | (() => Value);
const reading = (value: Read): (() => Value) => (typeof value === 'function' ? value : () => value);

/** `.0` of a scalar object. */
export function scalar(object: string, value: Read): Leaf {
  return { oid: [...oidOf(object), 0], read: reading(value) };
}

/** The columns of one row of a conceptual table: `entry.column.index`. */
export function row(
  entry: string,
  index: number | readonly number[],
  columns: Readonly<Record<number, Read>>,
): Leaf[] {
  return Object.entries(columns).map(([column, value]) => ({
    oid: [...oidOf(entry), Number(column), ...[index].flat()],
    read: reading(value),
  }));
}
