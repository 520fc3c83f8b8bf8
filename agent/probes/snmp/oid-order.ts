/** Lexicographic order of object identifiers, as every walk has to go. Source: RFC 3416 §4.2.2. */
export function follows(oid: string, earlier: string): boolean {
  const [a, b] = [arcs(oid), arcs(earlier)];
  for (let at = 0; at < a.length; at += 1) {
    const [left, right] = [a[at] ?? 0, b[at]];
    if (right === undefined) return true;
    if (left !== right) return left > right;
  }
  return false;
}

/** What stands below a column: the row's index; undefined when the oid is not below it. */
export const indexBelow = (column: string, oid: string): string | undefined =>
  oid.startsWith(`${column}.`) ? oid.slice(column.length + 1) : undefined;

const arcs = (oid: string): readonly number[] => oid.split('.').map(Number);
