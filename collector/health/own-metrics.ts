import type { Clock } from '../../kit/clock.ts';
import { minutes, seconds } from '../../kit/units.ts';
import { number, type Sql, text } from '../store/sql.ts';
import { kept } from './kept.ts';
import type { Metric } from './metric.ts';
import { type Reading, type StoredFigures, storedFigures } from './stored-figures.ts';

const IN_STATE = [
  ['hatang_schools', 'Schools known', 'SELECT count(*) AS n FROM school'],
  ['hatang_agents', 'Agents enrolled', 'SELECT count(*) AS n FROM agent'],
  [
    'hatang_incidents_open',
    'Incidents open',
    "SELECT count(*) AS n FROM incident WHERE state = 'open'",
  ],
  [
    'hatang_mails_failed',
    'Mails that could not be sent',
    "SELECT count(*) AS n FROM mail WHERE state IN ('failed', 'refused', 'bounced')",
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
  stores: Reading,
  clock: Pick<Clock, 'now' | 'elapsed'>,
  more: () => readonly Metric[] = () => [],
): () => readonly Metric[] {
  const { state, facts } = stores;
  const counted = (
    sql: Pick<Sql, 'get'>,
    [name, help, query]: readonly [name: string, help: string, query: string],
    ...values: readonly number[]
  ): Metric => {
    const row = sql.get(query, ...values);
    return gauge(name, help, row === undefined ? 0 : number(row, 'n'));
  };
  const count = () => [
    ...IN_STATE.map((figure) => counted(state, figure)),
    ...IN_FACTS.map((figure) => counted(facts, figure)),
    counted(
      facts,
      [
        'hatang_batches_5m',
        'Batches received in the last five minutes',
        'SELECT count(*) AS n FROM batch WHERE received_at > ?',
      ],
      clock.now() - BATCH_WINDOW,
    ),
    ...mailMetrics(state),
    ...storedMetrics(storedFigures(stores, clock.now())),
  ];
  const stored = kept(COUNTED_EVERY, clock, count);
  return () => [
    ...stored(),
    gauge('hatang_time_seconds', 'The collector’s clock, since 1970', clock.now() / 1_000),
    ...more(),
  ];
}

const MAIL_STATES = [...['queued', 'sent', 'kept', 'merged', 'failed', 'refused', 'bounced']];

/** Every state, those without a mail too: a series that comes and goes is hard to watch. */
function mailMetrics(state: Pick<Sql, 'all'>): readonly Metric[] {
  const rows = state.all('SELECT state, count(*) AS n FROM mail GROUP BY state');
  const counts = new Map(rows.map((row) => [text(row, 'state'), number(row, 'n')]));
  return MAIL_STATES.map((each) => ({
    ...gauge('hatang_mails', 'Mails by state', counts.get(each) ?? 0),
    labels: { state: each },
  }));
}

function storedMetrics({ agents, lag, mails }: StoredFigures): readonly Metric[] {
  return [
    gauge('hatang_agents_heard', 'Agents heard within five minutes', agents.heard),
    gauge('hatang_agents_silent', 'Agents heard before and not lately', agents.silent),
    gauge('hatang_mails_queued', 'Mails to be sent', mails.queued),
    ...(lag === undefined
      ? []
      : [
          gauge('hatang_live_lag_median_seconds', LAG_HELP, lag.median / 1_000),
          gauge('hatang_live_lag_max_seconds', LAG_HELP, lag.worst / 1_000),
        ]),
  ];
}

const LAG_HELP = 'From a fact’s own stamp to its coming in, over the agents heard lately';

const gauge = (name: string, help: string, value: number): Metric => ({
  name,
  help,
  type: 'gauge',
  value,
});
