import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { EpochMs } from '../kit/units.ts';
import type { CollectorConfig } from './config.ts';
import { collectorHealth } from './health/health.ts';
import { historyMetrics } from './health/history-metrics.ts';
import { ingestMetrics } from './health/ingest-metrics.ts';
import type { Metric } from './health/metric.ts';
import { leaseMetrics } from './health/own-metrics.ts';
import { NOTHING_WAITS } from './history/history.ts';
import type { FactThread } from './ingest/thread-door.ts';
import type { Leases } from './lease/leases.ts';
import type { FactStore } from './store/facts.ts';
import type { Stores } from './store/stores-door.ts';
import type { Telling } from './telling.ts';

interface WatchParts {
  readonly config: CollectorConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
}

interface Watched {
  readonly stores: Stores;
  readonly facts: Pick<FactStore, 'agents'>;
  readonly factThread: FactThread;
  readonly gate: { readonly turnedAway: number };
  readonly leases: Pick<Leases, 'figures'>;
  readonly telling: Pick<Telling, 'metrics' | 'standing'>;
  readonly keeping: { metrics(): readonly Metric[]; lastBackup(): EpochMs | undefined };
}

/** The collector about itself. */
export function healthOf(parts: WatchParts, watched: Watched) {
  const { stores, facts, factThread, gate, leases, keeping, telling } = watched;
  const history = () => factThread.health?.history ?? NOTHING_WAITS;
  return collectorHealth({
    ...parts,
    ...stores,
    history: { health: history },
    agents: () => facts.agents(),
    webhooks: () => telling.standing(),
    writer: { problem: () => factThread.problem, inHand: () => factThread.inHand },
    ...(parts.config.backup === 'off' ? {} : { lastBackup: () => keeping.lastBackup() }),
    more: () => [
      ...leaseMetrics(leases.figures()),
      ...ingestMetrics(factThread.health, gate),
      ...historyMetrics(history(), parts.clock.now()),
      ...keeping.metrics(),
      ...telling.metrics(),
    ],
  });
}
