import type { Clock } from '../../../kit/clock.ts';
import type { Log } from '../../../kit/log.ts';
import type { Bytes } from '../../../kit/units.ts';
import type { SeriesFacts } from '../../../wire/fact.ts';
import { factsOf } from '../../../wire/series.ts';
import type { Sql } from '../../store/sql.ts';
import type { HistoryHealth, HistoryWriter } from '../history.ts';
import { Drain } from './drain.ts';
import { Dropping } from './dropping.ts';
import { Outbox } from './outbox.ts';
import type { InfluxServer } from './server-door.ts';

export interface InfluxWriterParts {
  readonly sql: Sql;
  readonly server: InfluxServer;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  /** What may wait. */
  readonly most: Bytes;
}

/** History in InfluxDB: what is acknowledged waits in the collector's database until it is written there. */
export class InfluxHistoryWriter implements HistoryWriter {
  readonly #parts: InfluxWriterParts;
  readonly #outbox: Outbox;
  readonly #drain: Drain;
  readonly #dropping: Dropping;

  constructor(parts: InfluxWriterParts) {
    this.#parts = parts;
    this.#outbox = new Outbox(parts.sql);
    this.#drain = new Drain({ ...parts, outbox: this.#outbox });
    this.#dropping = new Dropping(parts);
  }

  append(school: string, series: readonly SeriesFacts[]): void {
    this.#outbox.add(school, factsOf(series), this.#parts.clock.now());
  }

  /** Writes what waits until `signal` aborts; whoever starts it awaits its end. */
  async tend(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#drain.run(signal), this.#dropping.run(signal)]);
  }

  /** How long points are kept is the database's own retention policy. */
  async prune(): Promise<void> {}

  health(): HistoryHealth {
    const { lines, size, oldest } = this.#outbox.waiting();
    return {
      waitingLines: lines,
      waitingSize: size,
      oldest,
      full: size >= this.#parts.most,
      problem: this.#drain.problem ?? this.#dropping.problem,
    };
  }
}
