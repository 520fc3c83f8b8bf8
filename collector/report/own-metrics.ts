import type { Clock } from '../../kit/clock.ts';
import { minutes, seconds } from '../../kit/units.ts';
import { number, type Sql } from '../store/sql.ts';

/** One figure of the collector about itself, by Prometheus's names and units. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly value: number;
}

const IN_STATE = [
  ['hatang_schools', 'Schools known', 'SELECT count(*) AS n FROM school'],
  ['hatang_agents', 'Agents enrolled', 'SELECT count(*) AS n FROM agent'],
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
] as const;
const IN_FACTS = [
  ['hatang_series', 'Series with a latest value', 'SELECT count(*) AS n FROM latest'],
  ['hatang_dead_letters', 'Refused lines kept', 'SELECT count(*) AS n FROM dead_letter'],
  [
    'hatang_influx_outbox_batches',
    'Batches waiting for InfluxDB',
    'SELECT batches AS n FROM influx_outbox_size',
  ],
] as const;

/** Anybody may ask, and counting a large store takes a while: it is done at most this often. */
const COUNTED_EVERY = seconds(15);
const BATCH_WINDOW = minutes(5);

/** Leases to measure a line, as the granter knows them: counting them costs nothing. */
export function leaseMetrics(figures: {
  readonly running: number;
  readonly waiting: number;
  readonly granted: number;
}): readonly Metric[] {
  const { running, waiting, granted } = figures;
  return [
    { name: 'hatang_leases_running', help: 'Leases running', type: 'gauge', value: running },
    { name: 'hatang_leases_waiting', help: 'Who waits for one', type: 'gauge', value: waiting },
    {
      name: 'hatang_leases_granted_total',
      help: 'Leases granted',
      type: 'counter',
      value: granted,
    },
  ];
}

/** Counts only: no name of a school, no secret. `more` is asked each time. */
export function ownMetrics(
  { state, facts }: Readonly<Record<'state' | 'facts', Pick<Sql, 'get'>>>,
  clock: Pick<Clock, 'now' | 'elapsed'>,
  more: () => readonly Metric[] = () => [],
): () => readonly Metric[] {
  const gauge = (
    sql: Pick<Sql, 'get'>,
    [name, help, query]: readonly [name: string, help: string, query: string],
    ...values: readonly number[]
  ): Metric => {
    const row = sql.get(query, ...values);
    return { name, help, type: 'gauge', value: row === undefined ? 0 : number(row, 'n') };
  };
  const count = () => [
    ...IN_STATE.map((figure) => gauge(state, figure)),
    ...IN_FACTS.map((figure) => gauge(facts, figure)),
    gauge(
      facts,
      [
        'hatang_batches_5m',
        'Batches received in the last five minutes',
        'SELECT count(*) AS n FROM batch WHERE received_at > ?',
      ],
      clock.now() - BATCH_WINDOW,
    ),
  ];
  let kept = { metrics: [] as readonly Metric[], until: -1 };
  return () => {
    const now = clock.elapsed();
    if (now >= kept.until) kept = { metrics: count(), until: now + COUNTED_EVERY };
    return [...kept.metrics, ...more()];
  };
}
