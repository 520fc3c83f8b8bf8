import { parseArgs } from 'node:util';
import { systemClock } from '../../../kit/clock.ts';
import { type Endpoint, endpointOf } from '../../../kit/endpoint.ts';
import { fail, messageOf, ok, type Result } from '../../../kit/result.ts';
import { readSecretFile } from '../../../kit/secret-file-door.ts';
import { type Bps, parseRate, seconds } from '../../../kit/units.ts';
import type { LeaseGranted } from '../../../wire/lease.ts';
import type { LineCounters } from '../line-counters.ts';
import { capacities } from './bandwidth-turn.ts';
import type { CountSeries } from './capacity.ts';
import { countsMeanwhile } from './counts-meanwhile.ts';
import { acquireLease, releaseLease } from './lease-door.ts';
import { noLeasePhrase, sayNoLease } from './lease-words.ts';
import { type Around, measureLine } from './line-door.ts';
import { type LineReport, lineReport, unmeasured } from './report.ts';
import { sayLine } from './say-line.ts';

const USAGE = `hatang uplink measure --server URL [--token-file FILE] [--json]
                      [--contract-down RATE --contract-up RATE]
                      [--router HOST[:PORT] --wan-interface NAME [--community-file FILE]]
RATE such as 300Mbit/s: what is measured is held against it, to say where the bottleneck is.
With --router, the capacity of the link is told too, by the counters of the router's port (SNMP v2c).
`;
const PATIENCE = seconds(120);
const SPAN_S = 3;

/** A router whose counters are read meanwhile. */
export interface RouterAsked {
  readonly endpoint: Endpoint;
  readonly wanInterface: string;
  readonly community: string;
}

/** What is joined in from elsewhere: this folder knows no SNMP. */
export interface MeasureParts {
  readonly countersOf: (router: RouterAsked) => LineCounters;
}

interface Asked {
  readonly server: string;
  readonly token: string | undefined;
  readonly json: boolean;
  readonly router: RouterAsked | undefined;
  readonly contract: Contract | undefined;
}

interface Contract {
  readonly down: Bps;
  readonly up: Bps;
}

/** `hatang uplink measure`: one measurement now, against a far end; tells nobody but the caller. */
export async function measure(
  args: readonly string[],
  parts: MeasureParts,
): Promise<0 | 1 | 2 | 3> {
  const asked = read(args);
  if (!asked.ok) {
    process.stderr.write(`hatang uplink: ${asked.problem}\n${USAGE}`);
    return 2;
  }
  const { server, token, json } = asked.value;
  const never = new AbortController().signal;
  const lease = await acquireLease(
    {
      ...{ server, token, clock: systemClock, random: Math.random, patience: PATIENCE },
      request: { device: 'line', weight: 'heavy' },
    },
    never,
  );
  if (!lease.ok) {
    const report = unmeasured(server, noLeasePhrase(lease.problem));
    process.stdout.write(
      json ? `${JSON.stringify(report)}\n` : `${sayNoLease(lease.problem).vi}\n`,
    );
    return 3;
  }
  const { report, said } = await withinLease(asked.value, lease.value, parts);
  await releaseLease({ server, token }, lease.value.lease, never);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : said);
  const failures = [report.down, report.up].filter(({ available_bps }) => available_bps === null);
  if (failures.length === 0) return 0;
  return report.bytes === 0 ? 3 : 1;
}

async function withinLease(
  { server, token, router, contract }: Asked,
  { lease, seconds: span, downBytes, upBytes }: LeaseGranted,
  { countersOf }: MeasureParts,
): Promise<{ readonly report: LineReport; readonly said: string }> {
  const clock = systemClock;
  const counters = router && countersOf(router);
  const series: Record<'down' | 'up', CountSeries> = { down: NONE, up: NONE };
  const around: Around = async (direction, run, signal) => {
    if (counters === undefined) return await run(signal);
    const { value, counted } = await countsMeanwhile({ counters, clock }, run, signal);
    series[direction] = counted;
    return value;
  };
  const farEnd = {
    server,
    token,
    lease,
    seconds: Math.min(SPAN_S, span),
    downBytes,
    upBytes,
    clock,
  };
  const known = contract ?? {};
  const line = await measureLine(
    { farEnd: { ...farEnd, known }, fill: true, around },
    new AbortController().signal,
  );
  counters?.close();
  const capacity = counters === undefined ? undefined : capacities({ line, ...series });
  const report = lineReport(server, { line, capacity, contract });
  return { report, said: sayLine(report, { ...line, contract }) };
}

const NONE: CountSeries = { counts: [], missed: 0 };

const OPTIONS = {
  server: { type: 'string' },
  'token-file': { type: 'string' },
  router: { type: 'string' },
  'wan-interface': { type: 'string' },
  'community-file': { type: 'string' },
  'contract-down': { type: 'string' },
  'contract-up': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const parse = (args: readonly string[]) =>
  parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
type Values = ReturnType<typeof parse>['values'];

function read(args: readonly string[]): Result<Asked> {
  try {
    const { values, positionals } = parse(args);
    if (positionals.join(' ') !== 'measure') return fail('the only deed is measure');
    const { server, json } = values;
    if (server === undefined || !isOrigin(server)) return fail('--server takes an http(s) URL');
    const router = routerOf(values);
    if (!router.ok) return router;
    const contract = contractOf(values);
    if (!contract.ok) return contract;
    const token = secretIn(values['token-file']);
    if (!token.ok) return token;
    return ok({
      ...{ server, token: token.value, json },
      ...{ router: router.value, contract: contract.value },
    });
  } catch (error) {
    return fail(messageOf(error));
  }
}

const SNMP_PORT = 161;
/** What a router that nobody set up answers to. Source: net-snmp and RFC 1157's examples. */
const DEFAULT_COMMUNITY = 'public';

function routerOf(values: Values): Result<RouterAsked | undefined> {
  const { router } = values;
  const wanInterface = values['wan-interface'];
  if (router === undefined) return ok(undefined);
  const endpoint = endpointOf(router, SNMP_PORT);
  if (endpoint === undefined) return fail(`${JSON.stringify(router)} is no HOST[:PORT]`);
  if (wanInterface === undefined) return fail('--router needs --wan-interface');
  const community = secretIn(values['community-file']);
  if (!community.ok) return community;
  return ok({ endpoint, wanInterface, community: community.value ?? DEFAULT_COMMUNITY });
}

function contractOf(values: Values): Result<Contract | undefined> {
  const texts = [values['contract-down'], values['contract-up']];
  if (texts.every((text) => text === undefined)) return ok(undefined);
  const [down, up] = texts.map((text) => parseRate(text ?? ''));
  if (down === undefined || up === undefined)
    return fail('--contract-down and --contract-up take rates such as 300Mbit/s');
  return ok({ down, up });
}

function secretIn(file: string | undefined): Result<string | undefined> {
  if (file === undefined) return ok(undefined);
  return readSecretFile(file, { checkModes: process.platform !== 'win32' });
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === '';
}
