import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { CollectorConfig } from './config.ts';
import type { HistoryReader, HistoryWriter } from './history/history.ts';
import { SqliteHistory } from './history/sqlite/sqlite-history.ts';
import type { Sql } from './store/sql.ts';

export interface OpenHistory {
  readonly writer: HistoryWriter;
  readonly reader: HistoryReader;
}

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
    const history = new SqliteHistory({ sql, clock, keep: config.keep });
    return { writer: history, reader: history };
  }
  const [{ InfluxHistory }, { influxServer }] = await Promise.all([
    import('./history/influx/influx-history.ts'),
    import('./history/influx/server-door.ts'),
  ]);
  const { kind: _kind, ...place } = config;
  const history = new InfluxHistory({ ...parts, server: influxServer(place) });
  return { writer: history, reader: history };
}
