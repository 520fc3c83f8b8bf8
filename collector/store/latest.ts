import type { EpochMs } from '../../kit/units.ts';
import type { FieldValue } from '../../wire/fact.ts';

/** The newest fact of one series, and when it came in: liveness is judged on `receivedAt`. */
export interface LatestRow {
  readonly school: string;
  readonly measurement: string;
  /** Canonical identity, `wire/line-protocol` seriesKey. */
  readonly series: string;
  /** The tag `device`; empty where the measurement has none. */
  readonly device: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly at: EpochMs;
  readonly receivedAt: EpochMs;
}
