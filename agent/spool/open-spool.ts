import type { Clock } from '../../kit/clock.ts';
import type { Log } from '../../kit/log.ts';
import type { AgentConfig } from '../config.ts';
import { spoolDisk } from './file-door.ts';
import { Spool } from './spool.ts';

interface Opening {
  readonly config: Pick<AgentConfig, 'agent' | 'data' | 'spool'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The spool as the config bounds it. */
export function openSpool({ config, clock, log }: Opening): Spool {
  const { max_size: maxSize, max_age: maxAge, reserve } = config.spool;
  const limits = { maxSize, maxAge, reserve };
  return new Spool({ agent: config.agent, disk: spoolDisk(config.data), limits, clock, log });
}
