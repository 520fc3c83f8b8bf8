import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { CollectorConfig } from './config.ts';
import type { HistoryReader, HistoryWriter } from './history/history.ts';
import { SqliteHistoryReader } from './history/sqlite/sqlite-reader.ts';
import { SqliteHistoryWriter } from './history/sqlite/sqlite-writer.ts';
import type { Sql } from './store/sql.ts';

type HistoryConfig = CollectorConfig['history'];

export interface WriterParts {
  readonly config: HistoryConfig;
  /** The connection that writes `facts.db`. */
  readonly sql: Sql;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

/** The InfluxDB client is loaded only where it is used. */
export async function openHistoryWriter(parts: WriterParts): Promise<HistoryWriter> {
  const { config, sql, clock, log } = parts;
  if (config.kind === 'sqlite')
    return new SqliteHistoryWriter({ sql, clock, keep: config.keep, log });
  const { InfluxHistory } = await import('./history/influx/influx-history.ts');
  return new InfluxHistory({ ...parts, server: await serverOf(config) });
}

/** `sql` may be any connection to `facts.db`. */
export async function openHistoryReader(parts: {
  readonly config: HistoryConfig;
  readonly sql: Sql;
}): Promise<HistoryReader> {
  const { config, sql } = parts;
  return config.kind === 'sqlite' ? new SqliteHistoryReader({ sql }) : await serverOf(config);
}

async function serverOf({ kind: _, ...place }: Extract<HistoryConfig, { kind: 'influx' }>) {
  const { influxServer } = await import('./history/influx/server-door.ts');
  return influxServer(place);
}
