import { days, type EpochMs, epochMs } from '../../kit/units.ts';
import type { Sql } from './sql.ts';

/** An agent spools 30 days; a batch is remembered longer than it can be sent again. */
const BATCH_AGE = days(35);
const DEAD_LETTER_AGE = days(90);
const DEAD_LETTERS_OF_A_SCHOOL = 10_000;
/** A school year and its summer. */
const STATISTIC_AGE = days(400);

/** Forgets what nothing asks for any more. */
export function pruneFacts(sql: Sql, now: EpochMs, dayOf: (at: EpochMs) => string): void {
  sql.transaction(() => {
    sql.run('DELETE FROM batch WHERE received_at < ?', now - BATCH_AGE);
    sql.run('DELETE FROM dead_letter WHERE received_at < ?', now - DEAD_LETTER_AGE);
    sql.run(
      `DELETE FROM dead_letter WHERE id IN (SELECT id FROM (
         SELECT id, row_number() OVER (PARTITION BY school ORDER BY id DESC) AS place FROM dead_letter
       ) WHERE place > ?)`,
      DEAD_LETTERS_OF_A_SCHOOL,
    );
    sql.run('DELETE FROM outage WHERE started_at < ?', now - STATISTIC_AGE);
    sql.run('DELETE FROM day_statistic WHERE day < ?', dayOf(epochMs(now - STATISTIC_AGE)));
  });
}
