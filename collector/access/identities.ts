import { fail, ok, type Result } from '../../kit/result.ts';
import { type EpochMs, epochMs, hours } from '../../kit/units.ts';
import { number, numberOrNone, type Sql, type SqlRow, text, textOrNone } from '../store/sql.ts';
import { agentLines, OPEN_CODES } from './agent-rows.ts';
import { Audit } from './audit.ts';
import type { Caller, Role } from './caller.ts';
import { fingerprint, newCode, newToken, plainCode } from './secrets-door.ts';

const ENROLMENT_CODE_LIFE = hours(72);
/** How long a renewed token of an agent still works, while the new one has not been used. */
const RENEWED_LIFE = hours(1);
/** How exactly the last use of a token is known. */
const USED_EVERY = hours(1);
/** The token of the environment: no other may have its name. */
export const FROM_ENVIRONMENT = 'HATANG_ADMIN_TOKEN';

export interface TokenWish {
  readonly role: Role;
  readonly unit: string | undefined;
  readonly name: string;
  readonly agent?: string | undefined;
  readonly createdBy?: string | undefined;
  /** The person who made it: it ends with that person. */
  readonly maker?: number | undefined;
  readonly expiresAt?: EpochMs | undefined;
  readonly replaces?: number | undefined;
}

/** Enrolment codes, agents and tokens. Only fingerprints are kept; a secret is given out once. */
export class Identities {
  readonly #sql: Sql;
  readonly #audit: Audit;

  constructor(sql: Sql) {
    this.#sql = sql;
    this.#audit = new Audit(sql);
  }

