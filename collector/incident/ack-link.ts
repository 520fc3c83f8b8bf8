import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Language } from '../../kit/text.ts';
import { days, type EpochMs, epochMs } from '../../kit/units.ts';
import { newToken } from '../access/secrets-door.ts';
import { type Sql, text } from '../store/sql.ts';

/**
 * The link in a mail by which its recipient acknowledges an incident: `/acknowledge/PAYLOAD.SIGNATURE`, both base64url.
 * PAYLOAD is JSON, `[incident, recipient, expiry in seconds since 1970]`; SIGNATURE is its HMAC-SHA256.
 */
export interface Claim {
  readonly incident: string;
  /** The address the mail went to: who acknowledges. */
  readonly recipient: string;
  readonly expiresAt: EpochMs;
}

/** What a mail puts in its text: the same ask gives the same link. */
export type AckLink = (ask: {
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly incident: string;
  readonly recipient: string;
  readonly language: Language;
  readonly now: EpochMs;
}) => string;

export type ReadClaim =
  | { readonly kind: 'good' | 'expired'; readonly claim: Claim }
  | { readonly kind: 'forged' };

const GOOD_FOR = days(7);
const KEY = 'acknowledge';
const LONGEST_TOKEN = 2_048;

/** Makes such links and reads them again; the key is made once and stays in the database. */
export class AckLinks {
  readonly #sql: Sql;
  readonly #key: string;

  constructor(sql: Sql) {
    this.#sql = sql;
    this.#key = keptKey(sql);
  }

  readonly link: AckLink = ({ publicUrl, incident, recipient, language, now }) => {
    const expiry = Math.floor((now + GOOD_FOR) / 1_000);
    const payload = Buffer.from(JSON.stringify([incident, recipient, expiry])).toString(
      'base64url',
    );
    const asked = language === 'en' ? '?lang=en' : '';
    return `${publicUrl}/acknowledge/${payload}.${this.#sign(payload)}${asked}`;
  };

  read(token: string, now: EpochMs): ReadClaim {
    const [payload = '', signature = '', ...more] = token.slice(0, LONGEST_TOKEN + 1).split('.');
    const isSigned =
      token.length <= LONGEST_TOKEN && more.length === 0 && same(signature, this.#sign(payload));
    if (!isSigned) return { kind: 'forged' };
    const claim = claimOf(payload);
    return { kind: claim.expiresAt > now ? 'good' : 'expired', claim };
  }

  isUsed(token: string): boolean {
    const used = this.#sql.get('SELECT 1 AS one FROM used_link WHERE hash = ?', hashOf(token));
    return used !== undefined;
  }

  /** False where it was used before; within the transaction of what it is used for. */
  use(token: string, now: EpochMs): boolean {
    // What was used longer ago than any link is good for has expired by itself.
    this.#sql.run('DELETE FROM used_link WHERE at < ?', now - 2 * GOOD_FOR);
    return (
      this.#sql.run(
        'INSERT INTO used_link (hash, at) VALUES (?, ?) ON CONFLICT DO NOTHING',
        hashOf(token),
        now,
      ).changes === 1
    );
  }

  #sign(payload: string): string {
    return createHmac('sha256', this.#key).update(payload).digest('base64url');
  }
}

function keptKey(sql: Sql): string {
  return sql.transaction(() => {
    sql.run(
      'INSERT INTO signing_key (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING',
      KEY,
      newToken(),
    );
    return text(sql.get('SELECT value FROM signing_key WHERE name = ?', KEY) ?? {}, 'value');
  });
}

/** Only what bears our signature comes here, so that it has the shape `link` gave it. */
function claimOf(payload: string): Claim {
  const [incident, recipient, expiry] = JSON.parse(
    Buffer.from(payload, 'base64url').toString('utf8'),
  ) as [string, string, number];
  return { incident, recipient, expiresAt: epochMs(expiry * 1_000) };
}

/** Compared by digest, so that neither length nor content shows in the time taken. */
const same = (given: string, wanted: string): boolean =>
  timingSafeEqual(digest(given), digest(wanted));
const digest = (of: string): Buffer => createHash('sha256').update(of).digest();
const hashOf = (token: string): string => digest(token).toString('hex');
