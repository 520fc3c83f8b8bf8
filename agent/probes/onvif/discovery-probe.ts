import type { Clock } from '../../../kit/clock.ts';
import { type Ms, ms, seconds } from '../../../kit/units.ts';
import { resolveHost } from '../network-door.ts';
import type { ConfiguredDevice, Pass, Probe, ProbeParts, ProbeSet } from '../probe.ts';
import { STOPPED } from '../stopped.ts';
import { parseSubnet } from '../subnet.ts';
import { type Endpoints, learnEndpoints, movedFrom } from './discovery/endpoints.ts';
import { discoveryFacts } from './discovery/facts.ts';
import { type Configured, joinFound } from './discovery/join.ts';
import { type Discover, discover } from './discovery-door.ts';
import {
  type DiscoveryOptions,
  type DiscoverySection,
  discoveryOf,
  searchId,
} from './discovery-options.ts';
import { parseHost } from './soap/endpoint.ts';

/** As much of the agent's config as a search hangs on. */
export interface DiscoveryConfig {
  readonly agent: string;
  readonly school: { readonly simulated: boolean };
  readonly subnets: readonly string[];
  readonly discovery?: DiscoveryOptions | undefined;
  readonly cameras?: { readonly list: DiscoveryParts['configured'] } | undefined;
  readonly recorders?: { readonly list: DiscoveryParts['configured'] } | undefined;
}

/** The search of the configured subnets as a probe; none where nothing may be searched. */
export function discoveryProbes(config: DiscoveryConfig, { clock }: ProbeParts): ProbeSet {
  const options = discoveryOf(config);
  if (options === undefined) return { devices: [], probes: [] };
  const { agent, subnets, school } = config;
  const parts = { agent, subnets, simulated: school.simulated, options, clock, discover };
  const configured = searchedFor(config);
  return {
    devices: [],
    probes: [new DiscoveryProbe({ ...parts, configured, resolve: resolveHost })],
  };
}

/** The configured devices that a search should find. */
export const searchedFor = ({
  cameras,
  recorders,
}: Pick<DiscoveryConfig, 'cameras' | 'recorders'>): DiscoveryParts['configured'] => [
  ...(cameras?.list ?? []),
  ...(recorders?.list ?? []),
];

export interface DiscoveryParts {
  readonly agent: string;
  readonly simulated: boolean;
  readonly subnets: readonly string[];
  readonly options: DiscoverySection;
  /** The cameras and recorders of the config. */
  readonly configured: readonly Pick<ConfiguredDevice, 'id' | 'name' | 'address'>[];
  readonly discover: Discover;
  readonly resolve: Resolve;
  readonly clock: Clock;
}

type Resolve = (host: string) => Promise<string | undefined>;

/** One search after another; what it keeps is what devices called themselves where they are configured. */
export class DiscoveryProbe implements Probe {
  readonly id: string;
  readonly every: Ms;
  readonly deadline = seconds(30);
  readonly #parts: DiscoveryParts;
  #known: Endpoints = new Map();

  constructor(parts: DiscoveryParts) {
    this.id = searchId(parts.agent);
    this.every = parts.options.every;
    this.#parts = parts;
  }

  async measure(signal: AbortSignal): Promise<Pass> {
    const { agent, simulated, subnets, options, configured, clock } = this.#parts;
    const began = clock.elapsed();
    const [searched, hosts] = await Promise.all([
      this.#parts.discover({ ...options, subnets, signal, clock, first: hostsFirst(configured) }),
      resolveAll(configured, this.#parts.resolve),
    ]);
    if (!searched.ok) return NO_INTERFACE;
    if (signal.aborted) return STOPPED;
    const ranges = subnets.flatMap((text) => parseSubnet(text) ?? []);
    const joined = joinFound(searched.value.found, hosts, ranges);
    const facts = discoveryFacts({
      ...{ agent, simulated, joined },
      movedFrom: movedFrom(this.#known, joined),
      took: ms(clock.elapsed() - began),
      at: clock.now(),
    });
    this.#known = learnEndpoints(this.#known, joined);
    return { facts, healthy: true };
  }
}

/** The addresses as configured; a name among them is nobody's address. */
export const hostsFirst = (devices: DiscoveryParts['configured']): readonly string[] =>
  devices.map(({ address = '' }) => parseHost(address).host);

/** Where the configured devices stand now. */
export const resolveAll = (
  devices: DiscoveryParts['configured'],
  resolve: Resolve,
): Promise<readonly Configured[]> =>
  Promise.all(
    devices.map(async ({ id, name, address = '' }) => {
      const { host, port } = parseHost(address);
      return { id, name, address, port, host: await resolve(host) };
    }),
  );

const NO_INTERFACE: Pass = {
  facts: [],
  healthy: false,
  problem: {
    vi: 'Không dò tìm được thiết bị: máy này không có cổng mạng nào trong các mạng đã khai báo. Kiểm tra subnets và discovery trong tệp cấu hình.',
    en: 'Devices cannot be searched for: this machine has no network interface in the configured subnets. Check subnets and discovery in the config file.',
  },
};
