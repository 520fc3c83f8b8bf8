import type { EpochMs } from '../../kit/units.ts';
import { number, type Sql, textOrNone } from '../store/sql.ts';
import { hashPassword, passwordMatches } from './secrets-door.ts';

const MIN_PASSWORD_CHARS = 12;

export class Users {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** The first admin, made at the first start; without a password only a sign-in code opens the door. */
  firstAdmin(now: EpochMs): { readonly id: number; readonly hasPassword: boolean } {
    this.#sql.run(
      "INSERT INTO user (name, role, created_at) VALUES ('admin', 'admin', ?) ON CONFLICT (name) DO NOTHING",
      now,
    );
    const row = this.#sql.get("SELECT id, password_hash FROM user WHERE name = 'admin'");
    if (row === undefined) throw new Error('the first admin could not be made');
    return { id: number(row, 'id'), hasPassword: textOrNone(row, 'password_hash') !== undefined };
  }

  async byPassword(name: string, password: string): Promise<number | undefined> {
    const row = this.#sql.get('SELECT id, password_hash FROM user WHERE name = ?', name);
    const kept = row === undefined ? undefined : textOrNone(row, 'password_hash');
    // An unknown name costs the same time as a known one.
    const matches = await passwordMatches(password, kept ?? NOBODY);
    return row !== undefined && kept !== undefined && matches ? number(row, 'id') : undefined;
  }

  /** Whether the current password is right, or none was set yet. */
  async mayChange(user: number, current: string): Promise<boolean> {
    const row = this.#sql.get('SELECT password_hash FROM user WHERE id = ?', user);
    if (row === undefined) return false;
    const kept = textOrNone(row, 'password_hash');
    return kept === undefined || (await passwordMatches(current, kept));
  }

  /** False where the password is too short. */
  async setPassword(user: number, password: string): Promise<boolean> {
    if (password.length < MIN_PASSWORD_CHARS || password.length > 200) return false;
    this.#sql.run(
      'UPDATE user SET password_hash = ? WHERE id = ?',
      await hashPassword(password),
      user,
    );
    return true;
  }
}

/** Parses like a hash and matches no password. */
const NOBODY = `argon2id$${'A'.repeat(22)}$${'A'.repeat(43)}`;
