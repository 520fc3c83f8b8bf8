import { readFileSync } from 'node:fs';
import { readTaken, readTests } from '../../../agent/machine/asking.ts';
import { describeMachine } from '../../../agent/machine/look/describe.ts';
import {
  adaptersIn,
  browsersAmong,
  installedIn,
  kindIn,
  packagesIn,
  rootIn,
  screenIn,
  secureBootIn,
  snapVersionIn,
  tpmIn,
} from '../../../agent/machine/look/linux-answers.ts';
import type { OwnSeen, Seen } from '../../../agent/machine/look/seen.ts';
import { readWindows } from '../../../agent/machine/look/windows-answer.ts';
import { epochMs } from '../../../kit/units.ts';
import { MachineReport } from '../../../wire/machine-report.ts';
import { bytesOf, promise, promiseSmall, type Target, textOf } from '../target.ts';

const CAPTURES = new URL('../../../agent/machine/look/captures/', import.meta.url);
const captured = (file: string): string => readFileSync(new URL(file, CAPTURES), 'utf8');
const tests = {
  every_s: 14_400,
  services: [{ name: 'moet', url: 'https://moet.gov.vn/' }],
  echo: { host: 'do.example.vn', port: 8_480 },
};

/** What a lab machine reads: its agent's answers, and what programs and files of its system say. */
export const machine: Target = {
  name: 'machine',
  seeds: async () =>
    [
      JSON.stringify(tests),
      JSON.stringify({ machine: 'pc-01', every_s: 14_400 }),
      captured('windows-11-pro.json'),
      captured('windows-10-ltsc-bios.json'),
      captured('dpkg-debian-12.txt'),
      '/dev/mapper/vg-root / ext4 rw 0 0\n',
      "name: firefox\nversion: '145.0-2'\n",
      '1920x1080\n',
    ].map(bytesOf),
  words: [
    ...['"services":', '"url":', 'https://', '"every_s":', 'null', '-1', '1e308', '{', '}', '['],
    ...['"antivirus":', '"adapters":', '"browsers":', '"__proto__":', 'MSFT0101', '\tii \n', '\n'],
  ],
  feed(bytes) {
    const text = textOf(bytes);
    for (const status of [200, 401, 503])
      promiseSmall(readTests({ kind: 'answered', status, body: text }, 'a:1'), 20_000, 'tests');
    readTaken({ kind: 'answered', status: 200, body: text }, 'a:1');
    promiseTold(readWindows(text));
    promiseTold(linuxOf(bytes, text));
  },
};

function linuxOf(bytes: Uint8Array, text: string): OwnSeen {
  const packages = packagesIn(text);
  const version = snapVersionIn(text) ?? '';
  return {
    ...{ secureBoot: secureBootIn(bytes), tpm: tpmIn([text], text), systemVolume: '/' },
    memoryBytes: installedIn(text, bytes.length),
    screen: screenIn([{ status: 'connected', modes: text }]),
    systemDisk: rootIn(text),
    systemDiskKind: kindIn(text, text),
    adapters: adaptersIn([{ address: text, assigned: '0', bus: text }]),
    browsers: browsersAmong(packages, [{ name: text, version }]),
  };
}

/** Whatever was said, what is told of it keeps to the contract, and is small. */
function promiseTold(own: OwnSeen): void {
  const word = own.edition ?? own.version ?? '';
  const seen: Seen = {
    ...{ os: { name: word }, cpu: { name: word }, memory: {}, volumes: [], ports: [] },
    maker: { manufacturer: word, model: word, serial: word, uuid: word, boardSerial: word },
    disks: [{ bytes: 1, serial: word, removable: false }],
  };
  const told = describeMachine(seen, own, {
    ...{ program: '0.1.0', takenAt: epochMs(1), hostName: word, uptimeS: 1 },
    ...{ architecture: 'x64', windows: true },
  });
  const read = MachineReport.safeParse({ ...told, apps: [] });
  promise(read.success, `a report beyond the contract: ${read.error?.message ?? ''}`);
  promiseSmall(told, 20_000, 'a report');
}
