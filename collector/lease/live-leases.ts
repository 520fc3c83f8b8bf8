import { fail, ok, type Result } from '../../kit/result.ts';
import type { Ms } from '../../kit/units.ts';
import { fingerprint } from '../access/secrets-door.ts';
import type { LeaseHolder, Refusal } from './gate.ts';
import { LiveLease } from './live-lease.ts';

/** Remembered, so that a late caller is told why. */
const ENDED_KEPT = 256;

/** The leases that run, by the fingerprint of their secret, and why the last ones ended. */
export class LiveLeases {
  readonly #live = new Map<string, LiveLease>();
  readonly #ended = new Map<string, 'expired' | 'returned'>();

  add(hash: string, lease: ConstructorParameters<typeof LiveLease>[0]): void {
    this.#live.set(hash, new LiveLease(lease));
  }

  /** The lease behind the secret, if it is this holder's. */
  find(
    secret: string | undefined,
    holder: LeaseHolder | undefined,
  ): Result<{ readonly hash: string; readonly live: LiveLease }, Refusal> {
    if (secret === undefined) return fail('none');
    const hash = fingerprint(secret);
    const live = this.#live.get(hash);
    if (live === undefined) return fail(this.#ended.get(hash) ?? 'none');
    const isOwn =
      holder === undefined || (holder.id === live.holder.id && holder.agent === live.holder.agent);
    return isOwn ? ok({ hash, live }) : fail('foreign');
  }

  pastTime(now: Ms): readonly string[] {
    return [...this.#live].filter(([, { endsAt }]) => endsAt <= now).map(([hash]) => hash);
  }

  end(hash: string, why: 'expired' | 'returned'): void {
    this.#live.get(hash)?.end();
    this.#live.delete(hash);
    this.#ended.set(hash, why);
    const oldest = this.#ended.keys().next();
    if (this.#ended.size > ENDED_KEPT && oldest.done === false) this.#ended.delete(oldest.value);
  }
}
