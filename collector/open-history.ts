import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { CollectorConfig } from './config.ts';
import type { HistoryReader, HistoryWriter } from './history/history.ts';
import { MirroredHistoryWriter } from './history/mirrored-writer.ts';
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
  const { openInfluxWriter } = await import('./history/influx/open.ts');
  if (config.kind === 'influx') return openInfluxWriter(config, parts);
  const own = new SqliteHistoryWriter({ sql, clock, keep: config.keep, log });
  if (config.mirror === undefined) return own;
  return new MirroredHistoryWriter({
    ...parts,
    own,
    mirror: openInfluxWriter(config.mirror, parts),
  });
}

/** `sql` may be any connection to `facts.db`. */
export async function openHistoryReader(parts: {
  readonly config: HistoryConfig;
  readonly sql: Sql;
}): Promise<HistoryReader> {
  const { config, sql } = parts;
  if (config.kind === 'sqlite') return new SqliteHistoryReader({ sql });
  const { openInfluxReader } = await import('./history/influx/open.ts');
  return openInfluxReader(config);
}
