import type { Device } from '../../standards/evidence.ts';
import type { LatestRow } from '../store/latest.ts';
import type { DeviceView } from './views.ts';

/** Devices with what was last measured of them. */
export function toDevices(
  devices: readonly Device[],
  latest: readonly LatestRow[],
): readonly DeviceView[] {
  return devices.map((device) => {
    const own = latest
      .filter((row) => row.device === device.id && row.measurement !== 'device')
      .sort((a, b) => b.at - a.at);
    const main = own.find((row) => row.measurement === device.kind);
    return {
      ...device,
      up: device.kind === 'uplink' ? lineUp(own) : flagOf(main, 'up'),
      state: wordOf(main, 'state'),
      at: own[0]?.at,
      facts: own.map(({ measurement, tags, fields, at }) => ({ measurement, tags, fields, at })),
    };
  });
}

/** A line is up while any of its far ends answers. */
function lineUp(rows: readonly LatestRow[]): boolean | undefined {
  const pings = rows.filter((row) => row.measurement === 'uplink_ping');
  return pings.length === 0 ? undefined : pings.some((row) => row.fields['up'] === true);
}

function flagOf(row: LatestRow | undefined, field: string): boolean | undefined {
  const value = row?.fields[field];
  return typeof value === 'boolean' ? value : undefined;
}

function wordOf(row: LatestRow | undefined, field: string): string | undefined {
  const value = row?.fields[field];
  return typeof value === 'string' ? value : undefined;
}
