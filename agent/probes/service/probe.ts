import { ms } from '../../../kit/units.ts';
import type { Probe, ProbeParts, ProbeSet } from '../probe.ts';
import { STOPPED } from '../stopped.ts';
import { checkService } from './door.ts';
import { isUp, serviceFact } from './facts.ts';
import { SchoolLevel, type ServiceOptions } from './options.ts';
import { isOver, listOf, type System, systemsOf } from './systems.ts';
import { sayProblem } from './words.ts';

/** As much of the agent's config as these checks hang on. */
export interface ServiceConfig {
  readonly services?: ServiceOptions | undefined;
  readonly uplink?: { readonly id: string } | undefined;
  readonly declarations: Readonly<Record<string, unknown>>;
}

/** Named systems seen from the school: one probe each; they belong to the line, not to devices of their own. */
export async function serviceProbes(
  { services, uplink, declarations }: ServiceConfig,
  parts: ProbeParts,
): Promise<ProbeSet> {
  if (services === undefined) return { devices: [], probes: [] };
  const list = services.shipped ? await yearList(parts) : undefined;
  const level = SchoolLevel.safeParse(declarations['school_level']).data;
  const systems = systemsOf(services, list, { line: uplink?.id ?? 'line', level });
  return { devices: [], probes: systems.map((system) => probeOf(system, services, parts)) };
}

async function yearList({ clock, log }: ProbeParts) {
  const { openYearLists } = await import('./year-list-door.ts');
  const now = clock.now();
  const list = listOf(await openYearLists(), now);
  if (list === undefined) log.warn({}, 'no list of systems for this school year');
  else if (isOver(list, now))
    log.warn({ year: list.school_year }, 'the list of systems is of a school year that is over');
  return list;
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
