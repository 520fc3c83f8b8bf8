import type { Clock } from '../../kit/clock.ts';
import { ok, type Result } from '../../kit/result.ts';
import type { Ms } from '../../kit/units.ts';
import type { LeaseGranted, LeaseRequest, LeaseWait } from '../../wire/lease.ts';
import { fingerprint, newLease } from '../access/secrets-door.ts';
import type { Allowance, LeaseGate, LeaseHolder, MeasureStream, Refusal } from './gate.ts';
import { decide, type LeaseState, left, released, settled } from './granter.ts';
import type { LeaseJournal } from './journal.ts';
import { type LeaseLimits, type Slot, slotFor } from './limits.ts';
import { LiveLeases } from './live-leases.ts';
import { Tallies, type Tally } from './tally.ts';
import { awaitedAnew } from './waiting.ts';

export type LeaseDecision =
  | LeaseGranted
  | LeaseWait
  /** The holder had its share, or the queue is full. */
  | { readonly state: 'too_many' | 'full'; readonly retryAfterS: number };

export interface LeaseFigures {
  readonly running: number;
  readonly waiting: number;
  /** Since the start. */
  readonly granted: number;
}

interface LeasesParts {
  readonly limits: LeaseLimits;
  readonly clock: Clock;
  readonly journal: LeaseJournal;
}

const RETURN_WHEN_FULL_S = 60;

/** Grants leases, and knows at every measuring call whether it stands in one. */
export class Leases implements LeaseGate {
  readonly #parts: LeasesParts;
  readonly #live = new LiveLeases();
  readonly #tallies: Tallies;
  #state: LeaseState;
  #granted = 0;
  /** Places that are not in the journal yet. */
  #unkept: string[] = [];

  constructor(parts: LeasesParts) {
    this.#parts = parts;
    const now = parts.clock.elapsed();
    const { leases, waiting, tallies } = parts.journal.load();
    for (const lease of leases) this.#live.add(lease.hash, lease);
    this.#tallies = new Tallies(parts.limits, tallies);
    this.#state = {
      running: leases.map(({ holder, rate, endsAt }) => ({ holder: holder.id, rate, endsAt })),
      queue: waiting.map((holder) => ({ holder, passed: 0, ...awaitedAnew(now) })),
    };
  }

  ask(holder: LeaseHolder, request: LeaseRequest): LeaseDecision {
    const now = this.#settle();
    const { limits, clock } = this.#parts;
    const tally = this.#tallies.withOneMore(holder.id, request.weight, now);
    if (!tally.ok) return { state: 'too_many', retryAfterS: tally.problem / 1_000 };
    const slot = slotFor(request, limits);
    const { state, decision } = decide(this.#state, { holder: holder.id, slot }, { now, limits });
    if (decision.kind === 'full') return { state: 'full', retryAfterS: RETURN_WHEN_FULL_S };
    if (decision.kind === 'wait') {
      if (state.queue.length > this.#state.queue.length) this.#unkept.push(holder.id);
      this.#state = state;
      const { retryAfter, ahead } = decision;
      return { state: 'wait', retryAfterS: retryAfter / 1_000, ahead };
    }
    const lease = this.#grant({ holder, slot, endsAt: decision.endsAt }, tally.value);
    this.#state = state;
    return granted(lease, slot, clock);
  }

  /**
   * Makes the new places durable. A lease is so when it is given; places are many when all wake together, and those of one turn
   * of the loop cost one write.
   */
  keep(): void {
    if (this.#unkept.length === 0) return;
    this.#parts.journal.wait(this.#unkept);
    this.#unkept = [];
  }

  /** Durable first: a lease that could not be kept is not given. */
  #grant(
    { holder, slot, endsAt }: { holder: LeaseHolder; slot: Slot; endsAt: Ms },
    tally: Tally,
  ): string {
    const secret = newLease();
    const hash = fingerprint(secret);
    this.keep();
    this.#parts.journal.granted({ hash, holder, slot, rate: slot.rate, endsAt }, tally);
    this.#live.add(hash, { holder, slot, endsAt });
    this.#tallies.put(holder.id, tally);
    this.#granted += 1;
    return secret;
  }

  use(
    lease: string | undefined,
    direction: MeasureStream,
    holder: LeaseHolder | undefined,
  ): Result<Allowance, Refusal> {
    const now = this.#settle();
    const found = this.#live.find(lease, holder);
    return found.ok ? found.value.live.open(direction, now) : found;
  }

  /** The slot is free at once; streams that still run in it are cut. */
  release(lease: string | undefined, holder: LeaseHolder | undefined): Result<undefined, Refusal> {
    this.#settle();
    const found = this.#live.find(lease, holder);
    if (!found.ok) return found;
    const { hash, live } = found.value;
    this.#parts.journal.forget({ hashes: [hash] });
    this.#state = released(this.#state, live.holder.id);
    this.#live.end(hash, 'returned');
    return ok(undefined);
  }

  /** Gives up the holder's place in the queue, where it has one. */
  leave({ id }: LeaseHolder): void {
    this.#settle();
    const state = left(this.#state, id);
    if (state.queue.length === this.#state.queue.length) return;
    this.keep();
    this.#parts.journal.forget({ places: [id] });
    this.#state = state;
  }

  figures(): LeaseFigures {
    const { running, queue } = settled(this.#state, this.#parts.clock.elapsed());
    return { running: running.length, waiting: queue.length, granted: this.#granted };
  }

  /** Lets go of what is past its time, here and in the journal. */
  #settle(): Ms {
    const { clock, journal } = this.#parts;
    const now = clock.elapsed();
    const state = settled(this.#state, now);
    const tallies = this.#tallies.dropOver(now);
    if (state === this.#state && tallies.length === 0) return now;
    this.keep();
    const hashes = this.#live.pastTime(now);
    const stay = new Set(state.queue.map(({ holder }) => holder));
    const gone = this.#state.queue.filter(({ holder }) => !stay.has(holder));
    this.#state = state;
    for (const hash of hashes) this.#live.end(hash, 'expired');
    journal.forget({ hashes, places: gone.map(({ holder }) => holder), tallies });
    return now;
  }
}

function granted(lease: string, slot: Slot, clock: Pick<Clock, 'now'>): LeaseGranted {
  const { downBytes, upBytes, life } = slot;
  return {
    state: 'granted',
    lease,
    expiresAt: new Date(clock.now() + life).toISOString(),
    expiresInS: life / 1_000,
    seconds: slot.seconds,
    downBytes,
    upBytes,
  };
}
