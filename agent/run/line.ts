/** `hatang uplink …`: the measurement of the line, with the router's counters joined in. */
import { systemClock } from '../../kit/clock.ts';
import { portCounters } from '../probes/snmp/line-counters-door.ts';
import { measure } from '../probes/uplink/measure-door.ts';

export const run = (args: readonly string[]): Promise<0 | 1 | 2 | 3> =>
  measure(args, {
    countersOf: ({ endpoint, community, wanInterface }) =>
      portCounters({ endpoint, community, name: wanInterface }, systemClock),
  });
