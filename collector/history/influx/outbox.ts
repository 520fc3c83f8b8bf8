import type { EpochMs } from '../../../kit/units.ts';
import type { Fact } from '../../../wire/fact.ts';
import { encodeFact } from '../../../wire/line-protocol.ts';
import { blob, number, type Sql, text } from '../../store/sql.ts';
import { pack, unpack } from '../packing-door.ts';
import type { Poison } from './isolate.ts';

export interface WaitingLine {
  readonly school: string;
  readonly line: string;
}

/** What is written with one request. */
export interface Shipment {
  readonly lastId: number;
  readonly lines: readonly WaitingLine[];
}

/** Lines of one request: what InfluxDB's documentation advises, 5,000 to 10,000. */
const LINES = 5_000;
const ROWS = 500;
const KEPT_CHARS = 2_048;

/** Lines that wait to be written to InfluxDB; they outlive a crash of the collector. */
export class Outbox {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** The tag `school` is set here: in the collector's own tables it stands in a column. */
  add(school: string, facts: readonly Fact[]): void {
    if (facts.length === 0) return;
    const lines = facts.map((fact) => encodeFact({ ...fact, tags: { ...fact.tags, school } }));
    this.#sql.run(
      'INSERT INTO influx_outbox (school, lines, payload) VALUES (?, ?, ?)',
      school,
      lines.length,
      pack(lines.join('\n'), 'fast'),
    );
  }

  /** The oldest lines, at least one row of them; undefined when nothing waits. */
  peek(): Shipment | undefined {
    const lines: WaitingLine[] = [];
    let lastId: number | undefined;
    const heads = this.#sql.all('SELECT id, lines FROM influx_outbox ORDER BY id LIMIT ?', ROWS);
    for (const head of heads) {
      if (lines.length > 0 && lines.length + number(head, 'lines') > LINES) break;
      lastId = number(head, 'id');
      lines.push(...this.#linesOf(lastId));
    }
    return lastId === undefined ? undefined : { lastId, lines };
  }

  /** Forgets what is written; a line that never can be goes to the dead letters. */
  settle({ lastId }: Shipment, poison: readonly Poison<WaitingLine>[], now: EpochMs): void {
    this.#sql.transaction(() => {
      for (const { line, reason } of poison)
        this.#sql.run(
          `INSERT INTO dead_letter (school, agent, batch, line_number, line, reason, received_at)
           VALUES (?, 'influx', ?, 0, ?, ?, ?)`,
          line.school,
          `influx_outbox.${lastId}`,
          line.line.slice(0, KEPT_CHARS),
          reason,
          now,
        );
      this.#sql.run('DELETE FROM influx_outbox WHERE id <= ?', lastId);
    });
  }

  waitingLines(): number {
    return number(
      this.#sql.get('SELECT ifnull(sum(lines), 0) AS lines FROM influx_outbox') ?? {},
      'lines',
    );
  }

  #linesOf(id: number): readonly WaitingLine[] {
    const row = this.#sql.get('SELECT school, payload FROM influx_outbox WHERE id = ?', id);
    if (row === undefined) return [];
    const school = text(row, 'school');
    return unpack(blob(row, 'payload'))
      .split('\n')
      .map((line) => ({ school, line }));
  }
}
