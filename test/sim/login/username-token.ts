import { createHash } from 'node:crypto';
import type { Account, LoginVerdict } from './digest.ts';

/** How far the client's Created may be from the camera's own clock. */
const WINDOW_MS = 60_000;
const NONCES_KEPT = 1_000;

/** WS-UsernameToken with PasswordDigest (OASIS UsernameToken Profile 1.0 §3.1): each is good once. */
export class UsernameTokenGuard {
  readonly #account: Account;
  readonly #now: () => number;
  readonly #used = new Set<string>();

  constructor(account: Account, now: () => number) {
    this.#account = account;
    this.#now = now;
  }

  check(xml: string): LoginVerdict {
    const user = textOf(xml, 'Username');
    const digest = textOf(xml, 'Password');
    if (user === undefined || digest === undefined) return 'missing';
    const nonce = textOf(xml, 'Nonce') ?? '';
    const created = textOf(xml, 'Created') ?? '';
    const expected = createHash('sha1')
      .update(Buffer.from(nonce, 'base64'))
      .update(created + this.#account.password)
      .digest('base64');
    const isRight = user === this.#account.user && digest === expected;
    return isRight && this.#isNow(created) && this.#isNew(nonce) ? 'ok' : 'wrong';
  }

  #isNow(created: string): boolean {
    return Math.abs(Date.parse(created) - this.#now()) <= WINDOW_MS;
  }

  #isNew(nonce: string): boolean {
    if (this.#used.has(nonce)) return false;
    this.#used.add(nonce);
    const oldest = this.#used.values().next();
    if (this.#used.size > NONCES_KEPT && oldest.done !== true) this.#used.delete(oldest.value);
    return true;
  }
}

/** The text of the first element of that name, whatever its prefix. */
export function textOf(xml: string, name: string): string | undefined {
  return new RegExp(`<(?:[\\w.-]+:)?${name}(?:\\s[^<>]*)?>([^<]*)<`).exec(xml)?.[1]?.trim();
}
