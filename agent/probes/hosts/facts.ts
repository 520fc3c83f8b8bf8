import type { EpochMs, Ms } from '../../../kit/units.ts';
import type { Fact } from '../../../wire/fact.ts';
import type { FoundHost, HostsFound } from './search.ts';

const HOST_FACTS_AT_MOST = 256;

export interface SearchedHosts {
  readonly agent: string;
  readonly simulated: boolean;
  readonly found: HostsFound;
  /** Id of the configured device at an address. */
  readonly configuredAt: ReadonlyMap<string, string>;
  readonly took: Ms;
  readonly at: EpochMs;
}

/** One fact of the search, one of each host that is there; strangers first, should there be too many. */
export function hostFacts({ agent, simulated, found, ...search }: SearchedHosts): readonly Fact[] {
  const { configuredAt, took, at } = search;
  const isStranger = ({ address }: FoundHost): boolean => !configuredAt.has(address);
  const strangers = found.hosts.filter(isStranger);
  const told = [...strangers, ...found.hosts.filter((host) => !isStranger(host))];
  const summary: Fact = {
    measurement: 'host_search',
    tags: { device: agent },
    fields: {
      found: found.hosts.length,
      unconfigured: strangers.length,
      asked: found.asked,
      duration_s: took / 1_000,
    },
    at,
  };
  return [
    summary,
    ...told.slice(0, HOST_FACTS_AT_MOST).map(({ address, mac, seenBy, snmp, name, descr }) => ({
      measurement: 'found_host',
      tags: { address },
      fields: {
        configured_as: configuredAt.get(address) ?? '',
        seen_by: seenBy,
        ...(mac === undefined ? {} : { mac }),
        ...(snmp === undefined ? {} : { snmp }),
        ...(name === undefined ? {} : { name }),
        ...(descr === undefined ? {} : { descr }),
        simulated,
      },
      at,
    })),
  ];
}
