import type { ProbeParts } from '../probe.ts';
import { SchoolLevel, type ServiceOptions } from './options.ts';
import { isOver, listOf, type System, systemsOf } from './systems.ts';

/** As much of the agent's config as the list of systems hangs on. */
export interface ServiceConfig {
  readonly services?: ServiceOptions | undefined;
  readonly uplink?: { readonly id: string } | undefined;
  readonly declarations: Readonly<Record<string, unknown>>;
}

type Asking = Pick<ProbeParts, 'clock' | 'log'>;

/** Every system this school asks, from its server and from its lab machines. */
export async function askedSystems(
  { services, uplink, declarations }: ServiceConfig,
  parts: Asking,
): Promise<readonly System[]> {
  if (services === undefined) return [];
  const list = services.shipped ? await yearList(parts) : undefined;
  const level = SchoolLevel.safeParse(declarations['school_level']).data;
  return systemsOf(services, list, { line: uplink?.id ?? 'line', level });
}

async function yearList({ clock, log }: Asking) {
  const { openYearLists } = await import('./year-list-door.ts');
  const now = clock.now();
  const list = listOf(await openYearLists(), now);
  if (list === undefined) log.warn({}, 'no list of systems for this school year');
  else if (isOver(list, now))
    log.warn({ year: list.school_year }, 'the list of systems is of a school year that is over');
  return list;
}
