import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import type { Repair } from './backup/ready-door.ts';
import type { CollectorConfig } from './config.ts';

/** What a collector is started with. */
export interface CollectorParts {
  readonly config: CollectorConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly version: string;
  /** Becomes valid for the role admin; undefined makes none. */
  readonly adminToken: string | undefined;
  /** What may be done about files that can't be used as they are. */
  readonly repair?: Repair;
}
