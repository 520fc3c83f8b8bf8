import type { AgentConfig } from '../config.ts';
import type { AskName } from './host-name.ts';
import { hostsOf } from './hosts/options.ts';
import type { LineCounters } from './line-counters.ts';
import { discoveryOf } from './onvif/discovery-options.ts';
import type { ProbeParts, ProbeSet } from './probe.ts';
import type { UplinkOptions } from './uplink/options.ts';

/** What a probe may be given beside the common parts. */
export interface ProbeRights extends ProbeParts {
  /** The right to measure bandwidth against the collector. */
  readonly token: () => string | undefined;
}

type Section = keyof AgentConfig;

interface Entry {
  readonly section: Section;
  /** The probe's folder: a second word for it on the command line. */
  readonly folder: string;
  /** Undefined when the section is not configured: then its libraries are never loaded. */
  load(config: AgentConfig, parts: ProbeRights): Promise<ProbeSet> | undefined;
}

/** Every kind of probe, one entry each. */
const registry: readonly Entry[] = [
  {
    section: 'server',
    folder: 'server',
    load: ({ server }, parts) =>
      server && import('./server/probe.ts').then(({ serverProbes }) => serverProbes(server, parts)),
  },
  {
    section: 'uplink',
    folder: 'uplink',
    load: ({ uplink, machines, data }, parts) =>
      uplink &&
      import('./uplink/probe.ts').then(async ({ uplinkProbes }) => {
        const counters = await countersOf({ uplink, machines }, parts);
        return uplinkProbes(uplink, parts, { token: parts.token, data, counters });
      }),
  },
  {
    section: 'uplink',
    folder: 'uplink',
    load: ({ uplink, services, collector, data }, parts) =>
      uplink &&
      import('./uplink/watch/watch.ts').then(({ lineWatches }) =>
        lineWatches(
          uplink,
          { services: services?.list ?? [], collector: collector.url, data },
          parts,
        ),
      ),
  },
  {
    section: 'services',
    folder: 'service',
    load: (config, parts) =>
      config.services &&
      import('./service/probe.ts').then(({ serviceProbes }) => serviceProbes(config, parts)),
  },
  {
    section: 'machines',
    folder: 'snmp',
    load: ({ machines }, parts) =>
      machines &&
      import('./snmp/probe.ts').then(({ machineProbes }) => machineProbes(machines, parts)),
  },
  {
    section: 'cameras',
    folder: 'onvif',
    load: ({ cameras, data }, parts) =>
      cameras &&
      import('./onvif/probe.ts').then(({ onvifProbes }) => onvifProbes(cameras, parts, data)),
  },
  {
    section: 'recorders',
    folder: 'onvif',
    load: ({ recorders, data }, parts) =>
      recorders &&
      import('./onvif/probe.ts').then(({ recorderProbes }) =>
        recorderProbes(recorders, parts, data),
      ),
  },
  {
    section: 'discovery',
    folder: 'onvif',
    load: (config, parts) =>
      discoveryOf(config) &&
      import('./onvif/discovery-probe.ts').then(({ discoveryProbes }) =>
        discoveryProbes(config, parts),
      ),
  },
  {
    section: 'hosts',
    folder: 'hosts',
    load: (config, parts) =>
      hostsOf(config) &&
      import('./hosts/probe.ts').then(async ({ hostProbes }) =>
        hostProbes(config, parts, await askNameOf(config)),
      ),
  },
];

/** The counters of the router's port to the line, where a test of the line would read them and a machine is its gateway. */
async function countersOf(
  { uplink, machines }: { uplink: UplinkOptions; machines: AgentConfig['machines'] },
  { clock }: ProbeRights,
): Promise<LineCounters | undefined> {
  if (uplink.bandwidth === undefined || machines === undefined) return undefined;
  const { lineCounters } = await import('./snmp/line-counters-door.ts');
  return lineCounters(machines, uplink.id, clock);
}

/** A question for a host's name, where the config has a community for machines at large; `public` is never guessed. */
export async function askNameOf({
  machines,
}: Pick<AgentConfig, 'machines'>): Promise<AskName | undefined> {
  if (machines?.community === undefined) return undefined;
  const { askNameWith } = await import('./snmp/ask-name.ts');
  return askNameWith(machines.community);
}

/** The words that name a part of the probes: section names and folder names. */
export const PROBE_KINDS: readonly string[] = [
  ...new Set(registry.flatMap(({ section, folder }) => [section, folder])),
];

/** All configured devices, and the probes of all sections or of those one word names. */
export async function loadProbes(
  config: AgentConfig,
  parts: ProbeRights,
  kind?: string,
): Promise<ProbeSet> {
  const sets = await Promise.all(
    registry.map(async ({ section, folder, load }) => {
      const set = await load(config, parts);
      const isAsked = kind === undefined || kind === section || kind === folder;
      return {
        devices: set?.devices ?? [],
        probes: isAsked ? (set?.probes ?? []) : [],
        watches: isAsked ? (set?.watches ?? []) : [],
      };
    }),
  );
  return {
    devices: sets.flatMap(({ devices }) => devices),
    probes: sets.flatMap(({ probes }) => probes),
    watches: sets.flatMap(({ watches }) => watches),
  };
}
