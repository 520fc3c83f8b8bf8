import type { AgentConfig } from '../config.ts';
import type { FoundHost } from '../probes/hosts/search.ts';
import type { Program } from './program.ts';
import { table } from './table.ts';

/** One host of `discover --hosts --json`; null where it is not known. */
export interface DiscoveredHost {
  readonly address: string;
  readonly mac: string | null;
  readonly seen_by: FoundHost['seenBy'];
  /** Null: it was not asked. */
  readonly snmp: boolean | null;
  readonly name: string | null;
  readonly descr: string | null;
  /** Id in the config. */
  readonly configured: string | null;
}

/** Who is there in the subnets; names only where the config has a community for machines at large. */
export async function discoverHosts(
  {
    subnets,
    config,
  }: { readonly subnets: readonly string[]; readonly config?: AgentConfig | undefined },
  { clock, stop }: Pick<Program, 'clock' | 'stop'>,
): Promise<readonly DiscoveredHost[]> {
  const [{ devicesOf, lookForHosts }, { hostsOf }, { askNameOf }] = await Promise.all([
    import('../probes/hosts/probe.ts'),
    import('../probes/hosts/options.ts'),
    import('../probes/registry.ts'),
  ]);
  const options = hostsOf({ hosts: config?.hosts, subnets }) ?? hostsOf({ subnets });
  if (options === undefined) return [];
  const askName = config === undefined ? undefined : await askNameOf(config);
  const devices = devicesOf(config ?? {});
  const order = { subnets, options, devices, askName, clock, signal: stop };
  const { found, configuredAt } = await lookForHosts(order);
  return found.hosts.map(({ address, mac, seenBy, snmp, name, descr }) => ({
    address,
    mac: mac ?? null,
    seen_by: seenBy,
    snmp: snmp ?? null,
    name: name ?? null,
    descr: descr ?? null,
    configured: configuredAt.get(address) ?? null,
  }));
}

const HEADS = ['Địa chỉ/Address', 'MAC', 'SNMP', 'Tên/Name', 'Kê khai/Configured'] as const;

/** The same for people. */
export function sayHosts(hosts: readonly DiscoveredHost[]): string {
  if (hosts.length === 0) return 'Không thấy máy nào. / No host is there.';
  const rows = hosts.map(({ address, mac, snmp, name, configured }) => [
    address,
    mac ?? '–',
    snmp === null ? '–' : snmp ? 'có/yes' : 'không/no',
    name ?? '–',
    configured ?? 'chưa/no',
  ]);
  return table([HEADS, ...rows]).join('\n');
}
