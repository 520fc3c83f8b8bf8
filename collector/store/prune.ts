import { days, type EpochMs, epochMs } from '../../kit/units.ts';
import type { Sql } from './sql.ts';

/** An agent spools 30 days; a batch is remembered longer than it can be sent again. */
const BATCH_AGE = days(35);
const DEAD_LETTER_AGE = days(90);
const DEAD_LETTERS_OF_A_SCHOOL = 10_000;
/** A school year and its summer. */
const STATISTIC_AGE = days(400);
/** Rows deleted in one transaction: others write in between. */
const AT_ONCE = 5_000;

/** Forgets some of what nothing asks for any more; true while there may be more of it. */
export function pruneFacts(sql: Sql, now: EpochMs, dayOf: (at: EpochMs) => string): boolean {
  const firstDay = dayOf(epochMs(now - STATISTIC_AGE));
  return sql.transaction(() =>
    [
      sql.run(
        `DELETE FROM batch WHERE (school, agent, id) IN (
           SELECT school, agent, id FROM batch WHERE received_at < ? LIMIT ?)`,
        now - BATCH_AGE,
        AT_ONCE,
      ),
      sql.run(
        'DELETE FROM dead_letter WHERE id IN (SELECT id FROM dead_letter WHERE received_at < ? LIMIT ?)',
        now - DEAD_LETTER_AGE,
        AT_ONCE,
      ),
      sql.run(
        `DELETE FROM dead_letter WHERE id IN (SELECT id FROM (
           SELECT id, row_number() OVER (PARTITION BY school ORDER BY id DESC) AS place FROM dead_letter
         ) WHERE place > ? LIMIT ?)`,
        DEAD_LETTERS_OF_A_SCHOOL,
        AT_ONCE,
      ),
      sql.run('DELETE FROM outage WHERE started_at < ?', now - STATISTIC_AGE),
      ...sql
        .all('SELECT DISTINCT school FROM heard')
        .map(({ school = '' }) =>
          sql.run('DELETE FROM day_statistic WHERE school = ? AND day < ?', school, firstDay),
        ),
    ].some(({ changes }) => changes >= AT_ONCE),
  );
}
