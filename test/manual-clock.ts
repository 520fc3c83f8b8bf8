import type { Clock } from '../kit/clock.ts';
import { type EpochMs, epochMs, type Ms, ms } from '../kit/units.ts';

/** A clock that stands still until a test moves it; sleepers wake in order of their time. */
export class ManualClock implements Clock {
  #now: number;
  #elapsed = 0;
  #sleepers: { readonly wakeAt: number; readonly wake: () => void }[] = [];

  constructor(start: EpochMs = epochMs(Date.parse('2026-11-23T00:00:00Z'))) {
    this.#now = start;
  }

  now(): EpochMs {
    return epochMs(this.#now);
  }

  elapsed(): Ms {
    return ms(this.#elapsed);
  }

  sleep(span: Ms, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper = { wakeAt: this.#elapsed + span, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        resolve();
      });
    });
  }

  /** Moves both clocks and lets everything that was due run, however many steps it takes. */
  async advance(span: Ms): Promise<void> {
    const end = this.#elapsed + span;
    await settle();
    for (;;) {
      const due = this.#sleepers
        .filter(({ wakeAt }) => wakeAt <= end)
        .sort((a, b) => a.wakeAt - b.wakeAt)[0];
      if (due === undefined) break;
      this.#sleepers = this.#sleepers.filter((other) => other !== due);
      this.#move(Math.max(due.wakeAt, this.#elapsed));
      due.wake();
      await settle();
    }
    this.#move(end);
    await settle();
  }

  /** The wall clock alone jumps, as after a time sync. */
  jump(span: Ms): void {
    this.#now += span;
  }

  #move(to: number): void {
    this.#now += to - this.#elapsed;
    this.#elapsed = to;
  }
}

/** Lets promise chains and pending socket events of this turn run to their end. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
