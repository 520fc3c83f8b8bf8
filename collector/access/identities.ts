import { fail, ok, type Result } from '../../kit/result.ts';
import { days, type EpochMs, epochMs, hours } from '../../kit/units.ts';
import { number, type Sql, type SqlRow, text, textOrNone } from '../store/sql.ts';
import type { Caller, Role } from './caller.ts';
import { fingerprint, newCode, newToken, plainCode } from './secrets-door.ts';

const ENROLMENT_CODE_LIFE = hours(72);
const SIGN_IN_CODE_LIFE = hours(24);
const SESSION_LIFE = days(14);
const FROM_ENVIRONMENT = 'HATANG_ADMIN_TOKEN';

/** Codes, tokens and sessions. Only fingerprints are kept; a secret is given out once. */
export class Identities {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  newEnrolmentCode(school: string, by: string, now: EpochMs): { code: string; expiresAt: EpochMs } {
    const code = newCode();
    const expiresAt = epochMs(now + ENROLMENT_CODE_LIFE);
    this.#sql.run(
      'INSERT INTO enrolment_code (hash, school, created_by, expires_at) VALUES (?, ?, ?, ?)',
      fingerprint(plainCode(code)),
      school,
      by,
      expiresAt,
    );
    this.audit(by, 'enrolment code made', school, now);
    return { code, expiresAt };
  }

  /** Uses the code up and gives the agent its token; an earlier token of the same agent ends here. */
  enrol(code: string, agent: string, now: EpochMs): Result<{ token: string; school: string }> {
    return this.#sql.transaction(() => {
      const row = this.#sql.get(
        'SELECT school FROM enrolment_code WHERE hash = ? AND used_at IS NULL AND expires_at > ?',
        fingerprint(plainCode(code)),
        now,
      );
      if (row === undefined) return fail('the code is wrong, used or past its time');
      const school = text(row, 'school');
      this.#sql.run(
        'UPDATE enrolment_code SET used_at = ? WHERE hash = ?',
        now,
        fingerprint(plainCode(code)),
      );
      this.#sql.run(
        `INSERT INTO agent (id, school, enrolled_at) VALUES (?, ?, ?)
         ON CONFLICT (school, id) DO UPDATE SET enrolled_at = excluded.enrolled_at`,
        agent,
        school,
        now,
      );
      this.#sql.run(
        "UPDATE token SET revoked_at = ? WHERE role = 'agent' AND unit = ? AND agent = ? AND revoked_at IS NULL",
        now,
        school,
        agent,
      );
      const token = newToken();
      this.#addToken(
        token,
        { role: 'agent', unit: school, agent, name: `${school}/${agent}` },
        now,
      );
      this.audit(`${school}/${agent}`, 'agent enrolled', school, now);
      return ok({ token, school });
    });
  }

  /** The token of the environment is valid for admins as long as it stands there; others that stood there end. */
  keepAdminToken(token: string | undefined, now: EpochMs): void {
    const hash = token === undefined ? '' : fingerprint(token);
    this.#sql.transaction(() => {
      const ended = this.#sql.run(
        'UPDATE token SET revoked_at = ? WHERE name = ? AND hash <> ? AND revoked_at IS NULL',
        now,
        FROM_ENVIRONMENT,
        hash,
      );
      if (ended.changes > 0) this.audit(FROM_ENVIRONMENT, 'former admin token ended', '', now);
      if (token === undefined || this.callerOfToken(token) !== undefined) return;
      this.#sql.run('DELETE FROM token WHERE hash = ?', hash);
      const admin = { role: 'admin', unit: undefined, agent: undefined } as const;
      this.#addToken(token, { ...admin, name: FROM_ENVIRONMENT }, now);
      this.audit(FROM_ENVIRONMENT, 'admin token set from the environment', '', now);
    });
  }

  /** Agents that ever enrolled: of one school where one is named, in order of school and id. */
  enrolled(school?: string): readonly { readonly school: string; readonly agent: string }[] {
    return this.#sql
      .all(
        `SELECT school, id FROM agent ${school === undefined ? '' : 'WHERE school = ?'} ORDER BY school, id`,
        ...(school === undefined ? [] : [school]),
      )
      .map((row) => ({ school: text(row, 'school'), agent: text(row, 'id') }));
  }

  newToken(of: { role: Role; unit: string | undefined; name: string }, now: EpochMs): string {
    const token = newToken();
    this.#addToken(token, { ...of, agent: undefined }, now);
    this.audit(of.name, `token made for role ${of.role}`, of.unit ?? '', now);
    return token;
  }

  #addToken(
    token: string,
    of: { role: Role; unit: string | undefined; agent: string | undefined; name: string },
    now: EpochMs,
  ): void {
    this.#sql.run(
      'INSERT INTO token (hash, role, unit, agent, name, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      fingerprint(token),
      of.role,
      of.unit ?? null,
      of.agent ?? null,
      of.name,
      now,
    );
  }

  revokeAgent(school: string, agent: string, by: string, now: EpochMs): boolean {
    const { changes } = this.#sql.run(
      "UPDATE token SET revoked_at = ? WHERE role = 'agent' AND unit = ? AND agent = ? AND revoked_at IS NULL",
      now,
      school,
      agent,
    );
    this.audit(by, 'agent token revoked', `${school}/${agent}`, now);
    return changes > 0;
  }

  callerOfToken(token: string): Caller | undefined {
    const row = this.#sql.get(
      'SELECT role, unit, agent, name FROM token WHERE hash = ? AND revoked_at IS NULL',
      fingerprint(token),
    );
    return row === undefined ? undefined : toCaller(row, undefined);
  }

  openSession(user: number, now: EpochMs): { token: string; expiresAt: EpochMs } {
    const token = newToken();
    const expiresAt = epochMs(now + SESSION_LIFE);
    this.#sql.run('DELETE FROM session WHERE expires_at <= ?', now);
    this.#sql.run(
      'INSERT INTO session (hash, user, created_at, expires_at) VALUES (?, ?, ?, ?)',
      fingerprint(token),
      user,
      now,
      expiresAt,
    );
    this.audit(this.callerOfSession(token, now)?.name ?? '', 'signed in', '', now);
    return { token, expiresAt };
  }

  closeSession(token: string, now: EpochMs): void {
    const caller = this.callerOfSession(token, now);
    if (caller !== undefined) this.audit(caller.name, 'signed out', '', now);
    this.#sql.run('DELETE FROM session WHERE hash = ?', fingerprint(token));
  }

  /** A new password shuts out whoever came in before it: all but the session that set it. */
  endOtherWaysIn(user: number, session: string, now: EpochMs): void {
    this.#sql.run('DELETE FROM session WHERE user = ? AND hash <> ?', user, fingerprint(session));
    this.#endSignInCodes(user, now);
  }

  #endSignInCodes(user: number, now: EpochMs): void {
    this.#sql.run(
      'UPDATE sign_in_code SET used_at = ? WHERE user = ? AND used_at IS NULL',
      now,
      user,
    );
  }

  callerOfSession(token: string, now: EpochMs): Caller | undefined {
    const row = this.#sql.get(
      `SELECT user.id, user.role, user.unit, NULL AS agent, user.name
       FROM session JOIN user ON user.id = session.user WHERE session.hash = ? AND session.expires_at > ?`,
      fingerprint(token),
      now,
    );
    return row === undefined ? undefined : toCaller(row, number(row, 'id'));
  }

  /** A single-use way in for a user who has no password yet, or has lost it; earlier ones end. */
  newSignInCode(user: number, now: EpochMs): string {
    const code = newCode();
    this.#endSignInCodes(user, now);
    this.#sql.run(
      'INSERT INTO sign_in_code (hash, user, expires_at) VALUES (?, ?, ?)',
      fingerprint(plainCode(code)),
      user,
      now + SIGN_IN_CODE_LIFE,
    );
    return code;
  }

  useSignInCode(code: string, now: EpochMs): number | undefined {
    return this.#sql.transaction(() => {
      const hash = fingerprint(plainCode(code));
      const row = this.#sql.get(
        'SELECT user FROM sign_in_code WHERE hash = ? AND used_at IS NULL AND expires_at > ?',
        hash,
        now,
      );
      if (row === undefined) return undefined;
      this.#sql.run('UPDATE sign_in_code SET used_at = ? WHERE hash = ?', now, hash);
      return number(row, 'user');
    });
  }

  audit(who: string, deed: string, subject: string, now: EpochMs): void {
    this.#sql.run(
      'INSERT INTO audit (at, who, deed, subject) VALUES (?, ?, ?, ?)',
      now,
      who,
      deed,
      subject,
    );
  }
}

function toCaller(row: SqlRow, user: number | undefined): Caller {
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
