import { parseArgs } from 'node:util';
import { messageOf, type Result } from '../../kit/result.ts';
import type { Text } from '../../kit/text.ts';
import type { AgentConfig } from '../config.ts';
import { discoveryOf } from '../probes/onvif/discovery-options.ts';
import { parseSubnet } from '../probes/subnet.ts';
import { discoverHosts, sayHosts } from './discover-hosts.ts';
import { type DiscoverDocument, discoverDocument, sayDiscovered } from './discover-report.ts';
import { configOf } from './options.ts';
import type { ExitCode, Program } from './program.ts';

const FLAGS = {
  config: { type: 'string' },
  subnets: { type: 'string', multiple: true },
  interface: { type: 'string', multiple: true },
  here: { type: 'boolean', default: false },
  hosts: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

/** `discover [--config FILE | --subnets CIDR,… | --here] [--interface NAME|ADDR]… [--hosts] [--json]`: the ONVIF devices that answer inside the subnets, and all hosts there. */
export async function discover(args: readonly string[], program: Program): Promise<ExitCode> {
  const read = readFlags(args);
  if (!read.ok) return wrong(program, { vi: read.problem, en: read.problem });
  const { config: file, subnets: listed, interface: interfaces, here, hosts, json } = read.value;
  const values = file === undefined ? {} : { config: file };
  const config = file === undefined ? undefined : configOf({ values, json, words: [] }, program);
  if (file !== undefined && config === undefined) return 2;
  const subnets = listed ?? config?.subnets ?? (here ? await privateNetworks() : []);
  const problem = await subnetsProblem(subnets);
  if (problem !== undefined) return wrong(program, problem);
  if (!json) sayBegin(program, subnets);
  const document = await search({ subnets, interfaces, config }, program);
  if (document === undefined) return noInterface(program, interfaces ?? []);
  await tell({ document, config, hosts, json }, program);
  return 0;
}

interface Told {
  readonly document: DiscoverDocument;
  readonly config: AgentConfig | undefined;
  /** Hosts are asked for too. */
  readonly hosts: boolean;
  readonly json: boolean;
}

/** One document for scripts; people read of the cameras before the hosts are looked for. */
async function tell({ document, config, hosts, json }: Told, program: Program): Promise<void> {
  if (!json) program.say(sayDiscovered(document));
  const { subnets } = document;
  const there = hosts ? await discoverHosts({ subnets, config }, program) : undefined;
  if (json) program.say(JSON.stringify({ ...document, found_hosts: there }));
  else if (there !== undefined) program.say(sayHosts(there));
}

interface Flags {
  readonly config: string | undefined;
  readonly subnets: readonly string[] | undefined;
  readonly interface: readonly string[] | undefined;
  readonly here: boolean;
  readonly hosts: boolean;
  readonly json: boolean;
}

function readFlags(args: readonly string[]): Result<Flags> {
  try {
    const { values } = parseArgs({ args: [...args], options: FLAGS });
    const { config, subnets, here, hosts, json } = values;
    const list = subnets?.flatMap((text) => text.split(',')).filter((text) => text.trim() !== '');
    const value = { config, subnets: list, interface: values.interface, here, hosts, json };
    return { ok: true, value };
  } catch (error) {
    return { ok: false, problem: messageOf(error) };
  }
}

interface Wanted {
  readonly subnets: readonly string[];
  readonly interfaces: readonly string[] | undefined;
  readonly config: AgentConfig | undefined;
}

/** Undefined when there is no interface to ask from. */
async function search(
  { subnets, interfaces, config }: Wanted,
  { clock, stop }: Program,
): Promise<DiscoverDocument | undefined> {
  const [door, { hostsFirst, resolveAll, searchedFor }, { resolveHost }] = await Promise.all([
    import('../probes/onvif/discovery-door.ts'),
    import('../probes/onvif/discovery-probe.ts'),
    import('../probes/network-door.ts'),
  ]);
  const options =
    discoveryOf({ discovery: config?.discovery, subnets }) ?? discoveryOf({ subnets });
  if (options === undefined) return undefined;
  const devices = searchedFor(config ?? {});
  const began = clock.elapsed();
  const [searched, configured] = await Promise.all([
    door.discover({
      ...options,
      ...(interfaces === undefined ? {} : { interfaces }),
      ...{ subnets, clock, signal: stop, first: hostsFirst(devices) },
    }),
    resolveAll(devices, resolveHost),
  ]);
  if (!searched.ok) return undefined;
  const took = clock.elapsed() - began;
  return discoverDocument({ searched: searched.value, configured, subnets, took });
}

async function privateNetworks(): Promise<readonly string[]> {
  const [{ ownAddresses }, { ownNetworks }] = await Promise.all([
    import('../probes/network-door.ts'),
    import('../probes/onvif/discovery/sources.ts'),
  ]);
  return ownNetworks(ownAddresses());
}

async function subnetsProblem(subnets: readonly string[]): Promise<Text | undefined> {
  const bad = subnets.find((text) => parseSubnet(text) === undefined);
  if (bad !== undefined)
    return {
      vi: `--subnets: ${JSON.stringify(bad)} không phải một mạng như 192.168.1.0/24`,
      en: `--subnets: ${JSON.stringify(bad)} is not a network such as 192.168.1.0/24`,
    };
  if (subnets.length > 0) return undefined;
  const own = (await privateNetworks()).join(', ');
  const [hereVi, hereEn] =
    own === ''
      ? ['', '']
      : [
          `; hoặc --here để dò mạng của chính máy này: ${own}`,
          `; or --here for this machine’s own: ${own}`,
        ];
  return {
    vi: `chưa biết dò mạng nào: thêm --subnets 192.168.1.0/24, hoặc subnets trong tệp --config${hereVi}`,
    en: `no subnet to ask in: --subnets 192.168.1.0/24, or subnets of --config${hereEn}`,
  };
}

function sayBegin(program: Program, subnets: readonly string[]): void {
  const where = subnets.join(', ');
  program.complain(`Đang dò ${where}, khoảng 10 giây … / Searching ${where}, about 10 s …`);
}

function noInterface(program: Program, named: readonly string[]): ExitCode {
  const which = named.length === 0 ? '' : ` (${named.join(', ')})`;
  program.complain(
    `hatang agent discover: không có cổng mạng nào để hỏi từ đó${which}\n` +
      `hatang agent discover: no interface to ask from${which}`,
  );
  return 3;
}

/** In both languages; a flag the system refuses is said once, in its own words. */
function wrong(program: Program, { vi, en }: Text): ExitCode {
  const lines = vi === en ? [en] : [vi, en];
  program.complain(lines.map((line) => `hatang agent discover: ${line}`).join('\n'));
  return 2;
}
