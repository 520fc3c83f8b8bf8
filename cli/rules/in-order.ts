import type { LatestRow } from '../../collector/store/latest.ts';

/** Several schools' facts, each in order of their stamps, as one such row of facts. */
export function* inOrder(histories: readonly Iterator<LatestRow>[]): Generator<LatestRow> {
  const heads = histories.map((rows) => ({ rows, next: rows.next() }));
  for (;;) {
    let first: { readonly head: (typeof heads)[number]; readonly row: LatestRow } | undefined;
    for (const head of heads) {
      if (head.next.done === true) continue;
      const row = head.next.value;
      if (first === undefined || row.at < first.row.at) first = { head, row };
    }
    if (first === undefined) return;
    yield first.row;
    first.head.next = first.head.rows.next();
  }
}
