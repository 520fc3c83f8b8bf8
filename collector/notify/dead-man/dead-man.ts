import type { Clock } from '../../../kit/clock.ts';
import type { Log } from '../../../kit/log.ts';
import { messageOf } from '../../../kit/result.ts';
import type { EpochMs } from '../../../kit/units.ts';
import type { Metric } from '../../health/metric.ts';
import type { Outcome, Send } from '../out-door.ts';
import type { DeadManConfig } from './config.ts';

export interface DeadManParts {
  readonly config: DeadManConfig;
  readonly send: Send;
  readonly clock: Clock;
  readonly log: Log;
}

/** Tells a watcher outside, every so often, that the collector does its work: it is the silence that is news there. */
export class DeadMan {
  readonly #parts: DeadManParts;
  #sent = 0;
  #failed = 0;
  #heldBack = 0;
  #lastAt: EpochMs | undefined;
  /** What was logged last, without its figures, which grow by the minute: each turn is told once. */
  #told: string | undefined;

  constructor(parts: DeadManParts) {
    this.#parts = parts;
  }

  /**
   * One after the other, never two at once, until the signal aborts. `problem`: why the collector can't do its work,
   * undefined while it can.
   */
  async run(signal: AbortSignal, problem: () => string | undefined): Promise<void> {
    const { config, clock } = this.#parts;
    while (!signal.aborted) {
      await clock.sleep(config.every, signal);
      if (!signal.aborted) await this.#turn(saidBy(problem), signal);
    }
  }

  metrics(): readonly Metric[] {
    const counter = (name: string, help: string, value: number): Metric => ({
      ...{ name, help, value, type: 'counter' },
    });
    const last: readonly Metric[] =
      this.#lastAt === undefined
        ? []
        : [
            {
              name: 'hatang_dead_man_last_ping_seconds',
              help: 'When the watcher outside last took a ping, since 1970',
              type: 'gauge',
              value: this.#lastAt / 1_000,
            },
          ];
    return [
      counter('hatang_dead_man_pings_total', 'Pings the watcher outside took', this.#sent),
      counter('hatang_dead_man_pings_failed_total', 'Pings it did not take', this.#failed),
      counter(
        'hatang_dead_man_pings_held_back_total',
        'Pings not sent because the collector could not do its work',
        this.#heldBack,
      ),
      ...last,
    ];
  }

  async #turn(problem: string | undefined, signal: AbortSignal): Promise<void> {
    const { config, log } = this.#parts;
    if (problem !== undefined) {
      this.#heldBack += 1;
      if (this.#turnsTo(`held back: ${problem}`)) log.error({ problem }, 'dead_man_ping_held_back');
      if (config.fail_url !== undefined) await this.#ask(config.fail_url, signal);
      return;
    }
    const reason = missOf(await this.#ask(config.url, signal));
    if (signal.aborted) return;
    if (reason === undefined) {
      this.#sent += 1;
      this.#lastAt = this.#parts.clock.now();
      if (this.#turnsTo(undefined)) log.info({}, 'dead_man_ping_taken_again');
    } else {
      this.#failed += 1;
      if (this.#turnsTo(`failed: ${reason}`)) log.warn({ reason }, 'dead_man_ping_failed');
    }
  }

  #ask(url: string, signal: AbortSignal): Promise<Outcome> {
    const headers = { 'user-agent': 'hatang' };
    return this.#parts.send({ url, method: 'GET', headers }, signal);
  }

  #turnsTo(told: string | undefined): boolean {
    const kind = told?.replace(/\d+/g, '');
    const turns = kind !== this.#told;
    this.#told = kind;
    return turns;
  }
}

/** Whoever can't even say how it is isn't well. */
function saidBy(problem: () => string | undefined): string | undefined {
  try {
    return problem();
  } catch (error) {
    return messageOf(error);
  }
}

/** Why a ping was not taken; undefined where it was. */
function missOf(outcome: Outcome): string | undefined {
  if (outcome.kind === 'unreached') return outcome.reason;
  return outcome.status >= 200 && outcome.status < 300 ? undefined : `answered ${outcome.status}`;
}
