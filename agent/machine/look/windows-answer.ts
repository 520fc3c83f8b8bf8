import * as z from 'zod/mini';
import { oneLine } from '../../../kit/one-line.ts';
import { tidyBrowsers } from './browsers.ts';
import type { AdapterSeen, OwnSeen } from './seen.ts';
import { buildOf } from './windows-names.ts';

/** One part that is not as expected is absent; the others stand. */
const lenient = <Part extends z.ZodMiniType>(part: Part) => z.catch(z.optional(part), undefined);
const line = (longest: number) => z.string().check(z.maxLength(longest));
const word = lenient(line(200));
const count = z.int().check(z.nonnegative());
const figure = lenient(count);
const list = <Part extends z.ZodMiniType>(part: Part) =>
  z.pipe(
    lenient(z.array(lenient(part)).check(z.maxLength(64))),
    z.transform((all) => all?.filter((entry) => entry !== undefined)),
  );

const Answer = z.object({
  ...{ edition: word, version: word, release: word, build: word, revision: figure },
  ...{ firmware: figure, secureBoot: figure, processors: figure, width: figure, height: figure },
  ...{ systemDisk: word, systemDrive: word },
  tpmTool: list(line(200)),
  securityDevices: list(z.object({ id: line(300), name: word })),
  adapters: list(z.object({ mac: word, permanent: word, id: word, medium: figure })),
  browsers: list(z.object({ name: line(200), version: line(200) })),
  antivirus: list(z.object({ name: line(200), state: count })),
});
type Answer = z.infer<typeof Answer>;

const NOTHING: OwnSeen = { systemVolume: 'C:', browsers: [] };

/** What PowerShell wrote to the question; where it is no answer, nothing was seen. Never throws. */
export function readWindows(text: string): OwnSeen {
  const answer = Answer.safeParse(jsonIn(text)).data;
  return answer === undefined ? NOTHING : ownOf(answer);
}

function ownOf(answer: Answer): OwnSeen {
  const { width = 0, height = 0, firmware, secureBoot } = answer;
  return {
    edition: answer.edition,
    version: versionOf(answer),
    build: buildOf(answer.build, answer.revision),
    // GetFirmwareType: 1 is BIOS, 2 is UEFI. Source: winnt.h, FIRMWARE_TYPE.
    uefi: firmware === 1 ? false : firmware === 2 ? true : undefined,
    secureBoot: secureBoot === undefined ? undefined : secureBoot === 1,
    tpm: tpmOf(answer),
    screen: width > 0 && height > 0 ? { width, height } : undefined,
    systemDisk: diskOf(answer.systemDisk),
    systemVolume: /^[A-Z]:$/i.test(answer.systemDrive ?? '') ? String(answer.systemDrive) : 'C:',
    adapters: answer.adapters?.flatMap(adapterOf),
    browsers: tidyBrowsers(answer.browsers ?? []),
    antivirus: antivirusOf(answer.antivirus),
  };
}

/** Windows PowerShell may say something before: the last line that is an object counts. */
function jsonIn(text: string): unknown {
  const line = text.split(/\r?\n/).findLast((candidate) => candidate.trimStart().startsWith('{'));
  try {
    return line === undefined ? undefined : JSON.parse(line);
  } catch {
    // Cut off or said by something else: the caller has seen nothing then.
    return undefined;
  }
}

/** DisplayVersion, `22H2`; before 20H2 there was ReleaseId alone, `2004`, which stays at 2009 for ever after. */
const versionOf = ({ version, release }: Answer): string | undefined =>
  version ?? (release === '2009' ? undefined : release);

/** `Disk #0, Partition #2` is on what the library calls `\\.\PHYSICALDRIVE0`. */
function diskOf(partition: string | undefined): string | undefined {
  const number = /^Disk #(\d{1,3}),/.exec(partition ?? '')?.[1];
  return number === undefined ? undefined : `\\\\.\\PHYSICALDRIVE${number}`;
}

/**
 * MSFT0101 is what firmware calls every TPM 2.0 in ACPI. None, only where Windows listed its devices and knows of no other.
 * Source: TCG ACPI Specification 1.2, section 8; learn.microsoft.com, tpmtool.
 */
function tpmOf({ tpmTool = [], securityDevices = [], processors = 0 }: Answer): OwnSeen['tpm'] {
  if (securityDevices.some(({ id }) => /MSFT0101/i.test(id))) return '2.0';
  const said = [...tpmTool, ...securityDevices.map(({ name = '' }) => name)].join('\n');
  const version = /(?:TPM Version:|Trusted Platform Module)\s*(\d\.\d)/.exec(said)?.[1];
  if (version === '2.0' || version === '1.2') return version;
  if (/TPM Present:\s*False/i.test(said)) return 'none';
  return processors > 0 && securityDevices.length === 0 && !/TPM Present:\s*True/i.test(said)
    ? 'none'
    : undefined;
}

/** NdisPhysicalMediumBluetooth. Source: ntddndis.h. */
const BLUETOOTH = 10;

/** Its burnt-in address, which a random one of the day doesn't hide. */
function adapterOf({
  mac,
  permanent,
  id = '',
  medium,
}: NonNullable<Answer['adapters']>[number]): AdapterSeen[] {
  const address = [permanent, mac].find((text) => /[1-9a-f]/i.test(text ?? ''));
  if (address === undefined || medium === BLUETOOTH || /^BTH/i.test(id)) return [];
  return [{ mac: address, pluggable: /^USB\\/i.test(id) }];
}

/**
 * Which are installed, and whether one is on and its list current. Source: the bits of productState as they are known from use:
 * 0x1000 on, 0x2000 snoozed; 0x10 list out of date. Microsoft documents them nowhere.
 */
function antivirusOf(products: Answer['antivirus']): OwnSeen['antivirus'] {
  if (products === undefined) return undefined;
  const names = products.map(({ name }) => oneLine(name, 80)).filter((name) => name !== '');
  const on = products.some(({ state }) => (state & 0xf000) === 0x1000 && (state & 0xf0) === 0);
  return { names: [...new Set(names)].slice(0, 8), on };
}
