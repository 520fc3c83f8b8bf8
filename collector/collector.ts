/** Joins the collector's parts: the one place that knows them all. */
import { fileURLToPath } from 'node:url';
import type { Clock } from '../kit/clock.ts';
import { congestionControl } from '../kit/congestion-door.ts';
import { sayEndpoint } from '../kit/endpoint.ts';
import type { Log } from '../kit/log.ts';
import { readByDay } from '../standards/reads.ts';
import { Audit } from './access/audit.ts';
import type { Desks } from './access/desks.ts';
import type { Identities } from './access/identities.ts';
import type { Users } from './access/users.ts';
import { AgentConfigs } from './agent-config/agent-configs.ts';
import { ownRules } from './agent-config/own-rules.ts';
import { alertingOf } from './alerting.ts';
import type { Rounds } from './assess/rounds.ts';
import { type Keeping, startKeeping } from './backup/keeping.ts';
import { overReadyData, type Repair } from './backup/ready-door.ts';
import type { Calendar } from './calendar/calendar.ts';
import { readTeaching, startCalendar } from './calendar/open-calendar.ts';
import type { CollectorConfig } from './config.ts';
import { type Core, coreOf } from './core.ts';
import type { HistoryReader } from './history/history.ts';
import { createApp } from './http/app.ts';
import { Renewal } from './http/certificate.ts';
import { Events } from './http/events.ts';
import { pageAccess } from './http/page-access.ts';
import { pageConfigs } from './http/page-configs.ts';
import { type MountedRoute, mountedRoutes } from './http/routes.ts';
import { Gate } from './ingest/gate.ts';
import { FactThread } from './ingest/thread-door.ts';
import { followingUp, judgingOf } from './judging.ts';
import { leasedMeasuring } from './leased-measuring.ts';
import { congestionAdvice } from './measure/advice.ts';
import type { UdpEcho } from './measure/echo-door.ts';
import { openHistoryReader } from './open-history.ts';
import { openPorts } from './open-ports.ts';
import { storeViews } from './report/store-views.ts';
import { healthOf } from './self-watch.ts';
import { needed, StartProblem } from './start-problem.ts';
import { openStores, type Stores } from './store/stores-door.ts';
import type { Units } from './store/units.ts';
import { startTending } from './tending.ts';
import { accessOf, firstWayIn } from './ways-in.ts';
import { pageRoutes } from './web/pages.ts';

export interface CollectorParts {
  readonly config: CollectorConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly version: string;
  /** Becomes valid for the role admin; undefined makes none. */
  readonly adminToken: string | undefined;
  /** What may be done about files that can't be used as they are. */
  readonly repair?: Repair;
}

export interface Collector {
  readonly url: string;
  /** A page that lets the first admin in; undefined once the admin has a password. */
  readonly signIn: string | undefined;
  readonly identities: Identities;
  readonly users: Users;
  readonly desks: Desks;
  readonly clock: Clock;
  /** Everything it answers. */
  readonly routes: readonly MountedRoute[];
  /** Comes true with words for a person when a database file turns out damaged: it must be stopped then. */
  readonly damaged: Promise<string>;
  stop(): Promise<void>;
}

const ASSETS = fileURLToPath(new URL('../dashboards/web', import.meta.url));

/** Throws a StartProblem where it can't start, and leaves nothing open then. */
export async function startCollector(parts: CollectorParts): Promise<Collector> {
  return await overReadyData(parts, async () => {
    const stores = needed(() => openStores(parts.config.data));
    try {
      return await startOver(stores, parts);
    } catch (error) {
      stores.close();
      throw error;
    }
  });
}

async function startOver(stores: Stores, parts: CollectorParts): Promise<Collector> {
  const { config, log } = parts;
  const teaching = readTeaching(config);
  const calendar = startCalendar(teaching, parts);
  const core = { ...(await coreOf({ ...parts, ...stores })), stores, calendar };
  putGroups(core.units, config.units);
  const counted = readByDay(core.standards.map(({ standard }) => standard));
  const { data: folder, history, time_zone } = config;
  const start = { folder, config: { history, time_zone }, teaching, counted };
  const keeping = startKeeping({ ...parts, ...core, audit: new Audit(stores.state) });
  try {
    const factThread = await FactThread.begin(start, log);
    factThread.whenDamaged((why) => keeping.tellDamaged('facts.db', why));
    try {
      return await startServing(parts, { ...core, factThread, keeping });
    } catch (error) {
      await factThread.stop();
      throw error;
    }
  } catch (error) {
    await keeping.stop();
    throw error;
  }
}

