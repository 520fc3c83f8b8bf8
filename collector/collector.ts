/** Joins the collector's parts: the one place that knows them all. */
import { join } from 'node:path';
import type { Clock } from '../kit/clock.ts';
import type { Log } from '../kit/log.ts';
import { messageOf } from '../kit/result.ts';
import { days, hours, seconds } from '../kit/units.ts';
import { Identities } from './access/identities.ts';
import { Throttle } from './access/throttle.ts';
import { Users } from './access/users.ts';
import type { CollectorConfig } from './config.ts';

export interface CollectorParts {
  readonly config: CollectorConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
}
void [join, messageOf, days, hours, seconds, Identities, Throttle, Users];
