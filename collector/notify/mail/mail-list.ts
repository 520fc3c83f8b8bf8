import { type EpochMs, epochMs } from '../../../kit/units.ts';
import type { MailFilter, MailView, Sight } from '../../report/views.ts';
import { number, numberOrNone, type Sql, text } from '../../store/sql.ts';
import { type Known, shownAddress } from '../recipients/shown-address.ts';
import type { Letter } from './letter.ts';
import { toLetter, toView } from './mail-rows.ts';

/** ?1 is the sight: NULL sees everything; others see what names their schools alone, and nothing that names none. */
const SEEN = `(?1 IS NULL OR (schools <> '[]' AND NOT EXISTS (
  SELECT 1 FROM json_each(mail.schools) AS named WHERE named.value NOT IN (SELECT value FROM json_each(?1)))))`;

const ofOpen = (column: 'id' | 'merged_into'): string =>
  `SELECT told.${column} FROM mail AS told JOIN incident ON incident.id = told.incident
   WHERE incident.state = 'open' AND told.${column} IS NOT NULL`;

const sightJson = (sight: Sight): string | null =>
  sight === undefined ? null : JSON.stringify([...sight]);

/** The outbox as people and other programs look at it. */
export class MailList {
  readonly #sql: Pick<Sql, 'all' | 'get' | 'run'>;
  readonly #known: Known;

  constructor(sql: Pick<Sql, 'all' | 'get' | 'run'>, known: Known) {
    this.#sql = sql;
    this.#known = known;
  }

  find(id: string, sight: Sight): Letter | undefined {
    const row = this.#sql.get(`SELECT * FROM mail WHERE ${SEEN} AND id = ?2`, sightJson(sight), id);
    return row === undefined ? undefined : toLetter(row);
  }

  /** Newest first. */
  mails({ sight, limit, state, id }: MailFilter): readonly MailView[] {
    return this.#sql
      .all(
        `SELECT * FROM mail WHERE ${SEEN} AND (?3 IS NULL OR state = ?3) AND (?4 IS NULL OR id = ?4)
         ORDER BY rowid DESC LIMIT ?2`,
        sightJson(sight),
        limit,
        state ?? null,
        id ?? null,
      )
      .map((row) => toView(row, (address) => shownAddress(address, sight, this.#known)));
  }

  counts(sight: Sight): ReadonlyMap<string, number> {
    const rows = this.#sql.all(
      `SELECT state, count(*) AS n FROM mail WHERE ${SEEN} GROUP BY state`,
      sightJson(sight),
    );
    return new Map(rows.map((row) => [text(row, 'state'), number(row, 'n')]));
  }

  /** What was settled before then, and tells of no open incident, itself or by what it took in. */
  forget(before: EpochMs): void {
    this.#sql.run(
      `DELETE FROM mail WHERE state <> 'queued' AND at < ?
         AND id NOT IN (${ofOpen('id')}) AND id NOT IN (${ofOpen('merged_into')})`,
      before,
    );
  }

  queue(): { readonly queued: number; readonly oldestQueuedAt: EpochMs | undefined } {
    const row = this.#sql.get(
      "SELECT count(*) AS n, min(created_at) AS oldest FROM mail WHERE state = 'queued'",
    );
    if (row === undefined) return { queued: 0, oldestQueuedAt: undefined };
    const oldest = numberOrNone(row, 'oldest');
    return {
      queued: number(row, 'n'),
      oldestQueuedAt: oldest === undefined ? undefined : epochMs(oldest),
    };
  }
}
