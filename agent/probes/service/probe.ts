import { ms } from '../../../kit/units.ts';
import type { Probe, ProbeParts, ProbeSet } from '../probe.ts';
import { STOPPED } from '../stopped.ts';
import { askedSystems, type ServiceConfig } from './asked.ts';
import { checkService } from './door.ts';
import { isUp, serviceFact } from './facts.ts';
import type { ServiceOptions } from './options.ts';
import type { System } from './systems.ts';
import { sayProblem } from './words.ts';

/** Named systems seen from the school: one probe each; they belong to the line, not to devices of their own. */
export async function serviceProbes(config: ServiceConfig, parts: ProbeParts): Promise<ProbeSet> {
  const { services } = config;
  if (services === undefined) return { devices: [], probes: [] };
  const systems = await askedSystems(config, parts);
  return { devices: [], probes: systems.map((system) => probeOf(system, services, parts)) };
}

function probeOf(
  { id, name, url, httpUrl, device }: System,
  { every, deadline }: ServiceOptions,
  { clock }: ProbeParts,
): Probe {
  return {
    id: `${device}:service:${id}`,
    every,
    deadline: ms(deadline + 1_000),
    async measure(signal) {
      const at = clock.now();
      const reply = await checkService({ url, httpUrl, deadline, clock }, signal);
      if (signal.aborted) return STOPPED;
      const problem = sayProblem(name, reply, at);
      return {
        facts: [serviceFact({ device, service: id, name: toldName(id, name.vi) }, reply, at)],
        healthy: isUp(reply),
        ...(problem === undefined ? {} : { problem }),
      };
    },
  };
}

/** A system without a name of its own is called by its id, which the tag tells already. */
const toldName = (id: string, name: string): string | undefined => (name === id ? undefined : name);
