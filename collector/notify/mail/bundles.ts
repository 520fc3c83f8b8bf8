import { type EpochMs, epochMs } from '../../../kit/units.ts';
import { number, numberOrNone, type Sql, type SqlRow, text, textOrNone } from '../../store/sql.ts';
import type { BundleLine } from './compose-bundle.ts';
import type { Letter } from './letter.ts';
import { schoolsIn, toLetter } from './mail-rows.ts';

/** Mails that tell of many, and what each took in. */
export class Bundles {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** The one of this recipient that can still take in more: queued, and surely not handed over. */
  open(recipient: string): Letter | undefined {
    const row = this.#sql.get(
      `SELECT * FROM mail WHERE recipient = ? AND state = 'queued' AND kind IN ('merged', 'catchup') AND handed = 0
       ORDER BY rowid DESC LIMIT 1`,
      recipient,
    );
    return row === undefined ? undefined : toLetter(row);
  }

  takeIn(bundle: string, mails: readonly string[], now: EpochMs): void {
    for (const id of mails)
      this.#sql.run(
        "UPDATE mail SET state = 'merged', merged_into = ?, at = ? WHERE id = ?",
        bundle,
        now,
        id,
      );
  }

  rewrite({ id, subject, text: body, html, schools }: Letter): void {
    this.#sql.run(
      'UPDATE mail SET subject = ?, text = ?, html = ?, schools = ? WHERE id = ?',
      subject,
      body,
      html,
      JSON.stringify(schools),
      id,
    );
  }

  /** One line an incident, in the order they began to be told, and when the first of its mails was written. */
  lines(bundle: string): { readonly lines: readonly BundleLine[]; readonly from: EpochMs } {
    const taken = this.#sql
      .all(
        `SELECT incident, kind, recipient, subject, schools, created_at FROM mail
         WHERE merged_into = ? ORDER BY rowid`,
        bundle,
      )
      .map(toTaken);
    const byIncident = Map.groupBy(taken, ({ incident }) => incident);
    return {
      lines: [...byIncident].map(([incident, mails]) => this.#line(incident, mails)),
      from: epochMs(Math.min(...taken.map(({ createdAt }) => createdAt))),
    };
  }

  #line(incident: string, mails: readonly Taken[]): BundleLine {
    const last = mails.at(-1);
    const recovery = last?.kind === 'resolved' ? last : undefined;
    const begun = mails.filter(({ kind }) => kind !== 'resolved');
    const recipient = mails[0]?.recipient ?? '';
    const opening = this.#opening(incident, recipient);
    const schools = [...new Set(mails.flatMap((mail) => mail.schools))];
    const span = this.#span(incident, schools);
    return {
      subject: opening === undefined ? (mails[0]?.subject ?? '') : text(opening, 'subject'),
      schools,
      since: span.since ?? mails[0]?.createdAt ?? epochMs(0),
      over: recovery === undefined ? undefined : (span.until ?? recovery.createdAt),
      isNew:
        begun.some(({ kind }) => kind === 'opened') || (begun.length > 0 && opening === undefined),
      escalated: mails.some(({ kind }) => kind === 'escalated'),
    };
  }

  #opening(incident: string, recipient: string): SqlRow | undefined {
    return this.#sql.get(
      "SELECT subject FROM mail WHERE incident = ? AND recipient = ? AND kind = 'opened' ORDER BY rowid DESC LIMIT 1",
      incident,
      recipient,
    );
  }

  /** Of those members that the mail is about. */
  #span(incident: string, schools: readonly string[]) {
    const row =
      this.#sql.get(
        `SELECT min(since) AS since, max(left_at) AS until FROM incident_member
         WHERE incident = ?1 AND (school = '' OR school IN (SELECT value FROM json_each(?2)))`,
        incident,
        JSON.stringify(schools),
      ) ?? {};
    const at = (column: string) => {
      const value = row[column] === undefined ? undefined : numberOrNone(row, column);
      return value === undefined ? undefined : epochMs(value);
    };
    return { since: at('since'), until: at('until') };
  }
}

/** A mail that another one tells: all of it but its text. */
interface Taken extends Pick<Letter, 'kind' | 'recipient' | 'subject' | 'schools' | 'createdAt'> {
  readonly incident: string;
}

const toTaken = (row: SqlRow): Taken => ({
  incident: textOrNone(row, 'incident') ?? '',
  kind: text(row, 'kind'),
  recipient: text(row, 'recipient'),
  subject: text(row, 'subject'),
  schools: schoolsIn(row),
  createdAt: epochMs(number(row, 'created_at')),
});
