import type { SnmpProblem } from './session.ts';
import { emptyTable, type Table, type Walk, type Walker, walkColumns } from './walk.ts';

/** After these the device answers nothing more, or nothing that may be believed; the rest can't be read. */
const ENDS: ReadonlySet<SnmpProblem['kind']> = new Set([
  'silent',
  'stopped',
  'unauthorized',
  'foreign',
]);

/** Walks one table of a device after another, keeps what went wrong, and asks nothing more of one that fell silent. */
export class Walks {
  readonly problems: SnmpProblem[] = [];
  readonly #walker: Walker;

  constructor(walker: Walker) {
    this.#walker = walker;
  }

  async of<Column extends string>(walk: Walk<Column>): Promise<Table<Column>> {
    if (this.problems.some(({ kind }) => ENDS.has(kind))) return emptyTable(walk.columns);
    const { table, problem } = await walkColumns(this.#walker, walk);
    if (problem !== undefined) this.problems.push(problem);
    return table;
  }
}
