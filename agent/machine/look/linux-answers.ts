import { tidyBrowsers } from './browsers.ts';
import type { AdapterSeen, Named, OwnSeen } from './seen.ts';

/** Packages that are browsers, as Debian, Ubuntu and their makers name them. */
export const BROWSER_PACKAGES: Readonly<Record<string, string>> = {
  'google-chrome-stable': 'Google Chrome',
  chromium: 'Chromium',
  'chromium-browser': 'Chromium',
  firefox: 'Firefox',
  'firefox-esr': 'Firefox',
  'microsoft-edge-stable': 'Microsoft Edge',
  'coccoc-browser-stable': 'CocCoc',
  'brave-browser': 'Brave',
  'opera-stable': 'Opera',
};

/** Of those, the ones that Ubuntu installs as a snap behind a package that carries nothing. */
export const BROWSER_SNAPS: Readonly<Record<string, string>> = {
  firefox: 'Firefox',
  chromium: 'Chromium',
};

/** Lines of `dpkg-query -W -f '${Package}\t${Version}\t${db:Status-Abbrev}\n'`: those that are installed. */
export const packagesIn = (listing: string): readonly Named[] =>
  listing.split('\n').flatMap((line) => {
    const [name = '', version = '', state = ''] = line.split('\t');
    return state.startsWith('ii') && name !== '' ? [{ name, version }] : [];
  });

/** A package that only points at the snap says `1snap1` for its version. */
export const browsersAmong = (
  packages: readonly Named[],
  snaps: readonly Named[],
): readonly Named[] =>
  tidyBrowsers([
    ...packages.flatMap(({ name, version }) => {
      const told = Object.hasOwn(BROWSER_PACKAGES, name) ? BROWSER_PACKAGES[name] : undefined;
      // An epoch before the colon is the package's, not the program's.
      return told === undefined || version.includes('snap')
        ? []
        : [{ name: told, version: version.replace(/^\d+:/, '') }];
    }),
    ...snaps,
  ]);

/** `version:` of a snap's meta/snap.yaml. */
export const snapVersionIn = (text: string): string | undefined =>
  /^version:\s*['"]?([\w.+~-]{1,60})/m.exec(text)?.[1];

/** The variable SecureBoot: four bytes of attributes, then 1 where it is on. Source: UEFI Specification, section 3.3. */
export const secureBootIn = (variable: Uint8Array): boolean | undefined =>
  variable.length === 5 ? variable[4] === 1 : undefined;

/** `tpm_version_major` of the first TPM; none where the kernel knows the class and nobody is in it. */
export function tpmIn(devices: readonly string[] | undefined, major: string): OwnSeen['tpm'] {
  if (devices === undefined) return undefined;
  if (devices.length === 0) return 'none';
  return major.trim() === '2' ? '2.0' : major.trim() === '1' ? '1.2' : undefined;
}

/** The first line of a connector's `modes` is the one its screen likes best. */
export function screenIn(
  connectors: readonly { readonly status: string; readonly modes: string }[],
): OwnSeen['screen'] {
  for (const { status, modes } of connectors) {
    const mode = /^(\d{3,5})x(\d{3,5})/.exec(modes);
    if (status.trim() === 'connected' && mode !== null)
      return { width: Number(mode[1]), height: Number(mode[2]) };
  }
  return undefined;
}

export interface PortFiles {
  readonly address: string;
  /** `addr_assign_type`: 0 is burnt in, 1 random, 3 set. Source: Linux, Documentation/ABI/testing/sysfs-class-net. */
  readonly assigned: string;
  /** Where `device/subsystem` leads, `pci`, `usb`; undefined for what is no hardware. */
  readonly bus: string | undefined;
}

export const adaptersIn = (ports: readonly PortFiles[]): readonly AdapterSeen[] =>
  ports.flatMap(({ address, assigned, bus }) =>
    bus === undefined || bus === 'bluetooth' || assigned.trim() !== '0'
      ? []
      : [{ mac: address.trim(), pluggable: bus === 'usb' }],
  );

/** Blocks of memory by their size, hexadecimal; with what the kernel keeps for itself, as lsmem counts. */
export function installedIn(blockBytes: string, blocks: number): number | undefined {
  const bytes = /^[0-9a-f]{1,12}$/i.test(blockBytes.trim()) ? Number.parseInt(blockBytes, 16) : 0;
  return bytes > 0 && blocks > 0 ? bytes * blocks : undefined;
}

/** `0` turns nothing. A virtual disk says anything. */
export const kindIn = (disk: string | undefined, rotational: string): OwnSeen['systemDiskKind'] =>
  disk === undefined || /^x?vd/.test(disk)
    ? undefined
    : rotational.trim() === '0'
      ? 'ssd'
      : rotational.trim() === '1'
        ? 'hdd'
        : undefined;

/** Where `/` comes from in /proc/self/mounts; undefined where it is no block device. */
export function rootIn(mounts: string): string | undefined {
  for (const line of mounts.split('\n')) {
    const [source = '', at] = line.split(' ');
    if (at === '/' && source.startsWith('/dev/')) return source;
  }
  return undefined;
}

const LIST_IS_CURRENT_MS = 7 * 86_400_000;

/** ClamAV alone is looked for: on while it listens, with a list of this week. */
export function clamavOf(
  packages: readonly Named[],
  { listens, listAgeMs }: { readonly listens: boolean; readonly listAgeMs: number | undefined },
): OwnSeen['antivirus'] {
  if (!packages.some(({ name }) => name === 'clamav-daemon')) return undefined;
  return { names: ['ClamAV'], on: listens && (listAgeMs ?? Infinity) <= LIST_IS_CURRENT_MS };
}