  newEnrolmentCode(school: string, by: string, now: EpochMs): { code: string; expiresAt: EpochMs } {
    const code = newCode();
    const expiresAt = epochMs(now + ENROLMENT_CODE_LIFE);
    this.#sql.run(
      'INSERT INTO enrolment_code (hash, school, created_by, expires_at) VALUES (?, ?, ?, ?)',
      ...[fingerprint(plainCode(code)), school, by, expiresAt],
    );
    return { code, expiresAt };
  }

  withdrawCode(id: number, now: EpochMs): void {
    this.#sql.run('UPDATE enrolment_code SET withdrawn_at = ? WHERE id = ?', now, id);
  }

  /** Uses the code up and gives the agent its token; an earlier token of the same agent ends here. */
  enrol(code: string, agent: string, now: EpochMs): Result<{ token: string; school: string }> {
    return this.#sql.transaction(() => {
      const hash = fingerprint(plainCode(code));
      const row = this.#sql.get(`${OPEN_CODES} AND hash = ?`, now, hash);
      if (row === undefined) return fail('the code is wrong, used or past its time');
      const school = text(row, 'school');
      this.#sql.run('UPDATE enrolment_code SET used_at = ? WHERE hash = ?', now, hash);
      this.#sql.run(
        `INSERT INTO agent (id, school, enrolled_at) VALUES (?, ?, ?)
         ON CONFLICT (school, id) DO UPDATE SET enrolled_at = excluded.enrolled_at`,
        ...[agent, school, now],
      );
      this.revokeAgent(school, agent, now);
      const name = `${school}/${agent}`;
      const token = this.newToken({ role: 'agent', unit: school, agent, name }, now);
      return ok({ token, school });
    });
  }

  /** The token of the environment is valid for admins as long as it stands there; others that stood there end. */
  keepAdminToken(token: string | undefined, now: EpochMs): void {
    const hash = token === undefined ? '' : fingerprint(token);
    this.#sql.transaction(() => {
      const ended = this.#sql.run(
        'UPDATE token SET revoked_at = ? WHERE name = ? AND hash <> ? AND revoked_at IS NULL',
        ...[now, FROM_ENVIRONMENT, hash],
      );
      if (ended.changes > 0)
        this.#audit.write({ who: FROM_ENVIRONMENT, deed: 'former_admin_token_ended' }, now);
      if (token === undefined || this.callerOfToken(token, now) !== undefined) return;
      this.#sql.run('DELETE FROM token WHERE hash = ?', hash);
      this.#addToken(token, { role: 'admin', unit: undefined, name: FROM_ENVIRONMENT }, now);
      this.#audit.write({ who: FROM_ENVIRONMENT, deed: 'admin_token_set' }, now);
    });
  }

  /** Agents that ever enrolled: of one school where one is named, in order of school and id. */
  enrolled(school?: string): readonly { readonly school: string; readonly agent: string }[] {
    return agentLines(this.#sql, school);
  }

  newToken(of: TokenWish, now: EpochMs): string {
    const token = newToken();
    this.#addToken(token, of, now);
    return token;
  }

  #addToken(token: string, of: TokenWish, now: EpochMs): void {
    this.#sql.run(
      `INSERT INTO token (hash, role, unit, agent, name, created_at, created_by, maker, expires_at, replaces)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[fingerprint(token), of.role, of.unit ?? null, of.agent ?? null, of.name, now],
      ...[of.createdBy ?? '', of.maker ?? null, of.expiresAt ?? null, of.replaces ?? null],
    );
  }

  /** Whether there was a token to revoke. */
  revokeAgent(school: string, agent: string, now: EpochMs): boolean {
    const { changes } = this.#sql.run(
      "UPDATE token SET revoked_at = ? WHERE role = 'agent' AND unit = ? AND agent = ? AND revoked_at IS NULL",
      ...[now, school, agent],
    );
    return changes > 0;
  }

  /**
   * Another token for the agent that shows this one, which then ends within the hour, or when the new one is first
   * used. Until that use it may ask again: an agent that never got the answer is not shut out.
   */
  renewAgentToken(token: string, now: EpochMs): { token: string; caller: Caller } | undefined {
    return this.#sql.transaction(() => {
      const row = this.#sql.get(
        `SELECT id, role, unit, agent, name FROM token AS held WHERE hash = ? AND role = 'agent' AND revoked_at IS NULL
         AND (ifnull(expires_at, 9e15) > ? OR EXISTS (
           SELECT 1 FROM token WHERE replaces = held.id AND used_at IS NULL AND revoked_at IS NULL
             AND unit = held.unit AND agent = held.agent))`,
        ...[fingerprint(token), now],
      );
      if (row === undefined) return undefined;
      const caller = toCaller(row, undefined);
      const { role, name, unit, agent } = caller;
      const replaces = number(row, 'id');
      this.#sql.run(
        'UPDATE token SET revoked_at = ? WHERE replaces = ? AND unit = ? AND agent = ? AND revoked_at IS NULL',
        ...[now, replaces, unit ?? null, agent ?? null],
      );
      this.#sql.run(
        'UPDATE token SET expires_at = min(ifnull(expires_at, 9e15), ?) WHERE id = ?',
        ...[now + RENEWED_LIFE, replaces],
      );
      return { token: this.newToken({ role, name, unit, agent, replaces }, now), caller };
    });
  }

  callerOfToken(token: string, now: EpochMs): Caller | undefined {
    const row = this.#sql.get(
      `SELECT id, role, unit, agent, name, used_at, replaces FROM token
       WHERE hash = ? AND revoked_at IS NULL AND ifnull(expires_at, 9e15) > ?`,
      ...[fingerprint(token), now],
    );
    if (row === undefined) return undefined;
    this.#used(row, now);
    return toCaller(row, undefined);
  }

  /** The number of a token that is valid. */
  idOfToken(token: string): number | undefined {
    const row = this.#sql.get('SELECT id FROM token WHERE hash = ?', fingerprint(token));
    return row === undefined ? undefined : number(row, 'id');
  }

  /** An agent's is written down at its first use alone, which ends the one before it. */
  #used(row: SqlRow, now: EpochMs): void {
    const usedAt = numberOrNone(row, 'used_at');
    const isAgent = text(row, 'role') === 'agent';
    if (usedAt !== undefined && (isAgent || now - usedAt < USED_EVERY)) return;
    const replaced = numberOrNone(row, 'replaces');
    this.#sql.transaction(() => {
      this.#sql.run('UPDATE token SET used_at = ? WHERE id = ?', now, number(row, 'id'));
      if (replaced !== undefined) this.revokeToken(replaced, now);
    });
  }

  revokeToken(id: number, now: EpochMs): void {
    this.#sql.run('UPDATE token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', now, id);
  }
}

export function toCaller(row: SqlRow, user: number | undefined): Caller {
  const role = text(row, 'role');
  if (role !== 'admin' && role !== 'officer' && role !== 'school' && role !== 'agent')
    throw new Error(`caller of unknown role ${role}`);
  return {
    role,
    name: text(row, 'name'),
    unit: textOrNone(row, 'unit'),
    agent: textOrNone(row, 'agent'),
    user,
  };
}
