import type { Result } from '../../../kit/result.ts';
import { type Ms, ms } from '../../../kit/units.ts';
import type { Pass, Probe, ProbeParts, ProbeSet } from '../probe.ts';
import { STOPPED } from '../stopped.ts';
import { printerFacts, upsFacts } from './appliance-facts.ts';
import {
  interfaceFacts,
  type LastKnown,
  machineFact,
  ratesSince,
  type Samples,
  samplesOf,
  silentFacts,
  uplinkTraffic,
} from './facts.ts';
import { type DeviceMemory, newMemory } from './lasting.ts';
import type { MachineOptions, MachinesOptions } from './options.ts';
import { Placement } from './placement.ts';
import { type MachineRead, readMachine } from './read-machine.ts';
import type { SnmpProblem } from './session.ts';
import { openSession } from './session-door.ts';
import { type Target, targetOf } from './target.ts';
import { explain, explainPart, sayNoInterface } from './words.ts';

/** Everything read over SNMP: one device and one probe each. */
export function machineProbes(section: MachinesOptions, parts: ProbeParts): ProbeSet {
  const shared = { ...parts, placement: new Placement() };
  return {
    devices: section.list.map(({ id, kind, name, room, address, behind }) => ({
      id,
      kind,
      name,
      address,
      behind,
      every: section.every,
      ...(room === undefined ? {} : { room }),
    })),
    probes: section.list.map((machine) => machineProbe(machine, section, shared)),
  };
}

function machineProbe(
  machine: MachineOptions,
  { every, deadline, community }: MachinesOptions,
  { clock, placement }: ProbeParts & { readonly placement: Placement },
): Probe {
  const target = targetOf(machine, community);
  const memory = newMemory();
  const asSwitch = machine.kind === 'switch' || machine.kind === 'gateway';
  let earlier: Samples = new Map();
  let known: LastKnown | undefined;
  return {
    id: machine.id,
    every,
    // The pass ends itself at `deadline` and tells what it read; the schedule's own cut comes later.
    deadline: ms(deadline + 2_000),
    async measure(signal) {
      const at = clock.now();
      const read = await readOnce(target, { deadline, signal, clock, memory, asSwitch });
      if (signal.aborted) return STOPPED;
      if (!read.ok) {
        const problem = explain(read.problem);
        const silent = { device: machine.id, kind: machine.kind, known };
        return { facts: silentFacts(silent, read.problem, at), healthy: false, problem };
      }
      const { interfaces, forwarding } = read.value.reading;
      const heardAt = clock.elapsed();
      if (forwarding !== undefined) placement.heard(machine.id, forwarding, heardAt);
      const place = asSwitch ? undefined : placement.placeOf(interfaces, heardAt);
      known = { name: read.value.reading.system.name, place: place ?? known?.place };
      const now = samplesOf(read.value.reading);
      const rateOf = ratesSince(earlier, now);
      earlier = now;
      return passOf(machine, { read: { ...read.value, place }, rateOf }, at);
    },
  };
}

type RateOf = ReturnType<typeof ratesSince>;

function passOf(
  { id, uplink, wan_interface }: MachineOptions,
  { read, rateOf }: { read: Parameters<typeof machineFact>[1]; rateOf: RateOf },
  at: ReturnType<ProbeParts['clock']['now']>,
): Pass {
  const { interfaces, printer, ups } = read.reading;
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
      ...printerFacts(id, printer, at),
      ...upsFacts(id, ups, at),
    ],
    healthy: true,
    ...(problem === undefined ? {} : { problem }),
  };
}

/** A session of its own for each pass: a restarted device (a new engine id, new boots) is met afresh. */
async function readOnce(
  { endpoint, credentials }: Target,
  pass: {
    readonly deadline: Ms;
    readonly signal: AbortSignal;
    readonly clock: ProbeParts['clock'];
    readonly memory: DeviceMemory;
    readonly asSwitch: boolean;
  },
): Promise<Result<MachineRead, SnmpProblem>> {
  const signal = AbortSignal.any([pass.signal, AbortSignal.timeout(pass.deadline)]);
  const session = await openSession(endpoint, credentials, { signal });
  if (!session.ok) return session;
  try {
    return await readMachine({ ...pass, asking: session.value });
  } finally {
    session.value.close();
  }
}
