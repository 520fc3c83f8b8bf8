import { fail, ok, type Result } from '../../kit/result.ts';
import { type Ms, ms } from '../../kit/units.ts';
import type { LeaseWeight } from '../../wire/lease.ts';
import type { LeaseLimits } from './limits.ts';

/** What one holder was granted since then: a stolen token can't eat every slot. */
export interface Tally {
  readonly since: Ms;
  readonly light: number;
  readonly heavy: number;
}

type Share = Pick<LeaseLimits, 'terms' | 'period'>;

/** The tallies of all holders; never more than had a lease within the period. */
export class Tallies {
  readonly #share: Share;
  /** Oldest first. */
  readonly #tallies: Map<string, Tally>;

  constructor(share: Share, kept: ReadonlyMap<string, Tally>) {
    this.#share = share;
    this.#tallies = new Map([...kept].sort(([, a], [, b]) => a.since - b.since));
  }

  /** The holder's tally with one more lease, or how long to wait for the next. */
  withOneMore(holder: string, weight: LeaseWeight, now: Ms): Result<Tally, Ms> {
    const known = this.#tallies.get(holder);
    const tally =
      known === undefined || this.#isOver(known, now) ? { since: now, light: 0, heavy: 0 } : known;
    if (tally[weight] < this.#mostOf(holder, weight))
      return ok({ ...tally, [weight]: tally[weight] + 1 });
    return fail(ms(tally.since + this.#share.period - now));
  }

  /** An admin measures by hand as often as need be: no school's id begins with @. */
  #mostOf(holder: string, weight: LeaseWeight): number {
    return holder.startsWith('@') ? Number.POSITIVE_INFINITY : this.#share.terms[weight].most;
  }

  put(holder: string, tally: Tally): void {
    if (this.#tallies.get(holder)?.since !== tally.since) this.#tallies.delete(holder);
    this.#tallies.set(holder, tally);
  }

  /** Forgets the holders whose period is over, and names them. */
  dropOver(now: Ms): readonly string[] {
    const over: string[] = [];
    for (const [holder, tally] of this.#tallies) {
      if (!this.#isOver(tally, now)) break;
      over.push(holder);
    }
    for (const holder of over) this.#tallies.delete(holder);
    return over;
  }

  #isOver({ since }: Tally, now: Ms): boolean {
    return now - since >= this.#share.period;
  }
}
