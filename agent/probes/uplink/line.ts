import type { Bps, Ms } from '../../../kit/units.ts';
import type { PingMethod, Rounds } from '../../dial/rounds.ts';
import type { BandwidthTest } from './bandwidth.ts';

/** One look at the line: latency at rest, each direction at its limit, latency meanwhile. */
export interface LineMeasurement extends BandwidthTest {
  readonly idle: Rounds;
  readonly latencyMethod: PingMethod;
  /** Round trip while a direction was full; undefined where nothing came back meanwhile. */
  readonly loadedDown: Ms | undefined;
  readonly loadedUp: Ms | undefined;
  /** The queues were filled on purpose, so that the loaded figures show how long they grow. */
  readonly filled: boolean;
  /** Speed of this machine's own network port. */
  readonly linkBps: Bps | undefined;
  /** All that the measurement cost the line, both directions. */
  readonly bytes: number;
  readonly seconds: number;
}
