/** The collector about itself: one object that its routes, its page and its log ask. */
import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import { type EpochMs, epochMs, seconds } from '../../kit/units.ts';
import type { CollectorConfig } from '../config.ts';
import type { HistoryHealth } from '../history/history.ts';
import type { Sql } from '../store/sql.ts';
import { zonedDay } from '../store/zoned-day.ts';
import { BatchFlow } from './batch-flow.ts';
import { fullIn, type Growth, storeGrowth } from './growth.ts';
import type { HealthView } from './health-view.ts';
import { kept } from './kept.ts';
import { looks, reserveOf } from './looks.ts';
import type { Metric } from './metric.ts';
import { ownMetrics } from './own-metrics.ts';
import { placeMetrics, standingMetrics, versionMetric } from './place-metrics.ts';
import { type Places, places } from './places-door.ts';
import { processFigures } from './process-door.ts';
import { type CheckName, Readiness } from './readiness.ts';
import { RequestFigures } from './request-figures.ts';
import { type Reading, storedFigures } from './stored-figures.ts';
import { watchHealth } from './watch.ts';

export interface HealthParts {
  readonly config: Pick<CollectorConfig, 'data' | 'disk_reserve' | 'time_zone' | 'history'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  readonly state: Sql;
  readonly facts: Pick<Sql, 'get' | 'all'> & { problem(): string | undefined };
  readonly history: { health(): HistoryHealth };
  readonly agents: Reading['agents'];
  /** What writes facts, where it is not this thread. */
  readonly writer: { problem(): string | undefined; inHand(): number };
  /** How the calls to other programs fare. */
  readonly webhooks: () => HealthView['webhooks'];
  /** Figures of other parts; asked each time. */
  readonly more: () => readonly Metric[];
  /** When the newest good backup was made; leave it out where none are made. */
  readonly lastBackup?: () => EpochMs | undefined;
}

const STORING: ReadonlySet<CheckName> = new Set(['state', 'facts', 'writer', 'disk', 'stopping']);
/** Anybody may ask, and a long outbox takes a while to count. */
const LOOKED_EVERY = seconds(1);

export function collectorHealth(given: HealthParts) {
  const { config, clock, history } = given;
  const parts = {
    ...given,
    history: { health: kept(LOOKED_EVERY, clock, () => history.health()) },
  };
  const at = places(config.data);
  const requests = new RequestFigures();
  const flow = new BatchFlow();
  const own = processFigures();
  let stopping = false;
  const readiness = new Readiness(
    looks({
      ...parts,
      places: at,
      reserveBytes: config.disk_reserve,
      isStopping: () => stopping,
    }),
    clock,
  );
  const growth = storeGrowth(parts.state, zonedDay(config.time_zone));
  const stored = ownMetrics(parts, clock, parts.more);
  const placed = kept(LOOKED_EVERY, clock, () => placeMetrics(at));
  return {
    requests,
    flow,
    standing: () => readiness.standing(),
    /** Why nothing can be stored now; a database server that is away doesn't hinder it. */
    cannotStore: (): string | undefined =>
      (history.health().full ? 'as much waits for the history database as may' : undefined) ??
      readiness.standing().find(({ name, status }) => status === 'fail' && STORING.has(name))
        ?.output,
    metrics: (): readonly Metric[] => [
      versionMetric(parts.version),
      ...own.metrics(),
      ...standingMetrics(readiness.standing()),
      ...placed(),
      ...requests.metrics(),
      ...flow.metrics(),
      ...stored(),
    ],
    view: (): HealthView => ({
      ...viewOf(parts, at, growth),
      standing: readiness.standing(),
      minutes: flow.lastHour(clock.now()),
      startedAt: epochMs(own.startedAtS * 1_000),
      runtime: own.runtime,
    }),
    watch: () => watchHealth({ ...parts, readiness, growth, places: at }),
    /** From here on it is not ready. */
    stop() {
      stopping = true;
      readiness.lookAgain();
      own.end();
    },
  };
}

type Looked = Omit<HealthView, 'standing' | 'minutes' | 'startedAt' | 'runtime'>;

function viewOf(parts: HealthParts, at: Places, grows: Growth): Looked {
  const { config, clock, history, writer, lastBackup } = parts;
  const now = clock.now();
  const room = roomOf(at);
  const growth = grows.aDay(now);
  return {
    ...storedFigures(parts, now),
    inHand: writer.inHand(),
    webhooks: parts.webhooks(),
    waitingLines: config.history.kind === 'influx' ? history.health().waitingLines : undefined,
    files: at.files(),
    room,
    growth,
    fullIn: room && fullIn(room, reserveOf(room, config.disk_reserve), growth),
    lastBackup: lastBackup && (lastBackup() ?? 'none'),
  };
}

function roomOf(at: Places): HealthView['room'] {
  try {
    return at.room();
  } catch {
    // Readiness tells why; the page shows the rest.
    return undefined;
  }
}
