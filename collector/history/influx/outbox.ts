import { type Bytes, bytes, type EpochMs, epochMs } from '../../../kit/units.ts';
import type { Fact } from '../../../wire/fact.ts';
import { encodeFact } from '../../../wire/line-protocol.ts';
import { blob, number, type Sql, type SqlRow, text } from '../../store/sql.ts';
import { pack, unpack } from '../packing-door.ts';
import type { Poison } from './isolate.ts';

export interface WaitingLine {
  /** The row of the outbox it waits in. */
  readonly row: number;
  readonly school: string;
  readonly line: string;
}

/** Lines that are written together: whole rows, one after the other. */
export interface Shipment {
  readonly firstRow: number;
  readonly lastRow: number;
  /** When the oldest of them came in. */
  readonly receivedAt: EpochMs;
  readonly lines: readonly WaitingLine[];
}

/** What became of a shipment: `left` waits on. */
export interface Settling {
  readonly poison: readonly Poison<WaitingLine>[];
  readonly left: readonly WaitingLine[];
}

export interface Waiting {
  readonly lines: number;
  readonly size: Bytes;
  /** When the oldest line came in; undefined when none waits. */
  readonly oldest: EpochMs | undefined;
}

/** Rows `after < id <= upTo`, with at most so many lines, but one row at least. */
export interface Reach {
  readonly after?: number;
  readonly upTo?: number;
  readonly mostLines: number;
}

const ROWS = 500;
const KEPT_CHARS = 2_048;

/** Lines that wait to be written to InfluxDB; they outlive a crash of the collector. */
export class Outbox {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** The tag `school` is set here: in the collector's own tables it stands in a column. */
  add(school: string, facts: readonly Fact[], receivedAt: EpochMs): void {
    if (facts.length === 0) return;
    const lines = facts.map((fact) => encodeFact({ ...fact, tags: { ...fact.tags, school } }));
    this.#sql.run(
      'INSERT INTO influx_outbox (school, lines, payload, received_at) VALUES (?, ?, ?, ?)',
      school,
      lines.length,
      packed(lines),
      receivedAt,
    );
  }

  /** The oldest lines within reach; undefined when none waits there. */
  peek({ after = 0, upTo = Number.MAX_SAFE_INTEGER, mostLines }: Reach): Shipment | undefined {
    const heads = this.#sql.all(
      'SELECT id, lines, received_at FROM influx_outbox WHERE id > ? AND id <= ? ORDER BY id LIMIT ?',
      after,
      upTo,
      ROWS,
    );
    const rows = fitting(heads, mostLines).map((head) => number(head, 'id'));
    const [firstRow] = rows;
    const lastRow = rows.at(-1);
    if (firstRow === undefined || lastRow === undefined) return undefined;
    const receivedAt = epochMs(number(heads[0] ?? {}, 'received_at'));
    return { firstRow, lastRow, receivedAt, lines: rows.flatMap((row) => this.#linesOf(row)) };
  }

  /** Forgets what is written; a line that never can be goes to the dead letters. */
  settle(shipment: Shipment, { poison, left }: Settling, now: EpochMs): void {
    this.#sql.transaction(() => {
      for (const one of poison) this.#bury(one, now);
      const rows = Map.groupBy(left, ({ row }) => row);
      if (rows.size === 0)
        this.#sql.run(
          'DELETE FROM influx_outbox WHERE id BETWEEN ? AND ?',
          shipment.firstRow,
          shipment.lastRow,
        );
      else
        for (const row of new Set(shipment.lines.map((line) => line.row)))
          this.#keep(row, rows.get(row) ?? []);
    });
  }

  /** The newest row; 0 when nothing waits. */
  lastRow(): number {
    return number(this.#sql.get('SELECT ifnull(max(id), 0) AS id FROM influx_outbox') ?? {}, 'id');
  }

  waiting(): Waiting {
    const size = this.#sql.get('SELECT lines, bytes FROM influx_outbox_size') ?? {};
    const oldest = this.#sql.get('SELECT received_at FROM influx_outbox ORDER BY id LIMIT 1');
    return {
      lines: number(size, 'lines'),
      size: bytes(number(size, 'bytes')),
      oldest: oldest === undefined ? undefined : epochMs(number(oldest, 'received_at')),
    };
  }

  #linesOf(row: number): readonly WaitingLine[] {
    const found = this.#sql.get('SELECT school, payload FROM influx_outbox WHERE id = ?', row);
    if (found === undefined) return [];
    const school = text(found, 'school');
    return unpack(blob(found, 'payload'))
      .split('\n')
      .map((line) => ({ row, school, line }));
  }

  #keep(row: number, lines: readonly WaitingLine[]): void {
    if (lines.length === 0) this.#sql.run('DELETE FROM influx_outbox WHERE id = ?', row);
    else
      this.#sql.run(
        'UPDATE influx_outbox SET lines = ?, payload = ? WHERE id = ?',
        lines.length,
        packed(lines.map(({ line }) => line)),
        row,
      );
  }

  #bury({ line, reason }: Poison<WaitingLine>, now: EpochMs): void {
    this.#sql.run(
      `INSERT INTO dead_letter (school, agent, batch, line_number, line, reason, received_at)
       VALUES (?, 'influx', ?, 0, ?, ?, ?)`,
      line.school,
      `influx_outbox.${line.row}`,
      line.line.slice(0, KEPT_CHARS),
      reason,
      now,
    );
  }
}

const packed = (lines: readonly string[]): Uint8Array => pack(lines.join('\n'), 'fast');

function fitting(heads: readonly SqlRow[], mostLines: number): readonly SqlRow[] {
  let lines = 0;
  const end = heads.findIndex((head, at) => {
    lines += number(head, 'lines');
    return at > 0 && lines > mostLines;
  });
  return end === -1 ? heads : heads.slice(0, end);
}
