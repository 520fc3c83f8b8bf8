import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { CollectorConfig } from './config.ts';
import type { HistoryReader, HistoryWriter } from './history/history.ts';
import { MirroredHistoryWriter } from './history/mirrored-writer.ts';
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
    const own = new SqliteHistory({ sql, clock, keep: config.keep });
    if (config.mirror === undefined) return { writer: own, reader: own };
    const { openInfluxWriter } = await import('./history/influx/open.ts');
    const mirror = openInfluxWriter(config.mirror, parts);
    return { writer: new MirroredHistoryWriter({ ...parts, own, mirror }), reader: own };
  }
  const { openInfluxWriter, openInfluxReader } = await import('./history/influx/open.ts');
  return { writer: openInfluxWriter(config, parts), reader: openInfluxReader(config) };
}
