import { endpointOf } from '../../../kit/endpoint.ts';
import { hours, ms, seconds } from '../../../kit/units.ts';
import type { LineCounters } from '../line-counters.ts';
import type { Probe, ProbeParts, ProbeSet } from '../probe.ts';
import { STOPPED } from '../stopped.ts';
import { measureDown, measureUp } from './bandwidth-door.ts';
import { bandwidthFact, contractFacts, pingFact } from './facts.ts';
import type { UplinkOptions } from './options.ts';
import { pingTcp, pingUdp } from './ping-door.ts';
import { sayBandwidth, sayUnanswered } from './words.ts';

const SPACING = ms(100);
const WAIT = seconds(2);

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
      ...(bandwidth === undefined ? [] : [bandwidthProbe(id, bandwidth, { ...parts, ...rights })]),
    ],
  };
}

function pingProbe(
  { id, every, probes }: UplinkOptions,
  target: UplinkOptions['targets'][number],
  { clock }: ProbeParts,
): Probe {
  const udp = 'udp_echo' in target;
  const endpoint = endpointOf(udp ? target.udp_echo : target.tcp);
  if (endpoint === undefined) throw new Error(`uplink target ${target.name}: no port`);
  const ping = { endpoint, probes, spacing: SPACING, wait: WAIT, clock };
  const method = udp ? 'udp_echo' : 'tcp_connect';
  return {
    id: `${id}:ping:${target.name}`,
    every,
    deadline: ms(probes * (udp ? SPACING : SPACING + WAIT) + WAIT + 8_000),
    async measure(signal) {
      const at = clock.now();
      const rounds = await (udp ? pingUdp : pingTcp)(ping, signal);
      if (signal.aborted) return STOPPED;
      const fact = pingFact({ device: id, target: target.name, method }, rounds, at);
      const healthy = fact.fields['up'] === true;
      const problem = sayUnanswered(target.name, rounds);
      return { facts: [fact], healthy, ...(healthy ? {} : { problem }) };
    },
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

function bandwidthProbe(
  id: string,
  { server, every, seconds: span, max_bytes: maxBytes }: NonNullable<UplinkOptions['bandwidth']>,
  { clock, token }: ProbeParts & { readonly token?: () => string | undefined },
): Probe {
  return {
    id: `${id}:bandwidth`,
    every,
    deadline: seconds(2 * span + 15),
    async measure(signal) {
      const at = clock.now();
      const farEnd = { server, token: token?.(), seconds: span, maxBytes, clock };
      const down = await measureDown(farEnd, signal);
      const up = await measureUp(farEnd, signal);
      if (signal.aborted) return STOPPED;
      const problem = sayBandwidth({ down, up });
      return {
        facts: [bandwidthFact(id, { down, up }, at)],
        // A far end that is busy or gone says nothing about the line: the next turn is soon enough.
        healthy: true,
        ...(problem === undefined ? {} : { problem }),
      };
    },
  };
}
