import type { Result } from '../../../kit/result.ts';
import { follows, indexBelow } from './oid-order.ts';
import type { SnmpProblem, SnmpValue, Varbind } from './session.ts';

/** Column by its name, row by its index, as far as the walk came. */
export type Table<Column extends string> = Readonly<Record<Column, ReadonlyMap<string, SnmpValue>>>;

export interface Walked<Column extends string> {
  readonly table: Table<Column>;
  readonly problem?: SnmpProblem;
}

type Bulk = (
  oids: readonly string[],
  repetitions: number,
) => Promise<Result<readonly (readonly Varbind[])[], SnmpProblem>>;

/** Values asked for at once: about what fits a datagram without fragments. */
const VALUES_A_REQUEST = 48;

/**
 * Walks columns side by side with GETBULK. An agent that goes backwards or in circles is stopped; one whose answers
 * get lost or are too big is asked for less; a column ends at `mostRows`.
 */
export async function walkColumns<Column extends string>(
  bulk: Bulk,
  columns: Readonly<Record<Column, string>>,
  mostRows: number,
): Promise<Walked<Column>> {
  const cursors = Object.values<string>(columns).map((oid) => new Cursor(oid, mostRows));
  const problem = await run(bulk, cursors);
  const rows = new Map(cursors.map((cursor) => [cursor.column, cursor.rows]));
  return {
    table: tableOf(columns, (oid) => rows.get(oid) ?? new Map()),
    ...(problem === undefined ? {} : { problem }),
  };
}

async function run(bulk: Bulk, cursors: readonly Cursor[]): Promise<SnmpProblem | undefined> {
  let most = VALUES_A_REQUEST;
  for (;;) {
    const open = cursors.filter(({ done }) => !done);
    if (open.length === 0) return undefined;
    const repetitions = Math.max(1, Math.floor(most / open.length));
    const asked = open.slice(0, most);
    const reply = await bulk(
      asked.map(({ last }) => last),
      repetitions,
    );
    if (!reply.ok) {
      const less = ['too_big', 'silent'].includes(reply.problem.kind) && most > 1;
      if (!less || most < VALUES_A_REQUEST / 8) return reply.problem;
      most = Math.ceil(most / 4);
      continue;
    }
    const problem = advance(asked, reply.value);
    if (problem !== undefined) return problem;
  }
}

function advance(
  asked: readonly Cursor[],
  columns: readonly (readonly Varbind[])[],
): SnmpProblem | undefined {
  let moved = false;
  for (const [at, cursor] of asked.entries()) {
    for (const varbind of columns[at] ?? []) {
      moved = true;
      const problem = cursor.take(varbind);
      if (problem !== undefined) return problem;
      if (cursor.done) break;
    }
  }
  return moved ? undefined : { kind: 'garbled', detail: 'answer without values' };
}

/** The tables read here are indexed by one number; anything much longer is not theirs. */
const LONGEST_INDEX = 64;

class Cursor {
  readonly column: string;
  readonly rows = new Map<string, SnmpValue>();
  readonly #mostRows: number;
  last: string;
  done = false;

  constructor(column: string, mostRows: number) {
    this.column = column;
    this.last = column;
    this.#mostRows = mostRows;
  }

  take({ oid, value }: Varbind): SnmpProblem | undefined {
    const index = indexBelow(this.column, oid);
    if (value === undefined || index === undefined) {
      this.done = true;
      return undefined;
    }
    if (index.length > LONGEST_INDEX)
      return { kind: 'garbled', detail: `index of ${index.length} characters` };
    if (!follows(oid, this.last))
      return { kind: 'out_of_order', detail: `${oid} after ${this.last}` };
    this.rows.set(index, value);
    this.last = oid;
    this.done = this.rows.size >= this.#mostRows;
    return undefined;
  }
}

/** The cast names the same keys again: `columns` has one oid for each. */
function tableOf<Column extends string>(
  columns: Readonly<Record<Column, string>>,
  rowsOf: (oid: string) => ReadonlyMap<string, SnmpValue>,
): Table<Column> {
  const entries = Object.entries<string>(columns).map(([name, oid]) => [name, rowsOf(oid)]);
  return Object.fromEntries(entries) as Table<Column>;
}
