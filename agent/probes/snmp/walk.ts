import type { Clock } from '../../../kit/clock.ts';
import { ms } from '../../../kit/units.ts';
import { follows, indexBelow } from './oid-order.ts';
import { Pace } from './pace.ts';
import type { Asking, SnmpProblem, SnmpValue, Varbind } from './session.ts';

/** Column by its name, row by its index, as far as the walk came. */
export type Table<Column extends string> = Readonly<Record<Column, ReadonlyMap<string, SnmpValue>>>;

export interface Walked<Column extends string> {
  readonly table: Table<Column>;
  readonly problem?: SnmpProblem;
}

/** Whom to walk, and what is known of it. */
export interface Walker {
  readonly asking: Pick<Asking, 'bulk'>;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly pace?: Pace;
}

/** Columns of one table, side by side. */
export interface Walk<Column extends string> {
  readonly columns: Readonly<Record<Column, string>>;
  readonly mostRows: number;
  /** How many rows it likely has; it is no limit. */
  readonly guess?: number | undefined;
  /** Enough was seen: the walk needs no more rows. */
  readonly until?: (value: SnmpValue) => boolean;
}

/**
 * Walks columns of one table with GETBULK, at the device's own pace. An agent that goes backwards, stands still or goes in
 * circles is stopped and named; a table that goes on is cut at `mostRows`; what came till then stands.
 */
export async function walkColumns<Column extends string>(
  { asking, clock, pace = new Pace() }: Walker,
  { columns, mostRows, guess, until }: Walk<Column>,
): Promise<Walked<Column>> {
  const cursors = Object.values<string>(columns).map((oid) => new Cursor(oid, { mostRows, until }));
  const table = cursors[0]?.column ?? '';
  const problem = await run({ asking, clock, pace, table, guess }, cursors);
  const rows = new Map(cursors.map((cursor) => [cursor.column, cursor.rows]));
  if (problem === undefined)
    pace.remember(table, Math.max(0, ...cursors.map((one) => one.rows.size)));
  return {
    table: tableOf(columns, (oid) => rows.get(oid) ?? new Map()),
    ...(problem === undefined ? {} : { problem }),
  };
}

type Running = Required<Walker> & { readonly table: string; readonly guess: number | undefined };

async function run(running: Running, cursors: readonly Cursor[]): Promise<SnmpProblem | undefined> {
  for (;;) {
    const open = cursors.filter(({ done }) => !done);
    if (open.length === 0) return undefined;
    const problem = await step(running, open);
    if (problem !== undefined) return problem;
  }
}

/** One question. A loss that a smaller one may mend is no problem yet. */
async function step(
  { asking, clock, pace, table, guess }: Running,
  open: readonly Cursor[],
): Promise<SnmpProblem | undefined> {
  const asked = open.slice(0, pace.values);
  const have = Math.min(...asked.map(({ rows }) => rows.size));
  const repetitions = pace.rowsToAsk(table, { columns: asked.length, have, guess });
  const start = clock.elapsed();
  const reply = await asking.bulk(
    asked.map(({ last }) => last),
    repetitions,
  );
  if (!reply.ok) {
    const { kind } = reply.problem;
    const isLoss = kind === 'too_big' || kind === 'silent';
    return isLoss && repetitions * asked.length > 1 && pace.lost() ? undefined : reply.problem;
  }
  const problem = advance(asked, reply.value);
  const given = reply.value.reduce((sum, column) => sum + column.length, 0);
  const took = ms(clock.elapsed() - start);
  // An answer that ended its columns is short for that, and says nothing of the agent.
  const isWhole = asked.every(({ done }) => done);
  const wanted = repetitions * asked.length;
  if (problem === undefined) pace.answered({ asked: isWhole ? given : wanted, given, took });
  return problem;
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

/** The longest index read here has fourteen arcs; anything much longer is not of these tables. */
const LONGEST_INDEX = 80;

interface CursorLimits {
  readonly mostRows: number;
  readonly until: ((value: SnmpValue) => boolean) | undefined;
}

class Cursor {
  readonly column: string;
  readonly rows = new Map<string, SnmpValue>();
  readonly #limits: CursorLimits;
  last: string;
  done = false;

  constructor(column: string, limits: CursorLimits) {
    this.column = column;
    this.last = column;
    this.#limits = limits;
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
    const { mostRows, until } = this.#limits;
    this.done = this.rows.size >= mostRows || until?.(value) === true;
    return undefined;
  }
}

/** Of a table that was not asked for. */
export const emptyTable = <Column extends string>(
  columns: Readonly<Record<Column, string>>,
): Table<Column> => tableOf(columns, () => new Map());

/** The cast names the same keys again: `columns` has one oid for each. */
function tableOf<Column extends string>(
  columns: Readonly<Record<Column, string>>,
  rowsOf: (oid: string) => ReadonlyMap<string, SnmpValue>,
): Table<Column> {
  const entries = Object.entries<string>(columns).map(([name, oid]) => [name, rowsOf(oid)]);
  return Object.fromEntries(entries) as Table<Column>;
}
