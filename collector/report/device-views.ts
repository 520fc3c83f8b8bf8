import type { Device } from '../../standards/evidence.ts';
import type { LatestRow } from '../store/latest.ts';
import { flagIn, newestOfEach, wordIn } from './device-facts.ts';
import type { DeviceView } from './views.ts';

/** Devices with what was last measured of them; a lab that is counted is called by its name where `latest` holds it. */
export function toDevices(
  devices: readonly Device[],
  latest: readonly LatestRow[],
): readonly DeviceView[] {
  return devices.map((device) => {
    const own = latest
      .filter((row) => row.device === device.id && row.measurement !== 'device')
      .sort((a, b) => b.at - a.at);
    const main = newestOfEach(own.filter((row) => row.measurement === device.kind));
    return {
      ...device,
      room: roomName(wordIn(main, 'room') ?? device.room, latest),
      up: device.kind === 'uplink' ? lineUp(own) : flagIn(main, 'up'),
      state: wordIn(main, 'state'),
      at: own[0]?.at,
      facts: own.map(({ measurement, tags, fields, at }) => ({ measurement, tags, fields, at })),
    };
  });
}

function roomName(room: string | undefined, latest: readonly LatestRow[]): string | undefined {
  const lab = latest.find((row) => row.measurement === 'lab' && row.tags['room'] === room);
  return wordIn(lab?.fields ?? {}, 'name') ?? room;
}

/** A line is up while any of its far ends answers. */
function lineUp(rows: readonly LatestRow[]): boolean | undefined {
  const pings = rows.filter((row) => row.measurement === 'uplink_ping');
  return pings.length === 0 ? undefined : pings.some((row) => row.fields['up'] === true);
}
