import { days, type EpochMs } from '../../../kit/units.ts';
import { DUTIES } from '../../alert/rule.ts';
import { number, type Sql, type SqlRow, text, textOrNone } from '../../store/sql.ts';
import { mailbox } from '../mail-id.ts';
import { AT_ONCE, type Contact } from './contact.ts';

/** A contact that people look after on the page, not in the config. */
export interface KeptContact extends Omit<Contact, 'schools'> {
  readonly id: number;
  readonly schools: undefined;
}

export type ContactWish = Omit<Contact, 'schools'>;

const BOUNCED_LATELY = days(30);

/** The table `contact`. */
export class Contacts {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  all(): readonly KeptContact[] {
    return this.#sql
      .all('SELECT * FROM contact WHERE removed_at IS NULL ORDER BY address, id')
      .map(toContact);
  }

  /** In whatever case. */
  of(address: string): readonly KeptContact[] {
    return this.#sql
      .all('SELECT * FROM contact WHERE removed_at IS NULL AND address = ?', address)
      .map(toContact);
  }

  /** How many the unit has; undefined: those of all schools. */
  countOf(unit: string | undefined): number {
    const row = this.#sql.get(
      "SELECT count(*) AS n FROM contact WHERE removed_at IS NULL AND ifnull(unit, '') = ?",
      unit ?? '',
    );
    return row === undefined ? 0 : number(row, 'n');
  }

  one(id: number): KeptContact | undefined {
    const row = this.#sql.get('SELECT * FROM contact WHERE id = ? AND removed_at IS NULL', id);
    return row === undefined ? undefined : toContact(row);
  }

  /** Undefined where the unit has the address already. */
  add(wish: ContactWish, by: string, now: EpochMs): number | undefined {
    const row = this.#sql.get(
      `INSERT INTO contact (unit, name, address, language, duty, at_once, daily, weekly, made_by, made_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
      ...[...valuesOf(wish), by, now],
    );
    return row === undefined ? undefined : number(row, 'id');
  }

  /** False where the unit has the address already. */
  change(id: number, wish: ContactWish): boolean {
    const { changes } = this.#sql.run(
      `UPDATE OR IGNORE contact SET unit = ?, name = ?, address = ?, language = ?, duty = ?, at_once = ?, daily = ?, weekly = ?
       WHERE id = ? AND removed_at IS NULL`,
      ...[...valuesOf(wish), id],
    );
    return changes > 0;
  }

  /** It stays for the log. */
  remove(id: number, by: string, now: EpochMs): void {
    this.#sql.run('UPDATE contact SET removed_by = ?, removed_at = ? WHERE id = ?', by, now, id);
  }

  /** Whether a mail to this address came back, or was refused for good, lately. */
  bounces(address: string, now: EpochMs): boolean {
    const row = this.#sql.get(
      `SELECT 1 AS one FROM mail WHERE recipient = ? AND created_at > ? AND state IN ('bounced', 'refused') LIMIT 1`,
      mailbox(address),
      now - BOUNCED_LATELY,
    );
    return row !== undefined;
  }
}

const valuesOf = (wish: ContactWish) => [
  ...[wish.unit ?? null, wish.name, wish.address, wish.language, wish.duty, wish.atOnce],
  ...[Number(wish.daily), Number(wish.weekly)],
];

function toContact(row: SqlRow): KeptContact {
  const [duty, atOnce] = [text(row, 'duty'), text(row, 'at_once')];
  return {
    id: number(row, 'id'),
    unit: textOrNone(row, 'unit'),
    name: text(row, 'name'),
    address: text(row, 'address'),
    language: text(row, 'language') === 'en' ? 'en' : 'vi',
    // The table lets in no others.
    duty: DUTIES.find((one) => one === duty) ?? 'technical',
    atOnce: AT_ONCE.find((one) => one === atOnce) ?? 'info',
    daily: number(row, 'daily') === 1,
    weekly: number(row, 'weekly') === 1,
    schools: undefined,
  };
}
