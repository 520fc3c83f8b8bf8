import type { EpochMs } from '../kit/units.ts';
import type { Fact } from './fact.ts';

/** A host that was there at the last search of its agent. */
export interface FoundHost {
  readonly address: string;
  readonly mac: string | undefined;
  /** sysName and sysDescr, as sent. */
  readonly name: string | undefined;
  readonly descr: string | undefined;
  /** It answered SNMP. */
  readonly snmp: boolean;
  /** Id of the configured device; undefined: nobody configured it. */
  readonly configuredAs: string | undefined;
}

export interface LastHosts {
  /** When the newest search of any agent ended. */
  readonly at: EpochMs;
  /** Addresses that were asked one by one. */
  readonly asked: number | undefined;
  readonly hosts: readonly FoundHost[];
}

/** Who was there at the newest search, from the newest fact of each series; undefined before the first. */
export function lastHosts(facts: readonly Fact[]): LastHosts | undefined {
  const searches = facts.filter(({ measurement }) => measurement === 'host_search');
  const [newest] = searches.toSorted((a, b) => b.at - a.at);
  if (newest === undefined) return undefined;
  // All facts of a search carry its stamp.
  const stamps = new Set(searches.map(({ at }) => at));
  const hosts = facts
    .filter(({ measurement, at }) => measurement === 'found_host' && stamps.has(at))
    .map(readHost);
  const { asked } = newest.fields;
  return { at: newest.at, asked: typeof asked === 'number' ? asked : undefined, hosts };
}

function readHost({ tags, fields }: Fact): FoundHost {
  const wordIn = (name: string): string | undefined => {
    const value = fields[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    address: tags['address'] ?? '',
    mac: wordIn('mac'),
    name: wordIn('name'),
    descr: wordIn('descr'),
    snmp: fields['snmp'] === true,
    configuredAs: wordIn('configured_as'),
  };
}

/** Nobody configured these. */
export const hostsNotConfigured = ({ hosts }: LastHosts): readonly FoundHost[] =>
  hosts.filter(({ configuredAs }) => configuredAs === undefined);
