import type { Clock } from '../../../kit/clock.ts';
import { endpointOf } from '../../../kit/endpoint.ts';
import { hours, ms } from '../../../kit/units.ts';
import type { AskName } from '../host-name.ts';
import { ownAddresses, resolveHost } from '../network-door.ts';
import type { Pass, Probe, ProbeParts, ProbeSet } from '../probe.ts';
import { STOPPED } from '../stopped.ts';
import { ping, readNeighbours } from './door.ts';
import { hostFacts } from './facts.ts';
import { type HostsOptions, type HostsSection, hostSearchId, hostsOf } from './options.ts';
import { type HostSearch, type HostsFound, searchHosts } from './search.ts';

interface Device {
  readonly id: string;
  readonly address: string;
}
type List = { readonly list: readonly Device[] } | undefined;

/** As much of the agent's config as a search hangs on. */
export interface HostsConfig {
  readonly agent: string;
  readonly school: { readonly simulated: boolean };
  readonly subnets: readonly string[];
  readonly hosts?: HostsOptions | undefined;
  readonly machines?: List;
  readonly cameras?: List;
  readonly recorders?: List;
}

/** The hosts of the configured subnets as a probe; none where nothing may be searched. */
export function hostProbes(
  config: HostsConfig,
  { clock }: Pick<ProbeParts, 'clock'>,
  askName: AskName | undefined,
): ProbeSet {
  const options = hostsOf(config);
  if (options === undefined) return { devices: [], probes: [] };
  const { agent, school, subnets } = config;
  const probe: Probe = {
    id: hostSearchId(agent),
    every: options.every,
    // 1024 addresses that nobody has take five minutes, four at once.
    deadline: ms(Math.min(options.every, hours(1))),
    async measure(signal): Promise<Pass> {
      const began = clock.elapsed();
      const order = { subnets, options, devices: devicesOf(config), askName, clock, signal };
      const { found, configuredAt } = await lookForHosts(order);
      if (signal.aborted) return STOPPED;
      const took = ms(clock.elapsed() - began);
      const search = { agent, simulated: school.simulated, found, configuredAt, took };
      return { facts: hostFacts({ ...search, at: clock.now() }), healthy: true };
    },
  };
  return { devices: [], probes: [probe] };
}

export const devicesOf = ({
  machines,
  cameras,
  recorders,
}: Pick<HostsConfig, 'machines' | 'cameras' | 'recorders'>): readonly Device[] =>
  [machines, cameras, recorders].flatMap((section) => section?.list ?? []);

/** One search by the doors of this machine, and which of the configured devices stand where. */
export async function lookForHosts(order: {
  readonly subnets: readonly string[];
  readonly options: Pick<HostsSection, 'rate' | 'most'>;
  readonly devices: readonly Device[];
  readonly askName: AskName | undefined;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly signal: AbortSignal;
  readonly doors?: Pick<HostSearch, 'own' | 'neighbours' | 'ping'>;
}): Promise<{ readonly found: HostsFound; readonly configuredAt: ReadonlyMap<string, string> }> {
  const { options, devices, doors = DOORS } = order;
  const configuredAt = await placesOf(devices);
  const known = new Set(configuredAt.keys());
  return { found: await searchHosts({ ...order, ...options, ...doors, known }), configuredAt };
}

const DOORS = { own: ownAddresses, neighbours: readNeighbours, ping };

/** By address; a name that is not found has none. */
async function placesOf(devices: readonly Device[]): Promise<ReadonlyMap<string, string>> {
  const places = await Promise.all(
    devices.map(async ({ id, address }) => {
      const host = endpointOf(address, ANY_PORT)?.host;
      const place = host === undefined ? undefined : await resolveHost(host);
      return place === undefined ? [] : [[place, id] as const];
    }),
  );
  return new Map(places.flat());
}

const ANY_PORT = 1;
