import { fail, ok, type Result } from '../../kit/result.ts';
import { type Ms, ms, seconds } from '../../kit/units.ts';
import type { Allowance, LeaseHolder, MeasureDirection, MeasureStream, Refusal } from './gate.ts';
import type { Slot } from './limits.ts';

/** A test takes five a direction; the last direction's may still drain. */
export const STREAMS_OF_A_LEASE = 12;

/** A lease that runs, and what its streams have taken of it. Not kept over a restart, which ends its streams. */
export class LiveLease {
  readonly holder: LeaseHolder;
  readonly endsAt: Ms;
  readonly #span: Ms;
  readonly #left: Record<MeasureDirection, number>;
  readonly #began: Partial<Record<MeasureDirection, Ms>> = {};
  readonly #ending = new AbortController();
  #streams = 0;

  constructor(of: {
    readonly holder: LeaseHolder;
    readonly endsAt: Ms;
    readonly slot: Pick<Slot, 'seconds' | 'downBytes' | 'upBytes'>;
  }) {
    this.holder = of.holder;
    this.endsAt = of.endsAt;
    this.#span = seconds(of.slot.seconds);
    this.#left = { down: of.slot.downBytes, up: of.slot.upBytes };
  }

  open(stream: MeasureStream, now: Ms): Result<Allowance, Refusal> {
    if (this.#streams >= STREAMS_OF_A_LEASE) return fail('crowded');
    if (stream === 'watch') return this.#watch(now);
    return this.#measure(stream, now);
  }

  #watch(now: Ms): Result<Allowance, Refusal> {
    const span = ms(this.endsAt - now);
    if (span <= 0) return fail('spent');
    this.#streams += 1;
    const none = { take: () => 0, giveBack: () => undefined, close: this.#closing() };
    return ok({ test: this, span, cutAfter: span, ended: this.#ending.signal, ...none });
  }

  #measure(direction: MeasureDirection, now: Ms): Result<Allowance, Refusal> {
    const began = this.#began[direction] ?? now;
    const cutAfter = ms(this.endsAt - now);
    const span = ms(Math.min(began + this.#span - now, cutAfter));
    if (span <= 0 || this.#left[direction] <= 0) return fail('spent');
    this.#began[direction] = began;
    this.#streams += 1;
    const account = this.#account(direction);
    return ok({ test: this, span, cutAfter, ended: this.#ending.signal, ...account });
  }

  #account(direction: MeasureDirection): Pick<Allowance, 'take' | 'giveBack' | 'close'> {
    const left = this.#left;
    let taken = 0;
    return {
      take: (bytes) => {
        const got = Math.max(0, Math.min(bytes, left[direction]));
        left[direction] -= got;
        taken += got;
        return got;
      },
      giveBack: (bytes) => {
        const back = Math.max(0, Math.min(bytes, taken));
        left[direction] += back;
        taken -= back;
      },
      close: this.#closing(),
    };
  }

  #closing(): () => void {
    let isOpen = true;
    return () => {
      if (isOpen) this.#streams -= 1;
      isOpen = false;
    };
  }

  /** Its streams are told; what they still send is cut. */
  end(): void {
    this.#ending.abort();
  }
}
