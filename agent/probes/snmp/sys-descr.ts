/** What a machine's own description says of its system; what it doesn't say stays absent. */
export interface OsSeen {
  readonly name?: string;
  readonly version?: string;
}

/** sysObjectID of Microsoft's agent. Source: Microsoft, WINDOWS NT SNMP agent (…311.1.1.3.1.N). */
const WINDOWS_WORKSTATION = '1.3.6.1.4.1.311.1.1.3.1.1';
const WINDOWS_AGENTS = '1.3.6.1.4.1.311.1.1.3.1.';

const LONGEST_DESCR = 512;

export function readSysDescr(descr: string, objectId?: string): OsSeen {
  const text = descr.slice(0, LONGEST_DESCR);
  return windows(text, objectId) ?? unix(text) ?? {};
}

/**
 * `Hardware: Intel64 … - Software: Windows Version 6.3 (Build 19045 Multiprocessor Free)`. The version number stands still
 * since 8.1, so the build decides; the version told is the build, which the end-of-support tables are kept by.
 */
function windows(text: string, objectId: string | undefined): OsSeen | undefined {
  const match = /Software: Windows (?:NT |2000 )?Version [\d.]{1,8} \(Build (\d{4,6})\b/.exec(text);
  if (match?.[1] === undefined) return undefined;
  const build = Number(match[1]);
  const name = windowsName(build, objectId);
  return { name, version: match[1] };
}

/** Builds that Windows 10 or 11 share with a server; without the object id it could be either. */
const SHARED_WITH_SERVER = new Set([14_393, 17_763, 26_100]);
/** Builds of servers alone: 2022 and 23H2. */
const SERVER_ONLY = new Set([20_348, 25_398]);

function windowsName(build: number, objectId: string | undefined): string {
  const workstation = objectId === WINDOWS_WORKSTATION;
  const server = !workstation && objectId?.startsWith(WINDOWS_AGENTS) === true;
  if (server || SERVER_ONLY.has(build)) return 'Windows Server';
  if (!workstation && SHARED_WITH_SERVER.has(build)) return 'Windows';
  if (build >= 22_000) return 'Windows 11';
  if (build >= 10_240) return 'Windows 10';
  return OLDER.get(build) ?? 'Windows';
}

const OLDER: ReadonlyMap<number, string> = new Map([
  [9600, 'Windows 8.1'],
  [9200, 'Windows 8'],
  [7601, 'Windows 7'],
  [7600, 'Windows 7'],
  [2600, 'Windows XP'],
]);

/** net-snmp sends uname: `Linux HOST 6.1.0-18-amd64 #1 SMP … x86_64`; the version is the kernel's. */
function unix(text: string): OsSeen | undefined {
  const match = /^(Linux|FreeBSD|Darwin) \S{1,64} (\d[\w.+~-]{0,63})(?: |$)/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { name: match[1], version: match[2] };
}
