const DOT = 46;
const ZERO = 48;

/**
 * Lexicographic order of object identifiers, as every walk has to go: arc by arc, a longer one after its own beginning.
 * Each value of each answer comes by here, so it allocates nothing. Source: RFC 3416 §4.2.2.
 */
export function follows(oid: string, earlier: string): boolean {
  let [at, other] = [0, 0];
  while (at < oid.length && other < earlier.length) {
    let [left, right] = [0, 0];
    for (; at < oid.length && oid.charCodeAt(at) !== DOT; at += 1)
      left = left * 10 + oid.charCodeAt(at) - ZERO;
    for (; other < earlier.length && earlier.charCodeAt(other) !== DOT; other += 1)
      right = right * 10 + earlier.charCodeAt(other) - ZERO;
    if (left !== right) return left > right;
    at += 1;
    other += 1;
  }
  return other >= earlier.length && at < oid.length;
}

/** What stands below a column: the row's index; undefined when the oid is not below it. */
export const indexBelow = (column: string, oid: string): string | undefined =>
  oid.startsWith(column) && oid.charCodeAt(column.length) === DOT
    ? oid.slice(column.length + 1)
    : undefined;
