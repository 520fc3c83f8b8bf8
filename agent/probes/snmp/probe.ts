import { type Ms, ms } from '../../../kit/units.ts';
import type { Pass, Probe, ProbeParts, ProbeSet } from '../probe.ts';
import { STOPPED } from '../stopped.ts';
import {
  interfaceFacts,
  machineFact,
  ratesSince,
  type Samples,
  samplesOf,
  silentFact,
  uplinkTraffic,
} from './facts.ts';
import type { MachineOptions, MachinesOptions } from './options.ts';
import { type MachineRead, readMachine } from './read-machine.ts';
import { openSession } from './session-door.ts';
import { type Target, targetOf } from './target.ts';
import { explain, explainPart, sayNoInterface } from './words.ts';

/** Everything read over SNMP: one device and one probe each. */
export function machineProbes(section: MachinesOptions, parts: ProbeParts): ProbeSet {
  return {
    devices: section.list.map(({ id, kind, name, room, address }) => ({
      id,
      kind,
      name,
      address,
      every: section.every,
      ...(room === undefined ? {} : { room }),
    })),
    probes: section.list.map((machine) => machineProbe(machine, section, parts)),
  };
}

function machineProbe(
  machine: MachineOptions,
  { every, deadline, community }: MachinesOptions,
  { clock }: ProbeParts,
): Probe {
  const target = targetOf(machine, community);
  let earlier: Samples = new Map();
  return {
    id: machine.id,
    every,
    // The pass ends itself at `deadline` and tells what it read; the schedule's own cut comes later.
    deadline: ms(deadline + 2_000),
    async measure(signal) {
      const at = clock.now();
      const read = await readOnce(target, { deadline, signal, clock });
      if (signal.aborted) return STOPPED;
      if (!read.ok) {
        const problem = explain(read.problem);
        return { facts: [silentFact(machine.id, read.problem, at)], healthy: false, problem };
      }
      const now = samplesOf(read.value.reading);
      const rateOf = ratesSince(earlier, now);
      earlier = now;
      return passOf(machine, { read: read.value, rateOf }, at);
    },
  };
}

type RateOf = ReturnType<typeof ratesSince>;

function passOf(
  { id, uplink, wan_interface }: MachineOptions,
  { read, rateOf }: { read: MachineRead; rateOf: RateOf },
  at: ReturnType<ProbeParts['clock']['now']>,
): Pass {
  const { interfaces } = read.reading;
  const port = interfaces.find(({ name }) => name === wan_interface);
  const problem =
    wan_interface !== undefined && port === undefined
      ? sayNoInterface(wan_interface)
      : read.problems.map(explainPart)[0];
  return {
    facts: [
      machineFact(id, read, at),
      ...interfaceFacts(id, { interfaces, rateOf }, at),
      ...uplinkTraffic({ uplink, port, rateOf }, at),
    ],
    healthy: true,
    ...(problem === undefined ? {} : { problem }),
  };
}

/** A session of its own for each pass: a restarted device (a new engine id, new boots) is met afresh. */
async function readOnce(
  { endpoint, credentials }: Target,
  pass: { deadline: Ms; signal: AbortSignal; clock: ProbeParts['clock'] },
) {
  const signal = AbortSignal.any([pass.signal, AbortSignal.timeout(pass.deadline)]);
  const session = await openSession(endpoint, credentials, { signal });
  if (!session.ok) return session;
  try {
    return await readMachine(session.value, pass.clock);
  } finally {
    session.value.close();
  }
}
