import type { EpochMs } from '../../kit/units.ts';
import type { Receipt } from '../../wire/batch.ts';
import type { SeriesFacts } from '../../wire/fact.ts';
import type { HistoryWriter } from '../history/history.ts';
import { type Counting, countDays } from './day-rows.ts';
import { keepLatest } from './latest-rows.ts';
import { keepOutages } from './outage-rows.ts';
import { pruneFacts } from './prune.ts';
import {
  type BatchKey,
  findReceipt,
  keepDeadLetters,
  keepReceipt,
  type RefusedLine,
} from './receipts.ts';
import { number, type Sql } from './sql.ts';

/** A batch as it was read: the facts of its good lines by series, without the tag `school`, and its bad lines. */
export interface ReadBatch extends BatchKey {
  readonly series: readonly SeriesFacts[];
  readonly refused: readonly RefusedLine[];
}

export interface FactWriterParts {
  readonly sql: Sql;
  readonly history: Pick<HistoryWriter, 'append'>;
  readonly counting: Counting;
}

/** Keeps what schools measured: each batch once, the latest of each series, statistics by day, its history. */
export class FactWriter {
  readonly #parts: FactWriterParts;

  constructor(parts: FactWriterParts) {
    this.#parts = parts;
  }

  /** A batch that is known gives its first receipt and stores nothing. Durable once the outermost transaction is. */
  admit(batch: ReadBatch): Receipt {
    const { sql, history, counting } = this.#parts;
    return sql.transaction(() => {
      const known = findReceipt(sql, batch);
      if (known !== undefined) return known;
      const { school, series, receivedAt } = batch;
      const receipt = receiptOf(batch);
      keepReceipt(sql, batch, receipt);
      keepDeadLetters(sql, batch, batch.refused);
      keepLatest(sql, school, series, receivedAt);
      countDays(sql, school, series, counting);
      keepOutages(sql, school, series);
      history.append(school, series);
      markHeard(sql, batch);
      return receipt;
    });
  }

  /** How many series a school has, and whether one is among them: what bounds its cardinality. */
  seriesCount(school: string): number {
    const row = this.#parts.sql.get('SELECT count(*) AS n FROM latest WHERE school = ?', school);
    return row === undefined ? 0 : number(row, 'n');
  }

  hasSeries(school: string, measurement: string, series: string): boolean {
    return (
      this.#parts.sql.get(
        'SELECT 1 FROM latest WHERE school = ? AND measurement = ? AND series = ?',
        school,
        measurement,
        series,
      ) !== undefined
    );
  }

  /** Forgets what nothing asks for any more, a piece at a time; more is left while it gives true. */
  prune(now: EpochMs): boolean {
    return pruneFacts(this.#parts.sql, now, this.#parts.counting.dayOf);
  }
}

function markHeard(sql: Sql, { school, agent, receivedAt }: BatchKey): void {
  sql.run(
    `INSERT INTO heard (school, agent, last_received_at) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET last_received_at = max(last_received_at, excluded.last_received_at)`,
    school,
    agent,
    receivedAt,
  );
}

const receiptOf = ({ id, series, refused }: ReadBatch): Receipt => ({
  batch: id,
  stored: series.reduce((sum, { points }) => sum + points.length, 0),
  refused: refused.map(({ line, reason }) => ({ line, reason })),
  replayed: false,
});
