import { type EpochMs, epochMs } from '../../kit/units.ts';
import type { Sight } from '../report/views.ts';
import { number, type Sql, type SqlRow, type SqlValue, text, textOrNone } from '../store/sql.ts';

/** Every deed the log knows: a closed list, because each has its words in both languages. */
export const DEEDS = [
  'signed_in',
  'sign_in_refused',
  'signed_out',
  'session_ended',
  'password_set',
  'user_added',
  'user_changed',
  'user_disabled',
  'user_enabled',
  'sign_in_code_made',
  'token_made',
  'token_revoked',
  'enrolment_code_made',
  'enrolment_code_withdrawn',
  'agent_enrolled',
  'agent_token_renewed',
  'agent_token_revoked',
  'school_added',
  'school_changed',
  'school_moved',
  'admin_token_set',
  'former_admin_token_ended',
  'agent_config_made',
  'agent_config_withdrawn',
  'files_mended',
  'maintenance_announced',
  'maintenance_ended',
  'incident_acknowledged',
  'incident_taken_back',
  'incident_assigned',
  'incident_commented',
  'incident_silenced',
  'incident_silence_ended',
  'contact_added',
  'contact_changed',
  'contact_removed',
  'contact_tested',
] as const;
export type Deed = (typeof DEEDS)[number];

export interface AuditEntry {
  /** Name of the person or the token; empty where nobody was let in. */
  readonly who: string;
  readonly deed: Deed;
  /** Whom or what it was done to. */
  readonly subject?: string | undefined;
  /** The unit it concerns: whoever looks after that unit may read of it. */
  readonly unit?: string | undefined;
  /** Where it was asked from; empty where the collector itself did it. */
  readonly address?: string | undefined;
  readonly detail?: string | undefined;
}

export interface AuditLine {
  readonly id: number;
  readonly at: EpochMs;
  readonly who: string;
  /** Of DEEDS, or as an earlier version wrote it. */
  readonly deed: string;
  readonly subject: string;
  readonly unit: string | undefined;
  readonly address: string;
  readonly detail: string;
}

export interface AuditFilter {
  /** The units the reader looks after; undefined: everything. */
  readonly charge: Sight;
  readonly limit: number;
  /** Only entries older than this one. */
  readonly before?: number | undefined;
  readonly deed?: string | undefined;
  /** Part of who, subject, unit or address. */
  readonly words?: string | undefined;
  readonly from?: EpochMs | undefined;
  readonly to?: EpochMs | undefined;
}

/** Who changed what, when and from where: written with the change, never altered. */
export class Audit {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  write(entry: AuditEntry, now: EpochMs): void {
    const { who, deed, subject = '', unit, address = '', detail = '' } = entry;
    this.#sql.run(
      `INSERT INTO audit (at, who, deed, subject, unit, address, detail) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ...[now, who, deed, subject, unit ?? null, address.slice(0, 64), detail],
    );
  }

  /** Newest first. */
  read(filter: AuditFilter): readonly AuditLine[] {
    const { charge, before, deed, words, from, to, limit } = filter;
    const asked: readonly (readonly [string, SqlValue | undefined])[] = [
      ['id < ?', before],
      ['deed = ?', deed],
      ['at >= ?', from],
      ['at < ?', to],
      [CONTAINS, words === undefined ? undefined : words.toLowerCase()],
      [
        'unit IN (SELECT value FROM json_each(?))',
        charge === undefined ? undefined : JSON.stringify([...charge]),
      ],
    ];
    const held = asked.filter((one): one is readonly [string, SqlValue] => one[1] !== undefined);
    const where = held.length === 0 ? '' : `WHERE ${held.map(([test]) => test).join(' AND ')}`;
    return this.#sql
      .all(
        `SELECT * FROM audit ${where} ORDER BY id DESC LIMIT ?`,
        ...held.map(([, value]) => value),
        limit,
      )
      .map(toLine);
  }
}

const CONTAINS = `instr(lower(who || ' ' || subject || ' ' || ifnull(unit, '') || ' ' || address || ' ' || detail), ?) > 0`;

const toLine = (row: SqlRow): AuditLine => ({
  id: number(row, 'id'),
  at: epochMs(number(row, 'at')),
  who: text(row, 'who'),
  deed: text(row, 'deed'),
  subject: text(row, 'subject'),
  unit: textOrNone(row, 'unit'),
  address: text(row, 'address'),
  detail: text(row, 'detail'),
});
