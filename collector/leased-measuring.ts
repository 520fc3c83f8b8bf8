import type { Clock } from '../kit/clock.ts';
import type { CollectorConfig } from './config.ts';
import { Leases } from './lease/leases.ts';
import { leaseLimits } from './lease/limits.ts';
import { STREAMS_OF_A_LEASE } from './lease/live-lease.ts';
import { leaseStore } from './lease/store.ts';
import { measureHandlers } from './measure/door.ts';
import type { Fill } from './measure/fill-door.ts';
import { DEFAULT_MEASURE_LIMITS } from './measure/limits.ts';
import type { Sql } from './store/sql.ts';

/** The far end of line tests, and the leases it is used within. */
export function leasedMeasuring(
  { config, clock }: { readonly config: Pick<CollectorConfig, 'measure'>; readonly clock: Clock },
  { sql, fill }: { readonly sql: Sql; readonly fill: Fill },
) {
  const limits = leaseLimits(config.measure);
  const leases = new Leases({ limits, clock, journal: leaseStore(sql, clock) });
  // Leases say how many measure at once: the handlers' own limit is what they can open.
  const streams = { ...DEFAULT_MEASURE_LIMITS, streams: limits.slots * STREAMS_OF_A_LEASE };
  return { leases, measure: measureHandlers({ clock, fill, limits: streams }) };
}
