import type { Clock } from '../../kit/clock.ts';
import { hours, seconds } from '../../kit/units.ts';
import type { Fact } from '../../wire/fact.ts';
import type { Probe } from '../probes/probe.ts';
import { agentFact, type SelfReading } from './facts.ts';

/** The agent looks at itself as it looks at any device; the inventory is told anew each hour. */
export function selfProbes(parts: {
  readonly agent: string;
  readonly clock: Clock;
  readonly read: () => SelfReading;
  readonly inventory: () => readonly Fact[];
}): readonly Probe[] {
  const { agent, clock, read, inventory } = parts;
  return [
    {
      id: `${agent}:self`,
      every: seconds(30),
      deadline: seconds(1),
      measure: async () => ({ facts: [agentFact(agent, read(), clock.now())], healthy: true }),
    },
    {
      id: `${agent}:inventory`,
      every: hours(1),
      deadline: seconds(1),
      measure: async () => ({ facts: inventory(), healthy: true }),
    },
  ];
}
