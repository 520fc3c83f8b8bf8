import type { Clock } from '../../../kit/clock.ts';
import type { Log } from '../../../kit/log.ts';
import type { SeriesFacts } from '../../../wire/fact.ts';
import { factsOf } from '../../../wire/series.ts';
import type { Sql } from '../../store/sql.ts';
import type {
  HistoryHealth,
  HistoryQuery,
  HistoryReader,
  HistorySeries,
  HistoryWriter,
} from '../history.ts';
import { Drain, type DrainState } from './drain.ts';
import { Outbox } from './outbox.ts';
import type { InfluxServer } from './server-door.ts';

export interface InfluxHistoryParts {
  readonly sql: Sql;
  readonly server: InfluxServer;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

/** History in InfluxDB: what is acknowledged waits in the collector's database until it is written there. */
export class InfluxHistory implements HistoryReader, HistoryWriter {
  readonly #outbox: Outbox;
  readonly #server: InfluxServer;
  readonly #drain: Drain;

  constructor({ sql, server, clock, random, log }: InfluxHistoryParts) {
    this.#outbox = new Outbox(sql);
    this.#server = server;
    this.#drain = new Drain({ outbox: this.#outbox, server, clock, random, log });
  }

  append(school: string, series: readonly SeriesFacts[]): void {
    this.#outbox.add(school, factsOf(series));
  }

  query(query: HistoryQuery, signal: AbortSignal): Promise<readonly HistorySeries[]> {
    return this.#server.query(query, signal);
  }

  /** Writes what waits until `signal` aborts; whoever starts it awaits its end. */
  tend(signal: AbortSignal): Promise<void> {
    return this.#drain.run(signal);
  }

  /** How long points are kept is the database's own retention policy. */
  async prune(): Promise<void> {}

  health(): HistoryHealth {
    const { state } = this.#drain;
    const problem = state.kind === 'writing' ? undefined : state;
    return { waitingLines: this.waitingLines(), problem };
  }

  get state(): DrainState {
    return this.#drain.state;
  }

  waitingLines(): number {
    return this.#outbox.waitingLines();
  }
}
