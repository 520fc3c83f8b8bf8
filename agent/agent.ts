import type { Clock } from '../kit/clock.ts';
import { endpointOf } from '../kit/endpoint.ts';
import type { Log } from '../kit/log.ts';
import { messageOf, type Result } from '../kit/result.ts';
import { type EpochMs, seconds } from '../kit/units.ts';
import type { Finding } from '../standards/finding.ts';
import type { Fact } from '../wire/fact.ts';
import { lastHosts } from '../wire/last-hosts.ts';
import type { AgentConfig } from './config.ts';
import type { TokenShelf } from './enrol/data-door.ts';
import { renewals } from './enrol/renewal.ts';
import type { Labs } from './labs/labs.ts';
import { answerPage, isSetup } from './page/answer.ts';
import { lineUse } from './page/line-use.ts';
import { openOutages } from './page/outages.ts';
import type { Answerer, PageKeeper } from './page/page-keeper.ts';
import { searchState } from './page/search-state.ts';
import type { PageState } from './page/state.ts';
import { searchId } from './probes/onvif/discovery-options.ts';
import type { ProbeSet, Watch } from './probes/probe.ts';
import { loadProbes } from './probes/registry.ts';
import { runLoops } from './schedule/loops.ts';
import { problemOf } from './schedule/pass.ts';
import { runSchedule } from './schedule/run.ts';
import { PASSES_AT_ONCE } from './schedule/slots.ts';
import { declarationFacts, deviceFacts, type SelfReading } from './self/facts.ts';
import { selfProbes } from './self/probe.ts';
import { Standing } from './self/standing.ts';
import { Follower, type FollowerParts } from './settings/follower.ts';
import type { SetupState } from './setup/sheet.ts';
import { httpPoster, type Poster } from './ship/http-door.ts';
import { Shipment, type ShipmentParts } from './ship/shipment.ts';
import { openSpool } from './spool/open-spool.ts';
import type { Spool } from './spool/spool.ts';

export interface AgentParts {
  readonly config: AgentConfig;
  readonly version: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly rssBytes: () => number;
  readonly token: () => Result<string, string | undefined>;
  /** The token's place on disk, where it is renewed; undefined where it is not this agent's to renew. */
  readonly shelf?: TokenShelf | undefined;
  readonly school: () => string | undefined;
  /** The school's own findings from the newest facts. */
  readonly judge: (facts: readonly Fact[], now: EpochMs) => Promise<readonly Finding[]>;
  readonly page: Pick<PageKeeper, 'open' | 'close'>;
  /** What the agent before this one knew, when it gave way to this. */
  readonly known: readonly Fact[];
  /** The walk-through, over how the agent stands; undefined where nobody may set it up. */
  readonly setup: ((state: () => Promise<SetupState>) => Answerer) | undefined;
  /** How the centre's settings are followed; undefined where the school's file alone counts. */
  readonly settings: Pick<FollowerParts, 'keeper' | 'check' | 'restart'> | undefined;
}

const SEND_DEADLINE = seconds(30);
/** One for what is told, one for what is asked: a question that hangs holds up no batch. */
const CONNECTIONS = 2;

/** The agent from start to stop: every loop it starts has ended when this resolves, with what it knew. */
export async function runAgent(parts: AgentParts, stop: AbortSignal): Promise<readonly Fact[]> {
  const spool = openSpool(parts);
  const poster = httpPoster(SEND_DEADLINE, CONNECTIONS);
  try {
    return await runOver({ parts, spool, poster }, stop);
  } finally {
    spool.close();
    poster.close();
  }
}

interface Under {
  readonly parts: AgentParts;
  readonly spool: Spool;
  readonly poster: Poster;
}

async function runOver(
  { parts, spool, poster }: Under,
  stop: AbortSignal,
): Promise<readonly Fact[]> {
  const { config, clock, log } = parts;
  const startedAt = clock.now();
  const follower = openFollower(parts, poster);
  const shipment = openShipment(parts, { spool, post: poster.post, listener: follower });
  const standing = new Standing();
  standing.learn(parts.known);
  const set = await loadProbes(config, { ...parts, token: () => tokenOf(parts) });
  const labs = await openLabs(parts, standing);
  const learn = (facts: readonly Fact[]): void => {
    standing.learn(facts);
    spool.add(facts);
  };
  const inventory = (): readonly Fact[] => inventoryOf(config, set, clock.now());
  const joined = { parts, set, spool, shipment, standing, labs };
  const read = (): SelfReading => readSelf(joined, startedAt);
  const self = selfProbes({ agent: config.agent, clock, read, inventory });
  await openPage(parts, joined);
  learn(inventory());
  log.info({ probes: set.probes.length, devices: set.devices.length }, 'agent started');
  const schedule = {
    probes: [...set.probes, ...self],
    clock,
    // Most schools leave the agent's name as the sample has it.
    seed: `${parts.school() ?? ''}/${config.agent}`,
    slots: PASSES_AT_ONCE,
    report(pass: Parameters<Standing['report']>[0]): void {
      standing.report(pass);
      const { probe, outcome, late, took } = pass;
      if (outcome.kind === 'measured') spool.add(outcome.pass.facts);
      if (outcome.kind !== 'measured' || late)
        log.warn({ target: probe.id, late, took, problem: problemOf(pass)?.en }, 'pass');
    },
  };
  await runLoops(stop, [
    (signal) => runSchedule(schedule, signal),
    ...watchesOf(set, labs).map((watch) => (signal: AbortSignal) => watch.run(learn, signal)),
    (signal) => spool.run(signal),
    (signal) => shipment.run(signal),
    ...(follower === undefined ? [] : [(signal: AbortSignal) => follower.run(signal)]),
    ...renewals({ ...parts, poster, collector: config.collector.url }),
  ]);
  log.info({}, 'agent stopped');
  return standing.facts();
}

