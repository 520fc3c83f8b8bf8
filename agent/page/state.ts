import type { EpochMs } from '../../kit/units.ts';
import type { Finding } from '../../standards/finding.ts';
import type { ConfiguredDevice } from '../probes/probe.ts';
import type { LastPass } from '../self/standing.ts';
import type { ShipmentState } from '../ship/shipment.ts';
import type { SpoolFigures } from '../spool/spool.ts';

/** Everything the page shows, read at one moment. */
export interface PageState {
  readonly now: EpochMs;
  readonly agent: string;
  readonly version: string;
  /** Undefined before the enrolment. */
  readonly school: string | undefined;
  readonly simulated: boolean;
  readonly collector: string;
  readonly shipment: ShipmentState;
  readonly spool: SpoolFigures;
  readonly devices: readonly DeviceState[];
  readonly findings: readonly Finding[];
}

export interface DeviceState {
  readonly device: ConfiguredDevice;
  /** The last pass of each of its probes. */
  readonly passes: readonly LastPass[];
}

export type Health = 'well' | 'ill' | 'waiting';

/** A device is well when all its probes found it so. */
export function healthOf({ passes }: DeviceState): Health {
  if (passes.length === 0) return 'waiting';
  return passes.every(({ healthy }) => healthy) ? 'well' : 'ill';
}
