import { type Configured, joinFound } from '../probes/onvif/discovery/join.ts';
import type { FoundCamera } from '../probes/onvif/discovery/probe-match.ts';
import type { Searched } from '../probes/onvif/discovery-door.ts';
import { countHosts, parseSubnet } from '../probes/subnet.ts';
import type { DiscoveredHost } from './discover-hosts.ts';
import { table } from './table.ts';

/** What `discover --json` prints; null where a device did not say. */
export interface DiscoverDocument {
  readonly found: readonly {
    readonly address: string;
    readonly port: number | null;
    readonly endpoint: string | null;
    readonly name: string | null;
    readonly hardware: string | null;
    readonly types: readonly string[];
    /** Id in the config. */
    readonly configured: string | null;
  }[];
  readonly unanswered: readonly Pick<Configured, 'id' | 'name' | 'address'>[];
  readonly subnets: readonly string[];
  /** Own addresses it was asked from; empty: from whichever leads there. */
  readonly from: readonly string[];
  /** Addresses asked one by one, of those the subnets hold. */
  readonly asked: number;
  readonly hosts: number;
  readonly ms: number;
  /** With `--hosts`: who is there, cameras or not. */
  readonly found_hosts?: readonly DiscoveredHost[];
}

export function discoverDocument(given: {
  readonly searched: Searched;
  readonly configured: readonly Configured[];
  readonly subnets: readonly string[];
  readonly took: number;
}): DiscoverDocument {
  const { searched, configured, subnets, took } = given;
  const ranges = subnets.flatMap((text) => parseSubnet(text) ?? []);
  const { found, unanswered } = joinFound(searched.found, configured, ranges);
  return {
    found: found.map(({ camera, as }) => ({
      address: camera.address,
      port: camera.port ?? null,
      endpoint: camera.endpoint ?? null,
      name: camera.name ?? null,
      hardware: camera.hardware ?? null,
      types: camera.types,
      configured: as ?? null,
    })),
    unanswered: unanswered.map(({ id, name, address }) => ({ id, name, address })),
    subnets,
    from: searched.from,
    asked: searched.asked,
    hosts: countHosts(ranges),
    ms: Math.round(took),
  };
}

const HEADS = ['Địa chỉ/Address', 'Tên/Name', 'Kiểu/Model', 'Kê khai/Configured'] as const;

/** The same for people: a table of who answered, then who did not. */
export function sayDiscovered({ found, unanswered, asked, hosts }: DiscoverDocument): string {
  const rows = found.map(({ address, port, name, hardware, configured }) => [
    sayAddress({ address, port: port ?? undefined }),
    name ?? '–',
    hardware ?? '–',
    configured ?? 'chưa/no',
  ]);
  const lines = found.length === 0 ? ['Không thiết bị nào trả lời. / Nothing answered.'] : [];
  return [
    ...lines,
    ...(rows.length === 0 ? [] : table([HEADS, ...rows])),
    ...unanswered.map(
      ({ id, name, address }) =>
        `Không trả lời / no answer: ${name} (${id}, ${address}); có thể tính năng dò tìm bị tắt / discovery may be off in it`,
    ),
    ...(asked > 0 && asked < hosts
      ? [
          `Chỉ hỏi từng địa chỉ ${asked}/${hosts}. / Only ${asked} of ${hosts} addresses were asked one by one.`,
        ]
      : []),
  ].join('\n');
}

const sayAddress = ({ address, port }: Pick<FoundCamera, 'address' | 'port'>): string =>
  port === undefined ? address : `${address}:${port}`;
