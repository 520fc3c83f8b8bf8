import type { LatestRow } from '../../collector/store/latest.ts';
import { type EpochMs, epochMs } from '../../kit/units.ts';

/** A city as its store shows it: a hundred devices a school, four cameras of each dead. */
export const SCHOOLS = 2_300;
const CAMERAS = 50;
const MACHINES = 42;
export const NOW = epochMs(Date.parse('2026-11-26T02:00:00Z'));

type Told = readonly [
  measurement: string,
  device: string,
  fields: LatestRow['fields'],
  tags?: Readonly<Record<string, string>>,
];

export function schoolRows(school: string, now: EpochMs): LatestRow[] {
  const times = (count: number, make: (at: number) => readonly Told[]) =>
    Array.from({ length: count }, (_, at) => make(at)).flat();
  const listed = (device: string, kind: string): Told => [
    'device',
    device,
    { name: device, cadence_s: 60 },
    { kind },
  ];
  const told: readonly Told[] = [
    listed('line', 'uplink'),
    listed('server', 'server'),
    ['agent', 'agent', { clock_offset_s: 0.01, spool_bytes: 10_000, spool_batches: 1 }],
    ['uplink_ping', 'line', { up: true, latency_min_s: 0.004, loss_ratio: 0 }, { target: 'a' }],
    ['uplink_ping', 'line', { up: true, latency_min_s: 0.006, loss_ratio: 0 }, { target: 'b' }],
    ['uplink_bandwidth', 'line', { down_bps: 3e8, up_bps: 3e8, loaded_down_s: 0.05 }],
    ['declaration', '', { number: 3e8 }, { name: 'contract_down_bps' }],
    ['declaration', '', { number: 3e8 }, { name: 'contract_up_bps' }],
    ['server', 'server', { up: true, os_name: 'Debian', os_version: '13', disk_used_ratio: 0.4 }],
    ...times(4, (at): Told[] => [
      ['service_check', 'line', { up: true, certificate_days: 60 }, { service: `s${at}` }],
    ]),
    ...times(2, (at): Told[] => [
      listed(`sw-${at}`, 'switch'),
      ['machine', `sw-${at}`, { up: true }, { told_by: 'snmp' }],
      listed(`rec-${at}`, 'recorder'),
      ['recorder', `rec-${at}`, { up: true, channels_stopped: 0, days_kept: 20 }],
      ['lab', '', { machines: 21, usable: 20, name: 'Phòng 1' }, { room: `r${at}` }],
    ]),
    ...times(CAMERAS, (at): Told[] => [
      listed(`cam-${at}`, 'camera'),
      ['camera', `cam-${at}`, { up: at > 3, state: at > 3 ? 'live' : 'unreachable' }],
    ]),
    ...times(MACHINES, (at): Told[] => [
      listed(`pc-${at}`, 'machine'),
      ['machine', `pc-${at}`, { up: true, os_name: 'Windows 10 Pro', os_version: '10.0.19045' }],
      ['machine', `pc-${at}`, { usable: true, room: 'r1' }, { told_by: 'count' }],
    ]),
  ];
  return told.map(([measurement, device, fields, tags = {}], at) => ({
    ...{ school, measurement, device, fields },
    series: `${at}`,
    tags: { device, ...tags },
    at: epochMs(now - 1_000),
    receivedAt: epochMs(now - 500),
  }));
}
