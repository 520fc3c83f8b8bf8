import type { ConfiguredDevice, ProbeParts, ProbeSet } from '../probe.ts';
import { type CameraParts, CameraProbe } from './camera-probe.ts';
import type { CameraOptions, RecorderOptions } from './options.ts';
import { knockTcp, knockTls } from './ports-door.ts';
import { RecorderProbe } from './recorder-probe.ts';
import { connectRtsp } from './rtsp/rtsp-door.ts';
import { receiveUdp } from './rtsp/udp-door.ts';
import { exchange } from './soap/soap-door.ts';

/** The `cameras` section as devices and one probe each. */
export function onvifProbes(section: CameraOptions, parts: ProbeParts): ProbeSet {
  const doors = doorsFor(parts);
  return {
    devices: section.list.map((entry) => ({
      ...deviceOf(entry, 'camera', section),
      ...(entry.zone === undefined ? {} : { zone: entry.zone }),
    })),
    probes: section.list.map((entry) => new CameraProbe(entry, section, doors)),
  };
}

/** The `recorders` section as devices and one probe each. */
export function recorderProbes(section: RecorderOptions, parts: ProbeParts): ProbeSet {
  const doors = doorsFor(parts);
  return {
    devices: section.list.map((entry) => deviceOf(entry, 'recorder', section)),
    probes: section.list.map((entry) => new RecorderProbe(entry, section, doors)),
  };
}

const doorsFor = ({ clock, random }: ProbeParts): CameraParts => ({
  exchange,
  connect: connectRtsp,
  receive: receiveUdp,
  tcp: knockTcp,
  tls: knockTls,
  clock,
  random,
});

function deviceOf(
  entry: { readonly id: string; readonly name: string; readonly address: string },
  kind: ConfiguredDevice['kind'],
  { every }: Pick<CameraOptions, 'every'>,
): ConfiguredDevice {
  return { id: entry.id, kind, name: entry.name, address: entry.address, every };
}
