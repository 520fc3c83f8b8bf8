import { type EpochMs, epochMs, type Ms } from '../../../kit/units.ts';
import { number, type Sql, stampOrNone, text, textOrNone } from '../../store/sql.ts';
import { mailbox } from '../mail-id.ts';
import type { Claimed, Letter } from './letter.ts';
import { toLetter } from './mail-rows.ts';
import type { Told, Waiting } from './plan.ts';

/**
 * Mails on their way: queued → sent | kept | failed | refused | merged; sent → bounced. A mail is claimed by moving its
 * `not_before` on, so that one whose sender was killed is taken up again; its Message-ID stays the same, so that a
 * receiver knows it. `handed` stays 1 once a try's fate is unknown: such a mail is never told in another one.
 */
export class Outbox {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  transaction<Value>(work: () => Value): Value {
    return this.#sql.transaction(work);
  }

  enqueue(letter: Letter): void {
    this.#sql.run(
      `INSERT INTO mail (id, incident, kind, recipient, language, subject, text, html, schools, state, created_at, at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'queued', ?10, ?10) ON CONFLICT (id) DO NOTHING`,
      letter.id,
      letter.incident ?? null,
      letter.kind,
      mailbox(letter.recipient),
      letter.language,
      letter.subject,
      letter.text,
      letter.html,
      JSON.stringify(letter.schools),
      letter.createdAt,
    );
  }

  /** Whose mail is due longest, found by the index alone. */
  dueRecipient(now: EpochMs): string | undefined {
    const row = this.#sql.get(
      `SELECT recipient FROM mail WHERE ${DUE} ORDER BY not_before, rowid LIMIT 1`,
      now,
    );
    return row === undefined ? undefined : text(row, 'recipient');
  }

  /** The oldest due mail of a recipient, held for `lease`; a recovery waits for its opening. */
  claim(recipient: string, now: EpochMs, lease: Ms): Claimed | undefined {
    const row = this.#sql.get(
      `SELECT * FROM mail INDEXED BY mail_by_recipient WHERE ${DUE} AND recipient = ?2 ORDER BY rowid LIMIT 1`,
      now,
      recipient,
    );
    if (row === undefined) return undefined;
    const letter = toLetter(row);
    this.#sql.run(
      'UPDATE mail SET attempts = attempts + 1, handed = 1, not_before = ? WHERE id = ?',
      now + lease,
      letter.id,
    );
    const attempts = number(row, 'attempts') + 1;
    const handedBefore = number(row, 'handed') === 1;
    return { ...letter, attempts, handedBefore, unanswered: number(row, 'unanswered') };
  }

  settle(id: string, state: Settled, now: EpochMs, error?: string): void {
    this.#sql.run(
      'UPDATE mail SET state = ?, at = ?, error = ? WHERE id = ?',
      state,
      now,
      error ?? null,
      id,
    );
  }

  /** Back into the queue. */
  postpone(id: string, { until, error, counts, handed, unanswered }: Postponed): void {
    this.#sql.run(
      `UPDATE mail SET not_before = ?, error = ?, attempts = attempts - ?, handed = ?, unanswered = ?
       WHERE id = ?`,
      ...[until, error, counts ? 0 : 1, handed ? 1 : 0, unanswered, id],
    );
  }

  /** Every mail that is due now waits for the same reason as the one that was tried. */
  blame(error: string, now: EpochMs): void {
    this.#sql.run(
      "UPDATE mail SET error = ? WHERE state = 'queued' AND not_before <= ? AND error IS NULL",
      error,
      now,
    );
  }

  /** Whether one of them waits because no server took it. */
  wasTried(ids: readonly string[]): boolean {
    const asked = JSON.stringify(ids);
    const row = this.#sql.get(
      'SELECT 1 FROM mail WHERE id IN (SELECT value FROM json_each(?)) AND error IS NOT NULL LIMIT 1',
      asked,
    );
    return row !== undefined;
  }

  waiting(recipient: string): readonly Waiting[] {
    return this.#sql
      .all(
        `SELECT id, kind, incident, created_at, handed FROM mail
         WHERE recipient = ? AND state = 'queued' ORDER BY rowid`,
        recipient,
      )
      .map((row) => ({
        id: text(row, 'id'),
        kind: text(row, 'kind'),
        incident: textOrNone(row, 'incident'),
        createdAt: epochMs(number(row, 'created_at')),
        handed: number(row, 'handed') === 1,
      }));
  }

  /** How the recipient was told of the beginning that this recovery ends. */
  told(recovery: string): Told {
    const rows = this.#sql.all(
      `SELECT mail.state, other.state AS other, other.handed
       FROM mail AS over JOIN mail ON mail.incident = over.incident AND mail.recipient = over.recipient
         LEFT JOIN mail AS other ON other.id = mail.merged_into
       WHERE over.id = ? AND mail.kind IN ('opened', 'escalated') AND mail.rowid < over.rowid
         AND NOT EXISTS (SELECT 1 FROM mail AS earlier WHERE earlier.incident = over.incident AND earlier.recipient = over.recipient
           AND earlier.kind = 'resolved' AND earlier.rowid > mail.rowid AND earlier.rowid < over.rowid)
       ORDER BY mail.rowid`,
      recovery,
    );
    const all = rows.map((row) =>
      toldBy(text(row, 'state'), textOrNone(row, 'other'), row['handed'] === 1),
    );
    return RANKED.find((told) => all.includes(told)) ?? 'never';
  }

  /** Mails of that recipient that went out since then. */
  sentSince(recipient: string, since: EpochMs): number {
    const row = this.#sql.get(
      "SELECT count(*) AS n FROM mail WHERE recipient = ? AND state IN ('sent', 'kept', 'bounced') AND at > ?",
      recipient,
      since,
    );
    return row === undefined ? 0 : number(row, 'n');
  }

  /** Digests of that reader that begin so and no server was ever handed. */
  unsentDigests(recipient: string, prefix: string): readonly string[] {
    return this.#sql
      .all(
        `SELECT id FROM mail INDEXED BY mail_by_recipient WHERE recipient = ?1 AND state = 'queued' AND kind = 'digest'
           AND handed = 0 AND substr(id, 1, length(?2)) = ?2`,
        recipient,
        prefix,
      )
      .map((row) => text(row, 'id'));
  }

  /** From now on another mail tells what this one would have told. */
  mergeInto(other: string, id: string, now: EpochMs): void {
    this.#sql.run(
      "UPDATE mail SET state = 'merged', merged_into = ?, at = ? WHERE id = ?",
      ...[other, now, id],
    );
  }

  has(id: string): boolean {
    return this.#sql.get('SELECT 1 FROM mail WHERE id = ?', id) !== undefined;
  }

  subjectOf(id: string): string | undefined {
    const row = this.#sql.get('SELECT subject FROM mail WHERE id = ?', id);
    return row === undefined ? undefined : text(row, 'subject');
  }

  /** How often the recipient was told that an incident is over, and when last: what began since is a new round. */
  rounds(incident: string, recipient: string): Rounds {
    const row = this.#sql.get(
      "SELECT count(*) AS n, max(created_at) AS last FROM mail WHERE incident = ? AND recipient = ? AND kind = 'resolved'",
      incident,
      mailbox(recipient),
    );
    if (row === undefined) return { over: 0, lastOver: undefined };
    return { over: number(row, 'n'), lastOver: stampOrNone(row, 'last') };
  }

  /** Who was told that an incident began, and not yet that it is over. */
  beginnings(incident: string): readonly Letter[] {
    const rows = this.#sql.all(
      `SELECT * FROM mail WHERE incident = ?1 AND kind IN ('opened', 'escalated') AND state NOT IN ('failed', 'refused', 'bounced')
         AND NOT EXISTS (SELECT 1 FROM mail AS over WHERE over.incident = ?1 AND over.recipient = mail.recipient AND over.kind = 'resolved' AND over.rowid > mail.rowid)
       ORDER BY rowid`,
      incident,
    );
    return rows.map(toLetter);
  }

  language(id: string): Letter['language'] {
    const row = this.#sql.get('SELECT language FROM mail WHERE id = ?', id);
    return row?.['language'] === 'en' ? 'en' : 'vi';
  }

  hold(id: string, until: EpochMs): void {
    this.#sql.run('UPDATE mail SET not_before = max(not_before, ?) WHERE id = ?', until, id);
  }
}