async function startServing(parts: CollectorParts, core: Stored): Promise<Collector> {
  const { config, clock, random } = parts;
  const { factThread, stores, keeping } = core;
  const history = await openHistoryReader({ config: config.history, sql: stores.facts });
  // Address and echo are known only once the port is bound, and the app needs them.
  const place: Place = { url: config.public_url?.replace(/\/+$/, '') };
  const access = accessOf(parts, core);
  const alerting = alertingOf({ ...parts, ...stores, publicUrl: () => place.url ?? '' }, core);
  const events = new Events(clock);
  const judging = judgingOf(parts, core);
  const measuring = leasedMeasuring(parts, {
    sql: stores.state,
    fill: async (order, signal) => await place.echo?.fill(order, signal),
  });
  const gate = new Gate(random);
  const health = healthOf(parts, { ...core, ...measuring, gate });
  const around = { place, history, events, gate, measuring, health, rounds: judging.rounds };
  const app = appOf(parts, { ...core, ...access, ...alerting, ...around });
  const { tls } = config;
  const { server, echo } = await openPorts(app, { at: config.listen, tls, clock });
  const url = `${tls === undefined ? 'http' : 'https'}://${sayEndpoint(server)}`;
  place.url ??= url;
  place.echo = echo;
  const advice = congestionAdvice(congestionControl());
  if (advice !== undefined) parts.log.warn({ advice: advice.en }, 'congestion control');
  const tending = startTending({
    ...{ ...parts, ...core, ...alerting, ...around },
    renewal: tls && new Renewal({ files: tls, log: parts.log, use: server.use }),
    timeZone: config.time_zone,
  });
  const watching = health.watch();
  return {
    url,
    signIn: firstWayIn(parts, access, place.url),
    ...{ identities: access.identities, users: access.users, desks: access.desks },
    clock,
    routes: mountedRoutes(app.router),
    damaged: keeping.damaged,
    async stop() {
      health.stop();
      events.end();
      await keeping.stop();
      await Promise.all([server.close(), echo.close()]);
      await Promise.all([tending.stop(), watching.stop(), judging.stop()]);
      await factThread.stop();
      stores.close();
    },
  };
}

interface Place {
  url: string | undefined;
  echo?: Pick<UdpEcho, 'fill'>;
}

interface Around {
  readonly history: HistoryReader;
  readonly events: Events;
  readonly rounds: Rounds;
  readonly gate: Gate;
  readonly place: Place;
  readonly measuring: ReturnType<typeof leasedMeasuring>;
  readonly health: ReturnType<typeof healthOf>;
}

interface Stored extends Core {
  readonly calendar: Calendar;
  readonly stores: Stores;
  readonly factThread: FactThread;
  readonly keeping: Keeping;
}
type Access = ReturnType<typeof accessOf>;
type Alerting = ReturnType<typeof alertingOf>;

function putGroups(units: Units, groups: CollectorConfig['units']): void {
  const taken = groups.find(({ id }) => units.school(id) !== undefined);
  if (taken !== undefined)
    throw new StartProblem('config', `units: ${taken.id} is a school already`);
  units.putGroups(groups);
}

function appOf(parts: CollectorParts, joined: Stored & Access & Alerting & Around) {
  const { config, clock, version } = parts;
  const { units, facts, assessment, alerts, mails, place, health } = joined;
  const views = storeViews({
    units,
    facts,
    lines: facts,
    assessment,
    incidents: alerts,
    mails,
    clock,
  });
  const configs = new AgentConfigs({
    ...{ sql: joined.stores.state, units, own: ownRules(config), clock },
  });
  return createApp({
    ...parts,
    ...joined,
    views,
    deadLetters: (filter) => facts.deadLetters(filter),
    facts: joined.factThread,
    cannotStore: () => health.cannotStore(),
    reports: { units, facts, assessment },
    receiver: config.operations_centre,
    admitted: followingUp({ ...joined, clock }),
    ...joined.measuring,
    configs,
    agentStandards: joined.standards.map(({ standard: { id, version } }) => ({ id, version })),
    pages: pageRoutes({
      views,
      configs: pageConfigs({ ...joined, configs, clock }),
      access: pageAccess({ ...joined, clock }),
      desks: joined.desks,
      deadLetters: (limit) =>
        facts
          .deadLetters({ limit })
          .map(({ line, text, ...rest }) => ({ ...rest, lineNumber: line, line: text })),
      health: () => health.view(),
      version,
      collectorUrl: () => place.url ?? '',
    }),
    timeZone: config.time_zone,
    assets: ASSETS,
    trustedProxies: config.trusted_proxies,
    publicIsHttps: config.public_url?.startsWith('https:') ?? false,
  });
}
