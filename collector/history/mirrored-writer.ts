import type { Log } from '../../kit/log.ts';
import type { EpochMs } from '../../kit/units.ts';
import type { SeriesFacts } from '../../wire/fact.ts';
import type { HistoryHealth, HistoryProblem, HistoryWriter } from './history.ts';

export interface MirroredParts {
  /** What the collector answers from. */
  readonly own: HistoryWriter;
  readonly mirror: HistoryWriter;
  readonly clock: { now(): EpochMs };
  readonly log: Log;
}

/**
 * A history of the collector's own, written to a database server besides. The server's absence never stops the
 * collector: once as much waits as may, newer facts are not mirrored, which is told.
 */
export class MirroredHistoryWriter implements HistoryWriter {
  readonly #parts: MirroredParts;
  #skipping: HistoryProblem | undefined;

  constructor(parts: MirroredParts) {
    this.#parts = parts;
  }

  append(school: string, series: readonly SeriesFacts[]): void {
    const { own, mirror } = this.#parts;
    own.append(school, series);
    const { full } = mirror.health();
    this.#skip(full);
    if (!full) mirror.append(school, series);
  }

  async tend(signal: AbortSignal): Promise<void> {
    const { own, mirror } = this.#parts;
    await Promise.all([own.tend(signal), mirror.tend(signal)]);
  }

  async prune(now: EpochMs, signal: AbortSignal): Promise<void> {
    const { own, mirror } = this.#parts;
    await Promise.all([own.prune(now, signal), mirror.prune(now, signal)]);
  }

  health(): HistoryHealth {
    const health = this.#parts.mirror.health();
    return { ...health, full: false, problem: this.#skipping ?? health.problem };
  }

  #skip(full: boolean): void {
    const { clock, log } = this.#parts;
    if (!full) {
      this.#skipping = undefined;
      return;
    }
    if (this.#skipping !== undefined) return;
    const reason = 'as many lines wait for the mirror as may: newer ones are not mirrored';
    this.#skipping = { kind: 'stopped', reason, since: clock.now() };
    log.error({ reason }, 'history mirror is full');
  }
}
