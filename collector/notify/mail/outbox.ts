import { createHash } from 'node:crypto';
import type { Language } from '../../../kit/text.ts';
import { type EpochMs, epochMs, type Ms } from '../../../kit/units.ts';
import type { MailView, Sight } from '../../report/views.ts';
import { number, type Sql, type SqlRow, text, textOrNone } from '../../store/sql.ts';

/**
 * Mails on their way: queued → sent | kept | failed. A mail is claimed by moving its `not_before` on, so that
 * one whose sender was killed is taken up again; its Message-ID stays the same, so that a receiver knows it.
 */
export interface Letter {
  readonly id: string;
  readonly incident: string | undefined;
  readonly kind: string;
  readonly recipient: string;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly createdAt: EpochMs;
}

export interface Claimed extends Letter {
  /** This try included. */
  readonly attempts: number;
}

export interface MailFilter {
  readonly sight: Sight;
  readonly limit: number;
}

/** One message for each (incident, kind, recipient), whoever asks for it how often. */
export function mailId(incident: string, kind: string, recipient: string): string {
  const exact = createHash('sha256').update(JSON.stringify([incident, kind, recipient]));
  return `${incident}-${kind}-${exact.digest('hex').slice(0, 12)}`;
}

export class Outbox {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  enqueue(letter: Letter): void {
    this.#sql.run(
      `INSERT INTO mail (id, incident, kind, recipient, language, subject, text, html, state, created_at, at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'queued', ?9, ?9) ON CONFLICT (id) DO NOTHING`,
      letter.id,
      letter.incident ?? null,
      letter.kind,
      letter.recipient,
      letter.language,
      letter.subject,
      letter.text,
      letter.html,
      letter.createdAt,
    );
  }

  /** The oldest mail that is due, held for `lease`; a recovery waits for its opening. */
  claim(now: EpochMs, lease: Ms): Claimed | undefined {
    return this.#sql.transaction(() => {
      const row = this.#sql.get(
        `SELECT * FROM mail WHERE state = 'queued' AND not_before <= ? AND NOT EXISTS (
           SELECT 1 FROM mail AS first WHERE first.state = 'queued' AND first.incident = mail.incident
             AND first.recipient = mail.recipient AND first.rowid < mail.rowid)
         ORDER BY rowid LIMIT 1`,
        now,
      );
      if (row === undefined) return undefined;
      const letter = toLetter(row);
      this.#sql.run(
        'UPDATE mail SET attempts = attempts + 1, not_before = ? WHERE id = ?',
        now + lease,
        letter.id,
      );
      return { ...letter, attempts: number(row, 'attempts') + 1 };
    });
  }

  settle(id: string, state: 'sent' | 'kept' | 'failed', now: EpochMs, error?: string): void {
    this.#sql.run(
      'UPDATE mail SET state = ?, at = ?, error = ? WHERE id = ?',
      state,
      now,
      error ?? null,
      id,
    );
  }

  /** Back into the queue; `counts` is false where the try says nothing about this mail. */
  postpone(id: string, until: EpochMs, error: string, counts: boolean): void {
    this.#sql.run(
      'UPDATE mail SET not_before = ?, error = ?, attempts = attempts - ? WHERE id = ?',
      until,
      error,
      counts ? 0 : 1,
      id,
    );
  }

  find(id: string, sight: Sight): Letter | undefined {
    const row = this.#sql.get(
      `SELECT mail.* FROM mail LEFT JOIN incident ON incident.id = mail.incident
       WHERE mail.id = ?1 AND (?2 IS NULL OR incident.school IN (SELECT value FROM json_each(?2)))`,
      id,
      sightJson(sight),
    );
    return row === undefined ? undefined : toLetter(row);
  }

  mails({ sight, limit }: MailFilter): readonly MailView[] {
    return this.#sql
      .all(
        `SELECT mail.*, incident.school FROM mail LEFT JOIN incident ON incident.id = mail.incident
         WHERE ?1 IS NULL OR incident.school IN (SELECT value FROM json_each(?1))
         ORDER BY mail.rowid DESC LIMIT ?2`,
        sightJson(sight),
        limit,
      )
      .map(toView);
  }
}

const sightJson = (sight: Sight): string | null =>
  sight === undefined ? null : JSON.stringify([...sight]);

function toLetter(row: SqlRow): Letter {
  return {
    id: text(row, 'id'),
    incident: textOrNone(row, 'incident'),
    kind: text(row, 'kind'),
    recipient: text(row, 'recipient'),
    language: text(row, 'language') === 'en' ? 'en' : 'vi',
    subject: text(row, 'subject'),
    text: text(row, 'text'),
    html: text(row, 'html'),
    createdAt: epochMs(number(row, 'created_at')),
  };
}

function toView(row: SqlRow): MailView {
  const { id, recipient, incident, subject, text: body, html } = toLetter(row);
  return {
    id,
    to: recipient,
    subject,
    text: body,
    html,
    state: stateOf(text(row, 'state')),
    at: epochMs(number(row, 'at')),
    incident,
    school: textOrNone(row, 'school'),
    error: textOrNone(row, 'error'),
  };
}

function stateOf(word: string): MailView['state'] {
  if (word === 'queued' || word === 'sent' || word === 'kept' || word === 'failed') return word;
  throw new Error(`mail in unknown state ${word}`);
}