export interface Rounds {
  readonly over: number;
  readonly lastOver: EpochMs | undefined;
}

export type Settled = 'sent' | 'kept' | 'failed' | 'refused';

export interface Postponed {
  readonly until: EpochMs;
  readonly error: string;
  /** False where the try says nothing about this mail. */
  readonly counts: boolean;
  /** Whether it may have arrived, by this try or an earlier one. */
  readonly handed: boolean;
  readonly unanswered: number;
}

/** ?1 is now. */
const DUE = `state = 'queued' AND not_before <= ?1 AND NOT EXISTS (
  SELECT 1 FROM mail AS first INDEXED BY mail_by_incident WHERE first.state = 'queued' AND first.incident = mail.incident
    AND first.recipient = mail.recipient AND first.rowid < mail.rowid)`;

/** Where it was told twice (an opening, an escalation), what counts first. */
const RANKED: readonly Told[] = ['waiting', 'bundling', 'itself', 'bundled', 'never'];

function toldBy(state: string, bundle: string | undefined, handed: boolean): Told {
  if (state === 'queued') return 'waiting';
  if (state === 'sent' || state === 'kept') return 'itself';
  if (state !== 'merged') return 'never';
  if (bundle === 'queued') return handed ? 'bundled' : 'bundling';
  return bundle === 'sent' || bundle === 'kept' ? 'bundled' : 'never';
}
