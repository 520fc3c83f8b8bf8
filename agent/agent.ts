import type { Clock } from '../kit/clock.ts';
import { endpointOf } from '../kit/endpoint.ts';
import type { Log } from '../kit/log.ts';
import { messageOf, type Result } from '../kit/result.ts';
import { type EpochMs, seconds } from '../kit/units.ts';
import type { Finding } from '../standards/finding.ts';
import type { Fact } from '../wire/fact.ts';
import { lastHosts } from '../wire/last-hosts.ts';
import type { AgentConfig } from './config.ts';
import { answerPage } from './page/answer.ts';
import { lineUse } from './page/line-use.ts';
import { openOutages } from './page/outages.ts';
import { type ServedPage, servePage } from './page/page-door.ts';
import { searchState } from './page/search-state.ts';
import type { PageState } from './page/state.ts';
import { searchId } from './probes/onvif/discovery-options.ts';
import type { ProbeSet } from './probes/probe.ts';
import { loadProbes } from './probes/registry.ts';
import { problemOf } from './schedule/pass.ts';
import { runSchedule } from './schedule/run.ts';
import { PASSES_AT_ONCE } from './schedule/slots.ts';
import { declarationFacts, deviceFacts, type SelfReading } from './self/facts.ts';
import { selfProbes } from './self/probe.ts';
import { Standing } from './self/standing.ts';
import { httpPoster } from './ship/http-door.ts';
import { Shipment } from './ship/shipment.ts';
import { spoolDisk } from './spool/file-door.ts';
import { Spool } from './spool/spool.ts';

export interface AgentParts {
  readonly config: AgentConfig;
  readonly version: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly rssBytes: () => number;
  readonly token: () => Result<string, string | undefined>;
  readonly school: () => string | undefined;
  /** The school's own findings from the newest facts. */
  readonly judge: (facts: readonly Fact[], now: EpochMs) => Promise<readonly Finding[]>;
}

const SEND_DEADLINE = seconds(30);

/** The agent from start to stop: every loop it starts has ended when this resolves. */
export async function runAgent(parts: AgentParts, stop: AbortSignal): Promise<void> {
  const { config, clock, log } = parts;
  const startedAt = clock.now();
  const spool = openSpool(parts);
  const poster = httpPoster(SEND_DEADLINE);
  const shipment = new Shipment({
    spool,
    post: poster.post,
    token: parts.token,
    collector: config.collector.url,
    every: config.ship.every,
    backlogRate: config.ship.backlog_rate,
    clock,
    random: parts.random,
    log,
  });
  const standing = new Standing();
  const token = (): string | undefined => {
    const read = parts.token();
    return read.ok ? read.value : undefined;
  };
  const set = await loadProbes(config, { ...parts, token });
  const learn = (facts: readonly Fact[]): void => {
    standing.learn(facts);
    spool.add(facts);
  };
  const inventory = (): readonly Fact[] => inventoryOf(config, set, clock.now());
  const read = (): SelfReading => readSelf({ parts, startedAt, spool, shipment, standing });
  const self = selfProbes({ agent: config.agent, clock, read, inventory });
  const page = await openPage(parts, () => pageState({ parts, set, spool, shipment, standing }));
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
    ...(set.watches ?? []).map((watch) => (signal: AbortSignal) => watch.run(learn, signal)),
    (signal) => spool.run(signal),
    (signal) => shipment.run(signal),
  ]);
  spool.close();
  poster.close();
  await page?.close();
  log.info({}, 'agent stopped');
}

/** Ends all when one fails: a half agent is worse than one that is started again. */
async function runLoops(
  stop: AbortSignal,
  loops: readonly ((signal: AbortSignal) => Promise<void>)[],
): Promise<void> {
  const broken = new AbortController();
  const signal = AbortSignal.any([stop, broken.signal]);
  const ends = await Promise.allSettled(
    loops.map((loop) =>
      loop(signal).catch((error: unknown) => {
        broken.abort();
        throw error;
      }),
    ),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

function openSpool({ config, clock, log }: AgentParts): Spool {
  const { max_size: maxSize, max_age: maxAge, reserve } = config.spool;
  const limits = { maxSize, maxAge, reserve };
  return new Spool({ agent: config.agent, disk: spoolDisk(config.data), limits, clock, log });
}

/** The school can do without its page; it is no reason not to measure. */
async function openPage(
  { config, log }: AgentParts,
  read: () => Promise<PageState>,
): Promise<ServedPage | undefined> {
  const at = config.page === 'off' ? undefined : endpointOf(config.page.listen);
  if (at === undefined) return undefined;
  try {
    const page = await servePage(at, (request, port) => answerPage(request, port, read));
    log.info({ url: `http://127.0.0.1:${page.port}` }, 'page');
    return page;
  } catch (error) {
    log.error({ problem: messageOf(error) }, 'no page');
    return undefined;
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
  readonly spool: Spool;
  readonly shipment: Shipment;
  readonly standing: Standing;
}

function readSelf(joined: Joined & { readonly startedAt: EpochMs }): SelfReading {
  const { parts, startedAt, spool, shipment, standing } = joined;
  return {
    version: parts.version,
    startedAt,
    clockOffsetS: shipment.state.clockOffsetS,
    rssBytes: parts.rssBytes(),
    spool: spool.figures(),
    latePasses: standing.latePasses,
    slowest: standing.slowest(parts.clock.now()),
  };
}

async function pageState(joined: Joined & { readonly set: ProbeSet }): Promise<PageState> {
  const { parts, set, spool, shipment, standing } = joined;
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
    findings: await parts.judge(facts, now),
    lineUse: lineUse(facts),
    hosts: lastHosts(facts),
    search: searchState(facts, set.devices, searched[0]?.problem),
    outages: openOutages(facts),
  };
}
