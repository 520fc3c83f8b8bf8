import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import { type EpochMs, hours } from '../kit/units.ts';
import type { CollectorConfig } from './config.ts';
import type { History } from './history/history.ts';
import { SqliteHistory } from './history/sqlite/sqlite-history.ts';
import type { Sql } from './store/sql.ts';

export interface OpenHistory {
  readonly history: History;
  /** Runs until the signal aborts: compaction, or draining to the database server. */
  tend(signal: AbortSignal): Promise<void>;
  prune(now: EpochMs): void;
}

const COMPACT_EVERY = hours(1);

/** The history that the config names; the InfluxDB client is loaded only where it is used. */
export async function openHistory(parts: {
  readonly config: CollectorConfig['history'];
  readonly sql: Sql;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}): Promise<OpenHistory> {
  const { config, sql, clock } = parts;
  if (config.kind === 'sqlite') {
    const history = new SqliteHistory({ sql });
    return {
      history,
      async tend(signal) {
        while (!signal.aborted) {
          await history.compact(clock.now(), signal);
          await clock.sleep(COMPACT_EVERY, signal);
        }
      },
      prune: (now) => history.prune(now, config.keep),
    };
  }
  const [{ InfluxHistory }, { influxServer }] = await Promise.all([
    import('./history/influx/influx-history.ts'),
    import('./history/influx/server-door.ts'),
  ]);
  const { kind: _kind, ...place } = config;
  const history = new InfluxHistory({ ...parts, server: influxServer(place) });
  // How long points are kept is the database's own retention policy.
  return { history, tend: (signal) => history.drain(signal), prune: () => undefined };
}
