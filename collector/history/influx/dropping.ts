import type { Clock } from '../../../kit/clock.ts';
import type { Log } from '../../../kit/log.ts';
import { hours, minutes } from '../../../kit/units.ts';
import type { HistoryProblem } from '../history.ts';
import type { InfluxServer } from './server-door.ts';

export interface DroppingParts {
  readonly server: Pick<InfluxServer, 'droppedRows'>;
  readonly clock: Clock;
  readonly log: Log;
}

const LOOK_EVERY = minutes(1);
const TOLD_FOR = hours(1);

/** VictoriaMetrics answers 204 for lines it drops: its counters are looked at, and their growth is told. */
export class Dropping {
  readonly #parts: DroppingParts;
  #last: number | undefined;
  #told:
    | { readonly problem: HistoryProblem; readonly rows: number; readonly until: number }
    | undefined;

  constructor(parts: DroppingParts) {
    this.#parts = parts;
  }

  get problem(): HistoryProblem | undefined {
    const { clock } = this.#parts;
    return this.#told !== undefined && clock.elapsed() < this.#told.until
      ? this.#told.problem
      : undefined;
  }

  /** Runs until `signal` aborts, or until another server than VictoriaMetrics answers. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const looked = await this.#parts.server.droppedRows(signal);
      if (looked.kind === 'other_server') return;
      if (looked.kind === 'rows') this.#saw(looked.rows);
      await this.#parts.clock.sleep(LOOK_EVERY, signal);
    }
  }

  #saw(rows: number): void {
    const { clock, log } = this.#parts;
    // Fewer than before: it began to count anew.
    const more = this.#last === undefined ? 0 : rows - (rows < this.#last ? 0 : this.#last);
    this.#last = rows;
    if (more <= 0) return;
    const goesOn = this.problem;
    if (goesOn === undefined) log.warn({ rows: more }, 'victoria-metrics drops lines');
    const dropped = more + (goesOn === undefined ? 0 : (this.#told?.rows ?? 0));
    const reason = `victoria-metrics answered 204 and dropped ${dropped} row(s) of whoever writes there`;
    const since = goesOn?.since ?? clock.now();
    this.#told = {
      problem: { kind: 'dropping', reason, since },
      rows: dropped,
      until: clock.elapsed() + TOLD_FOR,
    };
  }
}
