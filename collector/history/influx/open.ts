import type { HistoryReader, HistoryWriter } from '../history.ts';
import type { MirrorConfig } from './config.ts';
import { InfluxHistoryReader } from './influx-reader.ts';
import { InfluxHistoryWriter, type InfluxWriterParts } from './influx-writer.ts';
import { influxServer } from './server-door.ts';

export const openInfluxWriter = (
  config: MirrorConfig,
  parts: Omit<InfluxWriterParts, 'server' | 'most'>,
): HistoryWriter =>
  new InfluxHistoryWriter({
    ...parts,
    server: influxServer(config),
    most: config.outbox.most,
  });

export const openInfluxReader = (config: MirrorConfig): HistoryReader =>
  new InfluxHistoryReader({ server: influxServer(config) });
