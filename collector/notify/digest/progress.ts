import { type EpochMs, epochMs } from '../../../kit/units.ts';
import { number, type Sql, text } from '../../store/sql.ts';

export interface Step {
  readonly at: EpochMs;
  readonly detail: string;
}

/** The rows of table `progress` that digests keep; each is durable when its transaction is. */
export class Progress {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  get(name: string): Step | undefined {
    const row = this.#sql.get('SELECT at, detail FROM progress WHERE name = ?', name);
    return row && { at: epochMs(number(row, 'at')), detail: text(row, 'detail') };
  }

  put(name: string, at: EpochMs, detail = '{}'): void {
    this.#sql.run(
      `INSERT INTO progress (name, at, detail) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET at = excluded.at, detail = excluded.detail`,
      name,
      at,
      detail,
    );
  }

  /** What was done under a clock that ran ahead counts as done now: nothing waits until the clock is there again. */
  setBack(prefix: string, now: EpochMs): void {
    this.#sql.run(
      'UPDATE progress SET at = ?3 WHERE substr(name, 1, ?1) = ?2 AND at > ?3',
      prefix.length,
      prefix,
      now,
    );
  }

  /** Of readers that are told no more: an address is not kept longer than it is of use. */
  forget(prefix: string, before: EpochMs): void {
    this.#sql.run(
      'DELETE FROM progress WHERE substr(name, 1, ?) = ? AND at < ?',
      prefix.length,
      prefix,
      before,
    );
  }
}