function tokenOf({ token }: AgentParts): string | undefined {
  const read = token();
  return read.ok ? read.value : undefined;
}

const watchesOf = (set: ProbeSet, labs: Labs | undefined): readonly Watch[] => [
  ...(set.watches ?? []),
  ...(labs === undefined ? [] : [labs.watch]),
];

function openShipment(
  { config, clock, random, log, token }: AgentParts,
  by: Pick<ShipmentParts, 'spool' | 'post' | 'listener'>,
): Shipment {
  const { every, backlog_rate: backlogRate } = config.ship;
  const collector = config.collector.url;
  return new Shipment({ ...by, token, collector, every, backlogRate, clock, random, log });
}

function openFollower(parts: AgentParts, poster: Poster): Follower | undefined {
  if (parts.settings === undefined) return undefined;
  const collector = parts.config.collector.url;
  return new Follower({
    ...parts.settings,
    ...{ poster, collector, token: () => tokenOf(parts) },
    ...{ clock: parts.clock, random: parts.random, log: parts.log },
  });
}

/** Where no labs are configured, nothing of them is loaded. */
async function openLabs(
  { config, clock, log }: AgentParts,
  standing: Standing,
): Promise<Labs | undefined> {
  if (config.labs === undefined) return undefined;
  const { openLabs: open } = await import('./labs/labs.ts');
  return open({
    config: { ...config, labs: config.labs },
    clock,
    log,
    facts: () => standing.facts(),
  });
}

/** The school can do without its page; it is no reason not to measure. */
async function openPage(
  { config, log, page, setup, judge }: AgentParts,
  joined: Joined,
): Promise<void> {
  const at = config.page === 'off' ? undefined : endpointOf(config.page.listen);
  if (at === undefined) return await page.close();
  const status: Answerer = (request, port) =>
    answerPage(request, port, () => pageState(joined, judge));
  const walk = setup?.(async () => ({
    page: await pageState(joined, async () => []),
    facts: joined.standing.facts(),
  }));
  try {
    const port = await page.open(at, (request, bound) =>
      walk !== undefined && isSetup(request) ? walk(request, bound) : status(request, bound),
    );
    log.info({ url: `http://127.0.0.1:${port}` }, 'page');
  } catch (error) {
    log.error({ problem: messageOf(error) }, 'no page');
  }
}

export function inventoryOf(config: AgentConfig, set: ProbeSet, now: EpochMs): readonly Fact[] {
  return [
    ...deviceFacts(set.devices, config.school.simulated, now),
    ...declarationFacts(config.declarations, now),
  ];
}

interface Joined {
  readonly parts: AgentParts;
  readonly set: ProbeSet;
  readonly spool: Spool;
  readonly shipment: Shipment;
  readonly standing: Standing;
  readonly labs: Labs | undefined;
}

function readSelf(joined: Joined, startedAt: EpochMs): SelfReading {
  const { parts, spool, shipment, standing, labs } = joined;
  return {
    version: parts.version,
    startedAt,
    clockOffsetS: shipment.state.clockOffsetS,
    rssBytes: parts.rssBytes(),
    spool: spool.figures(),
    latePasses: standing.latePasses,
    refusedReports: labs?.refusedReports(),
    slowest: standing.slowest(parts.clock.now()),
  };
}

async function pageState(joined: Joined, judge: AgentParts['judge']): Promise<PageState> {
  const { parts, set, spool, shipment, standing, labs } = joined;
  const now = parts.clock.now();
  const facts = standing.facts();
  const searched = standing.passesOf(searchId(parts.config.agent));
  return {
    now,
    agent: parts.config.agent,
    version: parts.version,
    school: parts.school(),
    simulated: parts.config.school.simulated,
    collector: parts.config.collector.url,
    shipment: shipment.state,
    spool: spool.figures(),
    devices: set.devices.map((device) => ({ device, passes: standing.passesOf(device.id) })),
    findings: await judge(facts, now),
    setup: parts.setup !== undefined,
    lineUse: lineUse(facts),
    hosts: lastHosts(facts),
    search: searchState(facts, set.devices, searched[0]?.problem),
    outages: openOutages(facts),
    labs: labs?.state(),
  };
}
