import { type EpochMs, epochMs, hours, type Ms, minutes, ms, seconds } from '../../kit/units.ts';
import { number, type Sql } from '../store/sql.ts';

interface Failures {
  readonly count: number;
  readonly until: EpochMs;
  readonly last: EpochMs;
}

const FORGOTTEN_AFTER = hours(1);
const LONGEST_WAIT = minutes(15);

export interface ThrottleParts {
  readonly sql: Sql;
  /** What it counts failures of: each kind has keys of its own. */
  readonly kind: string;
  /** Failures that cost nothing: more where many people share a key. */
  readonly free?: number;
}

/**
 * Slows down guessing: after a few failures each further one doubles the wait, up to a quarter of an hour. What it
 * knows outlives the collector, so that nobody who can make it start again guesses on.
 */
export class Throttle {
  readonly #sql: Sql;
  readonly #kind: string;
  readonly #free: number;
  #size: number;
  static readonly MOST_KEYS = 10_000;

  constructor({ sql, kind, free = 5 }: ThrottleParts) {
    this.#sql = sql;
    this.#kind = kind;
    this.#free = free;
    const row = sql.get('SELECT count(*) AS n FROM failure WHERE kind = ?', kind);
    this.#size = number(row ?? {}, 'n');
  }

  get size(): number {
    return this.#size;
  }

  /** How long this key must still wait; 0 when it may try. A clock that was set back makes nobody wait for ever. */
  wait(key: string, now: EpochMs): Ms {
    const until = this.#known(key)?.until ?? 0;
    return ms(Math.min(LONGEST_WAIT, Math.max(0, until - now)));
  }

  failed(key: string, now: EpochMs): void {
    const known = this.#known(key);
    const before = known === undefined || now - known.last > FORGOTTEN_AFTER ? 0 : known.count;
    const over = before + 1 - this.#free;
    const span = over < 0 ? 0 : Math.min(LONGEST_WAIT, seconds(2) * 2 ** Math.min(over, 12));
    this.#sql.run(
      `INSERT INTO failure (kind, who, count, until, last) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (kind, who) DO UPDATE SET count = excluded.count, until = excluded.until, last = excluded.last`,
      ...[this.#kind, key, before + 1, now + span, now],
    );
    if (known === undefined) this.#size += 1;
    if (this.#size > Throttle.MOST_KEYS) this.#forgetOldest();
  }

  succeeded(key: string): void {
    const { changes } = this.#sql.run(
      'DELETE FROM failure WHERE kind = ? AND who = ?',
      this.#kind,
      key,
    );
    this.#size -= changes;
  }

  #known(key: string): Failures | undefined {
    const row = this.#sql.get(
      'SELECT count, until, last FROM failure WHERE kind = ? AND who = ?',
      this.#kind,
      key,
    );
    if (row === undefined) return undefined;
    const [until, last] = [epochMs(number(row, 'until')), epochMs(number(row, 'last'))];
    return { count: number(row, 'count'), until, last };
  }

  /** A flood of names or addresses pushes out the ones that are quiet the longest. */
  #forgetOldest(): void {
    const { changes } = this.#sql.run(
      `DELETE FROM failure WHERE kind = ?1 AND who IN (
         SELECT who FROM failure WHERE kind = ?1 ORDER BY last, count LIMIT ?2)`,
      this.#kind,
      Throttle.MOST_KEYS / 10,
    );
    this.#size -= changes;
  }
}

/** What an address counts as: an IPv4 address as itself, an IPv6 address as its /64, which one customer has. */
export function peerKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').slice(0, 64);
  if (!plain.includes(':')) return plain;
  const [front = '', back = ''] = plain.split('::');
  const first = front === '' ? [] : front.split(':');
  const last = back === '' ? [] : back.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`;
}
