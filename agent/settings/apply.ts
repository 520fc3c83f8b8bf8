import { fail, ok, type Result } from '../../kit/result.ts';
import type { Ms } from '../../kit/units.ts';
import { AgentSettings } from '../../wire/agent-config.ts';
import type { AgentConfig } from '../config.ts';
import { HostsOptions } from '../probes/hosts/options.ts';
import { DiscoveryOptions } from '../probes/onvif/discovery-options.ts';

/** Settings as the centre wrote them, or every problem of them in one line. */
export function readSettings(written: unknown): Result<AgentSettings> {
  const read = AgentSettings.safeParse(written);
  if (read.success) return ok(read.data);
  const problems = read.error.issues.map(
    ({ path, message }) => `${path.map(String).join('.') || 'settings'}: ${message}`,
  );
  return fail(problems.join('; '));
}

/**
 * The school's own config as the centre's settings change it. A section that is not there does not come about, one that is
 * off stays off; nothing but cadences, times of day and the pace of shipping is read from the settings here.
 */
export function withSettings(config: AgentConfig, settings: AgentSettings): Result<AgentConfig> {
  const slip = tooQuick(config, settings);
  if (slip !== undefined) return fail(slip);
  const { ship } = settings;
  return ok({
    ...config,
    ship: {
      every: ship?.every ?? config.ship.every,
      backlog_rate: ship?.backlog_rate ?? config.ship.backlog_rate,
    },
    server: paced(config.server, settings.server),
    uplink: uplinkWith(config.uplink, settings.uplink),
    services: paced(config.services, settings.services),
    machines: paced(config.machines, settings.machines),
    cameras: paced(config.cameras, settings.cameras),
    recorders: paced(config.recorders, settings.recorders),
    discovery: searching(config.discovery, settings.discovery, () => DiscoveryOptions.parse({})),
    hosts: searching(config.hosts, settings.hosts, () => HostsOptions.parse({})),
    labs: labsWith(config.labs, settings.labs),
  });
}

interface Pace {
  readonly every?: Ms | undefined;
}

const paced = <Section extends { readonly every: Ms }>(
  section: Section | undefined,
  given: Pace | undefined,
): Section | undefined => section && { ...section, every: given?.every ?? section.every };

/** A search that the file does not speak of runs by its defaults. */
const searching = <Section extends { readonly every: Ms }>(
  section: Section | 'off' | undefined,
  given: Pace | undefined,
  defaults: () => Section | 'off',
): Section | 'off' | undefined => {
  if (given?.every === undefined || section === 'off') return section;
  const search = section ?? defaults();
  return search === 'off' ? search : { ...search, every: given.every };
};

function uplinkWith(
  section: AgentConfig['uplink'],
  given: AgentSettings['uplink'],
): AgentConfig['uplink'] {
  const line = paced(section, given);
  if (line?.bandwidth === undefined || given?.bandwidth === undefined) return line;
  const { every, lessons, night } = given.bandwidth;
  const { bandwidth } = line;
  return {
    ...line,
    bandwidth: {
      ...bandwidth,
      every: every ?? bandwidth.every,
      lessons: lessons ?? bandwidth.lessons,
      night: night ?? bandwidth.night,
    },
  };
}

function labsWith(section: AgentConfig['labs'], given: AgentSettings['labs']): AgentConfig['labs'] {
  const labs = paced(section, given);
  if (labs === undefined || given?.school_days === undefined) return labs;
  const { days, holidays } = given.school_days;
  return {
    ...labs,
    school_days: { days, holidays: holidays.map((day) => ({ from: day, to: day })) },
  };
}

/** Only this school's file knows how long a pass over its devices may take. */
function tooQuick(config: AgentConfig, settings: AgentSettings): string | undefined {
  for (const name of ['services', 'machines', 'cameras', 'recorders'] as const) {
    const every = settings[name]?.every;
    const deadline = config[name]?.deadline;
    if (every !== undefined && deadline !== undefined && every < deadline)
      return `${name}.every: ${every / 1_000} s is shorter than the deadline here, ${deadline / 1_000} s`;
  }
  return undefined;
}
