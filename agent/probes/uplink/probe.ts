import { hours, seconds } from '../../../kit/units.ts';
import type { LineCounters } from '../line-counters.ts';
import type { Probe, ProbeParts, ProbeSet } from '../probe.ts';
import { bandwidthProbe } from './bandwidth-probe.ts';
import { contractFacts } from './facts.ts';
import type { UplinkOptions } from './options.ts';
import { pingProbe } from './ping-probe.ts';

/** What a test of the line may use beside the common parts. */
export interface UplinkRights {
  readonly token?: () => string | undefined;
  /** Of the router's port to the line; undefined where no machine is its gateway. */
  readonly counters?: LineCounters | undefined;
  /** The agent's folder, where the day's bytes are counted. */
  readonly data?: string;
}

/** The line: one probe a far end, one for bandwidth, one that repeats what the contract states. */
export function uplinkProbes(
  section: UplinkOptions,
  parts: ProbeParts,
  rights: UplinkRights = {},
): ProbeSet {
  const { id, name, every, contract, bandwidth } = section;
  return {
    devices: [{ id, kind: 'uplink', name, every }],
    probes: [
      ...section.targets.map((target) => pingProbe(section, target, parts)),
      ...(contract === undefined ? [] : [contractProbe(id, contract, parts)]),
      ...(bandwidth === undefined
        ? []
        : [bandwidthProbe({ ...section, bandwidth }, { ...parts, ...rights })]),
    ],
  };
}

function contractProbe(
  id: string,
  contract: NonNullable<UplinkOptions['contract']>,
  { clock }: ProbeParts,
): Probe {
  return {
    id: `${id}:contract`,
    every: hours(1),
    deadline: seconds(1),
    measure: async () => ({ facts: contractFacts(contract, clock.now()), healthy: true }),
  };
}
