import { days, type EpochMs, epochMs, hours, minutes } from '../../kit/units.ts';
import { number, type Sql, type SqlRow, text, textOrNone } from '../store/sql.ts';
import type { Caller } from './caller.ts';
import { toCaller } from './identities.ts';
import { fingerprint, newCode, newToken, plainCode } from './secrets-door.ts';

const SIGN_IN_CODE_LIFE = hours(24);
const SESSION_LIFE = days(14);
const IDLE_LIFE = hours(12);
/** How exactly the last use of a session is known: not every page view is worth a write. */
const SEEN_EVERY = minutes(5);

export interface SessionOpening {
  readonly user: number;
  /** The admin token it was opened by, where it was one. */
  readonly token?: number | undefined;
  readonly address?: string | undefined;
  readonly browser?: string | undefined;
}

export interface SessionLine {
  readonly id: number;
  readonly createdAt: EpochMs;
  readonly seenAt: EpochMs;
  readonly address: string;
  readonly browser: string;
  /** The one that asks. */
  readonly own: boolean;
}

/** How people come in: sign-in codes and sessions. Only fingerprints are kept; a secret is given out once. */
export class Sessions {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  open(of: SessionOpening, now: EpochMs): { token: string; expiresAt: EpochMs } {
    const token = newToken();
    const expiresAt = epochMs(now + SESSION_LIFE);
    this.#sql.transaction(() => {
      this.#sql.run(
        'DELETE FROM session WHERE expires_at <= ? OR seen_at <= ?',
        now,
        now - IDLE_LIFE,
      );
      this.#sql.run(
        `INSERT INTO session (hash, user, token, created_at, expires_at, seen_at, address, browser)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[fingerprint(token), of.user, of.token ?? null, now, expiresAt, now],
        ...[(of.address ?? '').slice(0, 64), (of.browser ?? '').slice(0, 200)],
      );
      this.#sql.run('UPDATE user SET signed_in_at = ? WHERE id = ?', now, of.user);
    });
    return { token, expiresAt };
  }

  callerOf(token: string, now: EpochMs): Caller | undefined {
    const row = this.#sql.get(
      `SELECT user.id, user.role, user.unit, NULL AS agent, user.name ${VALID} AND session.hash = ?`,
      ...[now, now - IDLE_LIFE, now, fingerprint(token)],
    );
    return row === undefined ? undefined : toCaller(row, number(row, 'id'));
  }

  /** A person used it just now: its idle time begins anew. */
  seen(token: string, now: EpochMs): void {
    this.#sql.run(
      'UPDATE session SET seen_at = ? WHERE hash = ? AND seen_at < ?',
      ...[now, fingerprint(token), now - SEEN_EVERY],
    );
  }

  /** Those of one person that are valid, the last used first. */
  of(user: number, token: string | undefined, now: EpochMs): readonly SessionLine[] {
    const own = token === undefined ? '' : fingerprint(token);
    return this.#sql
      .all(
        `SELECT session.* ${VALID} AND session.user = ? ORDER BY session.seen_at DESC, session.id`,
        ...[now, now - IDLE_LIFE, now, user],
      )
      .map((row) => toSession(row, own));
  }

  close(token: string): void {
    this.#sql.run('DELETE FROM session WHERE hash = ?', fingerprint(token));
  }

  /** One of a person's own, by its number; whether there was such a one. */
  end(user: number, id: number): boolean {
    return this.#sql.run('DELETE FROM session WHERE user = ? AND id = ?', user, id).changes > 0;
  }

  /** Ends sessions and sign-in codes of a person: all, or all but the session that asks. */
  endWaysIn(user: number, except: string | undefined, now: EpochMs): void {
    const kept = except === undefined ? '' : fingerprint(except);
    this.#sql.run('DELETE FROM session WHERE user = ? AND hash <> ?', user, kept);
    this.#endCodes(user, now);
  }

  #endCodes(user: number, now: EpochMs): void {
    this.#sql.run(
      'UPDATE sign_in_code SET used_at = ? WHERE user = ? AND used_at IS NULL',
      now,
      user,
    );
  }

  /** A single-use way in for a person who has no password yet, or has lost it; earlier ones end. */
  newCode(user: number, now: EpochMs): { code: string; expiresAt: EpochMs } {
    const code = newCode();
    const expiresAt = epochMs(now + SIGN_IN_CODE_LIFE);
    this.#endCodes(user, now);
    this.#sql.run(
      'INSERT INTO sign_in_code (hash, user, expires_at) VALUES (?, ?, ?)',
      ...[fingerprint(plainCode(code)), user, expiresAt],
    );
    return { code, expiresAt };
  }

  useCode(code: string, now: EpochMs): number | undefined {
    return this.#sql.transaction(() => {
      const hash = fingerprint(plainCode(code));
      const row = this.#sql.get(
        `SELECT user FROM sign_in_code JOIN user ON user.id = sign_in_code.user
         WHERE hash = ? AND used_at IS NULL AND expires_at > ? AND disabled_at IS NULL`,
        ...[hash, now],
      );
      if (row === undefined) return undefined;
      this.#sql.run('UPDATE sign_in_code SET used_at = ? WHERE hash = ?', now, hash);
      return number(row, 'user');
    });
  }
}

/** Of a person who is not disabled, neither too old nor too long idle, and opened by no token that has ended since. */
const VALID = `FROM session JOIN user ON user.id = session.user LEFT JOIN token ON token.id = session.token
  WHERE session.expires_at > ? AND session.seen_at > ? AND user.disabled_at IS NULL
  AND (session.token IS NULL
    OR (token.id IS NOT NULL AND token.revoked_at IS NULL AND ifnull(token.expires_at, 9e15) > ?))`;

const toSession = (row: SqlRow, own: string): SessionLine => ({
  id: number(row, 'id'),
  createdAt: epochMs(number(row, 'created_at')),
  seenAt: epochMs(number(row, 'seen_at')),
  address: text(row, 'address'),
  browser: text(row, 'browser'),
  own: textOrNone(row, 'hash') === own,
});
