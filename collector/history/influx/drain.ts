import type { Clock } from '../../../kit/clock.ts';
import type { Log } from '../../../kit/log.ts';
import { never } from '../../../kit/result.ts';
import { type EpochMs, type Ms, minutes, ms, seconds } from '../../../kit/units.ts';
import { isolate, type Poison } from './isolate.ts';
import type { Shipment, WaitingLine } from './outbox.ts';
import type { InfluxServer } from './server-door.ts';

/** What health pages and alarms read. */
export type DrainState =
  | { readonly kind: 'writing' }
  | { readonly kind: 'waiting'; readonly reason: string; readonly since: EpochMs }
  /** Wrong token, no such database: a person must mend it. */
  | { readonly kind: 'stopped'; readonly reason: string; readonly since: EpochMs };

export interface DrainParts {
  readonly outbox: {
    peek(): Shipment | undefined;
    settle(shipment: Shipment, poison: readonly Poison<WaitingLine>[], now: EpochMs): void;
  };
  readonly server: Pick<InfluxServer, 'write'>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

const IDLE = seconds(1);
const STOPPED = minutes(1);
const LONGEST_WAIT = minutes(1);
const LONGEST_ASKED_WAIT = minutes(10);

/** The wait before try `attempt` (from 1): doubling, capped, and jittered after the cap. */
export function backOff(attempt: number, random: () => number): Ms {
  const full = Math.min(LONGEST_WAIT, seconds(2 ** Math.min(attempt - 1, 16)));
  return ms(Math.round(full * (0.5 + random() / 2)));
}

/** Empties the outbox into InfluxDB, oldest first, until it is told to end. */
export class Drain {
  readonly #parts: DrainParts;
  #state: DrainState = { kind: 'writing' };
  #attempt = 0;

  constructor(parts: DrainParts) {
    this.#parts = parts;
  }

  get state(): DrainState {
    return this.#state;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const wait = await this.#shipNext(signal);
      if (wait > 0) await this.#parts.clock.sleep(wait, signal);
    }
  }

  /** Writes what is oldest; gives how long to wait before the next. */
  async #shipNext(signal: AbortSignal): Promise<Ms> {
    const { outbox, server, clock, random } = this.#parts;
    const shipment = outbox.peek();
    if (shipment === undefined) return IDLE;
    const outcome = await isolate(shipment.lines, (lines) =>
      server.write(
        lines.map(({ line }) => line),
        signal,
      ),
    );
    if (signal.aborted && outcome.kind !== 'settled') return ms(0);
    switch (outcome.kind) {
      case 'settled':
        outbox.settle(shipment, outcome.poison, clock.now());
        this.#settled(outcome.poison);
        return ms(0);
      case 'stopped':
        this.#attempt = 0;
        this.#turn('stopped', outcome.reason);
        return STOPPED;
      case 'busy':
        this.#attempt += 1;
        this.#turn('waiting', outcome.reason);
        return ms(
          Math.max(
            backOff(this.#attempt, random),
            Math.min(outcome.retryAfter ?? 0, LONGEST_ASKED_WAIT),
          ),
        );
      default:
        return never(outcome);
    }
  }

  #settled(poison: readonly Poison<WaitingLine>[]): void {
    const { log } = this.#parts;
    const [first] = poison;
    if (first !== undefined)
      log.warn({ lines: poison.length, reason: first.reason }, 'influx refused lines');
    if (this.#state.kind !== 'writing') log.info({}, 'influx writes again');
    this.#state = { kind: 'writing' };
    this.#attempt = 0;
  }

  /** Logs the turn, and not every try in the same state. */
  #turn(kind: 'waiting' | 'stopped', reason: string): void {
    const { log, clock } = this.#parts;
    if (this.#state.kind === kind) {
      this.#state = { ...this.#state, reason };
      return;
    }
    this.#state = { kind, reason, since: clock.now() };
    if (kind === 'stopped') log.error({ reason }, 'influx refuses all writes');
    else log.warn({ reason }, 'influx can’t be written now');
  }
}
