import type { EpochMs } from '../../kit/units.ts';
import type { Summary } from '../../standards/summary.ts';
import { type Sql, text } from './sql.ts';

/** How each school was found last: what a page shows right after a start, before anybody is judged again. */
export class Judged {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  all(): ReadonlyMap<string, Summary> {
    const rows = this.#sql.all('SELECT school, summary FROM judged');
    return new Map(rows.map((row) => [text(row, 'school'), summaryIn(text(row, 'summary'))]));
  }

  keep(summaries: ReadonlyMap<string, Summary>, now: EpochMs): void {
    this.#sql.transaction(() => {
      for (const [school, summary] of summaries)
        this.#sql.run(
          `INSERT INTO judged (school, summary, at) VALUES (?, ?, ?)
           ON CONFLICT DO UPDATE SET summary = excluded.summary, at = excluded.at`,
          school,
          JSON.stringify(summary),
          now,
        );
    });
  }
}

/** Safe: `keep` alone fills the column. */
const summaryIn = (json: string) => JSON.parse(json) as Summary;
