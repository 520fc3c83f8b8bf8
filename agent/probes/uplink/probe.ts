import { hours, seconds } from '../../../kit/units.ts';
import type { Probe, ProbeParts, ProbeSet } from '../probe.ts';
import { bandwidthProbe } from './bandwidth-probe.ts';
import { contractFacts } from './facts.ts';
import type { UplinkOptions } from './options.ts';
import { pingProbe } from './ping-probe.ts';

/** The line: one probe a far end, one for bandwidth, one that repeats what the contract states. */
export function uplinkProbes(
  section: UplinkOptions,
  parts: ProbeParts,
  rights: { readonly token?: () => string | undefined } = {},
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
