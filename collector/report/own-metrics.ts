import { number, type Sql } from '../store/sql.ts';

/** One figure of the collector about itself, by Prometheus's names and units. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly value: number;
}

const COUNTED = [
  ['hatang_schools', 'Schools known', 'SELECT count(*) AS n FROM school'],
  ['hatang_agents', 'Agents enrolled', 'SELECT count(*) AS n FROM agent'],
  ['hatang_series', 'Series with a latest value', 'SELECT count(*) AS n FROM latest'],
  ['hatang_batches', 'Batches remembered', 'SELECT count(*) AS n FROM batch'],
  ['hatang_dead_letters', 'Refused lines kept', 'SELECT count(*) AS n FROM dead_letter'],
  [
    'hatang_incidents_open',
    'Incidents open',
    "SELECT count(*) AS n FROM incident WHERE state = 'open'",
  ],
  [
    'hatang_mails_queued',
    'Mails to be sent',
    "SELECT count(*) AS n FROM mail WHERE state = 'queued'",
  ],
  [
    'hatang_influx_outbox_batches',
    'Batches waiting for InfluxDB',
    'SELECT count(*) AS n FROM influx_outbox',
  ],
] as const;

/** Counts only: no name of a school, no secret. */
export function ownMetrics(sql: Sql): readonly Metric[] {
  return COUNTED.map(([name, help, query]) => {
    const row = sql.get(query);
    return { name, help, type: 'gauge', value: row === undefined ? 0 : number(row, 'n') };
  });
}
