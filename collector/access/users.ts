import type { EpochMs } from '../../kit/units.ts';
import { number, type Sql, type SqlRow, stampOrNone, text, textOrNone } from '../store/sql.ts';
import type { PersonRole } from './caller.ts';
import { hashPassword, passwordMatches } from './secrets-door.ts';

const MIN_PASSWORD_CHARS = 12;
/** The first admin's name. */
const ADMIN = 'admin';

export interface Person {
  readonly id: number;
  readonly name: string;
  readonly role: PersonRole;
  readonly unit: string | undefined;
  readonly hasPassword: boolean;
  readonly createdBy: string;
  readonly disabledAt: EpochMs | undefined;
  readonly signedInAt: EpochMs | undefined;
}

export interface Place {
  readonly role: PersonRole;
  readonly unit: string | undefined;
}

/** People with a name, and their passwords. */
export class Users {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** The admin a first way in is made for, made at the first start; one with a password comes before others. */
  firstAdmin(now: EpochMs): { readonly id: number; readonly hasPassword: boolean } {
    const known = this.#enabledAdmin();
    if (known !== undefined) return known;
    const id = this.add({ name: ADMIN, role: 'admin', unit: undefined, createdBy: '' }, now);
    if (id === undefined) throw new Error('the first admin could not be made');
    return { id, hasPassword: false };
  }

  #enabledAdmin() {
    const row = this.#sql.get(
      `SELECT id, password_hash FROM user WHERE role = 'admin' AND disabled_at IS NULL
       ORDER BY password_hash IS NULL, id LIMIT 1`,
    );
    return row === undefined
      ? undefined
      : { id: number(row, 'id'), hasPassword: textOrNone(row, 'password_hash') !== undefined };
  }

  /** Undefined where the name is taken. */
  add(of: Place & { name: string; createdBy: string }, now: EpochMs): number | undefined {
    const { name, role, unit, createdBy } = of;
    const row = this.#sql.get(
      `INSERT INTO user (name, role, unit, created_at, created_by) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (name) DO NOTHING RETURNING id`,
      ...[name.normalize('NFC'), role, unit ?? null, now, createdBy],
    );
    return row === undefined ? undefined : number(row, 'id');
  }

  all(): readonly Person[] {
    return this.#sql.all('SELECT * FROM user ORDER BY name COLLATE NOCASE').map(toPerson);
  }

  person(id: number): Person | undefined {
    const row = this.#sql.get('SELECT * FROM user WHERE id = ?', id);
    return row === undefined ? undefined : toPerson(row);
  }

  isLastAdmin(id: number): boolean {
    const row = this.#sql.get(
      `SELECT count(*) AS others FROM user WHERE role = 'admin' AND disabled_at IS NULL AND id <> ?`,
      id,
    );
    return number(row ?? {}, 'others') === 0;
  }

  place(id: number, { role, unit }: Place): void {
    this.#sql.run('UPDATE user SET role = ?, unit = ? WHERE id = ?', role, unit ?? null, id);
  }

  disable(id: number, at: EpochMs | undefined): void {
    this.#sql.run('UPDATE user SET disabled_at = ? WHERE id = ?', at ?? null, id);
  }

  forgetPassword(id: number): void {
    this.#sql.run('UPDATE user SET password_hash = NULL WHERE id = ?', id);
  }

  async byPassword(name: string, password: string): Promise<number | undefined> {
    const row = this.#sql.get(
      'SELECT id, password_hash FROM user WHERE name = ? AND disabled_at IS NULL',
      name.normalize('NFC'),
    );
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
    const hash = await hashPassword(password);
    this.#sql.run('UPDATE user SET password_hash = ? WHERE id = ?', hash, user);
    return true;
  }
}

/** Parses like a hash and matches no password. */
const NOBODY = `argon2id$${'A'.repeat(22)}$${'A'.repeat(43)}`;

function toPerson(row: SqlRow): Person {
  return {
    id: number(row, 'id'),
    name: text(row, 'name'),
    role: roleOf(text(row, 'role')),
    unit: textOrNone(row, 'unit'),
    hasPassword: textOrNone(row, 'password_hash') !== undefined,
    createdBy: text(row, 'created_by'),
    disabledAt: stampOrNone(row, 'disabled_at'),
    signedInAt: stampOrNone(row, 'signed_in_at'),
  };
}

function roleOf(role: string): PersonRole {
  if (role === 'admin' || role === 'officer' || role === 'school') return role;
  throw new Error(`person of unknown role ${role}`);
}
