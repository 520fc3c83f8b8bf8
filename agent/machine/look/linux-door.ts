import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '../../../kit/clock.ts';
import { seconds } from '../../../kit/units.ts';
import {
  adaptersIn,
  BROWSER_PACKAGES,
  BROWSER_SNAPS,
  browsersAmong,
  clamavOf,
  installedIn,
  kindIn,
  packagesIn,
  rootIn,
  screenIn,
  secureBootIn,
  snapVersionIn,
  tpmIn,
} from './linux-answers.ts';
import type { Named, OwnSeen } from './seen.ts';

const EFI = '/sys/firmware/efi';
const SECURE_BOOT = `${EFI}/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c`;
const CLAMAV_LISTS = ['/var/lib/clamav/daily.cld', '/var/lib/clamav/daily.cvd'];
const CLAMAV_SOCKETS = ['/run/clamav/clamd.ctl', '/run/clamd.scan/clamd.sock'];

/** What Linux tells anybody in files, and one listing of packages. */
export async function readLinux(clock: Clock, signal: AbortSignal): Promise<OwnSeen> {
  const packages = packagesIn(await listPackages(signal));
  const disk = systemDisk();
  return {
    uefi: namesIn('/sys/firmware') === undefined ? undefined : modifiedAt(EFI) !== undefined,
    secureBoot: secureBootIn(bytesOf(SECURE_BOOT)),
    tpm: tpmIn(namesIn('/sys/class/tpm'), textOf('/sys/class/tpm/tpm0/tpm_version_major')),
    memoryBytes: installedMemory(),
    screen: screenIn(connectors()),
    systemDisk: disk === undefined ? undefined : `/dev/${disk}`,
    systemDiskKind: kindIn(disk, textOf(`/sys/class/block/${disk}/queue/rotational`)),
    systemVolume: '/',
    adapters: adaptersIn(ports()),
    browsers: browsersAmong(packages, snaps()),
    antivirus: clamavOf(packages, {
      listens: CLAMAV_SOCKETS.some((file) => modifiedAt(file) !== undefined),
      listAgeMs: ageOf(CLAMAV_LISTS, clock),
    }),
  };
}

const ASKED = [...Object.keys(BROWSER_PACKAGES), 'clamav-daemon'];
const FORMAT = `${['Package', 'Version', 'db:Status-Abbrev'].map((field) => `\${${field}}`).join('\t')}\n`;

/** It ends with 1 where one of them isn't known, and has told the others. */
function listPackages(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const limits = { signal, timeout: seconds(10), maxBuffer: 65_536 };
    execFile('dpkg-query', ['-W', '-f', FORMAT, ...ASKED], limits, (_, out) => resolve(out));
  });
}

function installedMemory(): number | undefined {
  const folder = '/sys/devices/system/memory';
  const online = (namesIn(folder) ?? []).filter(
    (name) => /^memory\d+$/.test(name) && textOf(join(folder, name, 'online')).trim() === '1',
  );
  return installedIn(textOf(join(folder, 'block_size_bytes')), online.length);
}

const connectors = () =>
  (namesIn('/sys/class/drm') ?? [])
    .filter((name) => /^card\d+-/.test(name))
    .map((name) => ({
      status: textOf(`/sys/class/drm/${name}/status`),
      modes: textOf(`/sys/class/drm/${name}/modes`),
    }));

const ports = () =>
  (namesIn('/sys/class/net') ?? []).slice(0, 256).map((name) => ({
    address: textOf(`/sys/class/net/${name}/address`),
    assigned: textOf(`/sys/class/net/${name}/addr_assign_type`),
    bus: linkOf(`/sys/class/net/${name}/device/subsystem`),
  }));

const snaps = (): readonly Named[] =>
  Object.entries(BROWSER_SNAPS).flatMap(([snap, name]) => {
    const version = snapVersionIn(textOf(`/snap/${snap}/current/meta/snap.yaml`));
    return version === undefined ? [] : [{ name, version }];
  });

const MOST_LAYERS = 6;

/** The disk under `/`, through partitions, encryption and volumes; undefined where it stands on several. */
function systemDisk(): string | undefined {
  const source = rootIn(textOf('/proc/self/mounts'));
  let name = source === undefined ? undefined : nameBehind(source);
  for (let layer = 0; layer < MOST_LAYERS && name !== undefined; layer += 1) {
    const below = namesIn(`/sys/class/block/${name}/slaves`) ?? [];
    if (below.length > 1) return undefined;
    if (below.length === 0) return wholeOf(name);
    name = below[0];
  }
  return undefined;
}

/** A partition stands in the folder of its disk. */
function wholeOf(name: string): string | undefined {
  const isPartition = modifiedAt(`/sys/class/block/${name}/partition`) !== undefined;
  if (!isPartition) return name;
  const place = placeOf(`/sys/class/block/${name}`);
  return place === undefined ? undefined : basename(dirname(place));
}

const nameBehind = (device: string): string | undefined => {
  const place = placeOf(device);
  return place === undefined ? undefined : basename(place);
};

function ageOf(files: readonly string[], clock: Clock): number | undefined {
  const times = files.flatMap((file) => modifiedAt(file) ?? []);
  return times.length === 0 ? undefined : clock.now() - Math.max(...times);
}

/** What isn't there, or isn't for everybody to read, is absent: the same for each of these. */
function tried<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const textOf = (file: string): string => tried(() => readFileSync(file, 'utf8')) ?? '';
const bytesOf = (file: string): Uint8Array => tried(() => readFileSync(file)) ?? new Uint8Array();
const namesIn = (folder: string) => tried(() => readdirSync(folder));
const linkOf = (file: string) => tried(() => basename(readlinkSync(file)));
const placeOf = (file: string) => tried(() => realpathSync(file));
const modifiedAt = (file: string) => tried(() => statSync(file).mtimeMs);
