import type { ConfiguredDevice, ProbeParts, ProbeSet } from '../probe.ts';
import { type CameraParts, CameraProbe } from './camera-probe.ts';
import type { CameraOptions, RecorderEntry, RecorderOptions } from './options.ts';
import { knockTcp } from './ports-door.ts';
import { RecorderProbe } from './recorder-probe.ts';
import { receiveUdp } from './rtsp/udp-door.ts';
import { parseHost } from './soap/endpoint.ts';
import { openCertificates } from './trust/certificates-door.ts';
import { doorsOf } from './trust/trusting.ts';

/** The `cameras` section as devices and one probe each. Certificates are kept in `folder`; without one, for this run. */
export function onvifProbes(section: CameraOptions, parts: ProbeParts, folder?: string): ProbeSet {
  const doors = doorsFor(section.list, parts, folder && `${folder}/certificates-cameras.json`);
  return {
    devices: section.list.map((entry) => ({
      ...deviceOf(entry, 'camera', section),
      ...(entry.zone === undefined ? {} : { zone: entry.zone }),
    })),
    probes: section.list.map((entry) => new CameraProbe(entry, section, doors)),
  };
}

/** The `recorders` section as devices and one probe each. */
export function recorderProbes(
  section: RecorderOptions,
  parts: ProbeParts,
  folder?: string,
): ProbeSet {
  const doors = doorsFor(section.list, parts, folder && `${folder}/certificates-recorders.json`);
  return {
    devices: section.list.map((entry) => deviceOf(entry, 'recorder', section)),
    probes: section.list.map((entry) => new RecorderProbe(entry, section, doors)),
  };
}

function doorsFor(
  list: readonly { readonly address: string; readonly certificate?: string | undefined }[],
  { clock, random, log }: ProbeParts,
  file: string | undefined,
): CameraParts {
  const certificates = openCertificates(file, log);
  for (const { address, certificate } of list)
    if (certificate !== undefined) certificates.pin(parseHost(address).host, certificate);
  return { ...doorsOf(certificates), receive: receiveUdp, tcp: knockTcp, clock, random };
}

function deviceOf(
  entry: Pick<RecorderEntry, 'id' | 'name' | 'address' | 'behind'>,
  kind: ConfiguredDevice['kind'],
  { every }: Pick<CameraOptions, 'every'>,
): ConfiguredDevice {
  const { id, name, address, behind } = entry;
  return { id, kind, name, address, behind, every };
}
