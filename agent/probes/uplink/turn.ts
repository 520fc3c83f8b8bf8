import type { Clock } from '../../../kit/clock.ts';
import { type Ms, ms } from '../../../kit/units.ts';
import type { LeaseWeight } from '../../../wire/lease.ts';
import type { Budget, Reservation } from './budget.ts';
import { affords, againAfter, decide, type Waited } from './gate.ts';
import { lookAtLine } from './idle.ts';
import type { BandwidthOptions } from './options.ts';
import type { Meter, Rates } from './traffic.ts';

export interface GateParts {
  readonly options: BandwidthOptions;
  readonly budget: Budget;
  /** The router's port, then the server's own; the first that answers is believed. */
  readonly meters: () => Promise<readonly Meter[]>;
  /** What the line is known to carry, by contract or by the last test. */
  readonly known: () => Partial<Rates>;
  readonly clock: Clock;
  readonly random: () => number;
}

/** The way is free: measure with at most so many bytes, then settle the reservation, whatever came of it. */
export interface Passage {
  readonly go: true;
  readonly weight: LeaseWeight;
  /** Tested although busy, out of patience. */
  readonly forced: boolean;
  /** Each direction. */
  readonly maxBytes: number;
  readonly reservation: Reservation;
  /** What to watch the test by; undefined where nothing tells what the line carries. */
  readonly meter: Meter | undefined;
  /** What the line carried just before. */
  readonly before: Rates | undefined;
}

export interface PutOff {
  readonly go: false;
  readonly waited: Waited;
  readonly again: Ms;
  /** What the line carried, where that is the reason. */
  readonly rates?: Rates | undefined;
  /** A phrase for the fact, where the reason is none of the usual ones. */
  readonly detail?: string;
}

/** What stands before each test: the day's bytes, the line's traffic, the calendar. It remembers how long it has waited. */
export class Gate {
  readonly #parts: GateParts;
  #busySince: Ms | undefined;
  #tries = 0;

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  /** Undefined where the signal ended it: then nothing is known and nothing was reserved. */
  async ask(signal: AbortSignal): Promise<Passage | PutOff | undefined> {
    const { options, budget, known, clock } = this.#parts;
    const unlooked = { ...this.#moment(), options, known: known() };
    const leftBytes = budget.leftBytes(clock.now());
    // A line is not looked at for a test that can't be paid for.
    if (!affords({ ...unlooked, leftBytes })) return this.putOff('budget');
    const { meter, rates } = await this.#look(signal);
    if (signal.aborted) return undefined;
    const situation = { ...unlooked, ...this.#moment(), rates };
    const decision = decide({ ...situation, leftBytes: budget.leftBytes(situation.now) });
    if (!decision.go) return { ...this.putOff(decision.waited), rates };
    const reserved = budget.reserve(2 * decision.maxBytes, situation.now);
    if (!reserved.ok) return { ...this.putOff('budget'), detail: reserved.problem };
    return { ...decision, reservation: reserved.value, meter, before: rates };
  }

  /** For a lease that was not granted or a surge too; a surge counts as a busy line. */
  putOff(waited: Waited): PutOff {
    const { options, clock, random } = this.#parts;
    if (waited === 'busy' || waited === 'surge') this.#busySince ??= clock.elapsed();
    const situation = { tries: this.#tries, now: clock.now(), timeZone: options.time_zone };
    if (waited !== 'budget') this.#tries += 1;
    return { go: false, waited, again: againAfter(waited, situation, random) };
  }

  /** A test ran to its end. */
  passed(): void {
    this.#busySince = undefined;
    this.#tries = 0;
  }

  #moment() {
    const { clock } = this.#parts;
    const waiting = this.#busySince === undefined ? 0 : clock.elapsed() - this.#busySince;
    return { now: clock.now(), waiting: ms(waiting) };
  }

  async #look(signal: AbortSignal): Promise<{ meter?: Meter; rates?: Rates }> {
    const { meters, clock } = this.#parts;
    for (const meter of await meters()) {
      const rates = await lookAtLine(meter, clock, signal);
      if (rates.ok) return { meter, rates: rates.value };
    }
    return {};
  }
}
