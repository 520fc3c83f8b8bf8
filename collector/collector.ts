/** Joins the collector's parts: the one place that knows them all. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../kit/clock.ts';
import { congestionControl } from '../kit/congestion-door.ts';
import { sayEndpoint } from '../kit/endpoint.ts';
import type { Log } from '../kit/log.ts';
import { foreignReads } from '../standards/reads.ts';
import type { Identities } from './access/identities.ts';
import { Throttle } from './access/throttle.ts';
import { Users } from './access/users.ts';
import { Alerts } from './alert/alerts.ts';
import { JudgeThread } from './assess/judge-door.ts';
import { Rounds } from './assess/rounds.ts';
import type { CollectorConfig } from './config.ts';
import { type Core, coreOf } from './core.ts';
import { FollowUp } from './follow-up.ts';
import { type CollectorHealth, collectorHealth } from './health/health.ts';
import { historyMetrics } from './health/history-metrics.ts';
import { ingestMetrics } from './health/ingest-metrics.ts';
import { leaseMetrics } from './health/own-metrics.ts';
import { type HistoryReader, NOTHING_WAITS } from './history/history.ts';
import { createApp } from './http/app.ts';
import { Events } from './http/events.ts';
import { pageAccess } from './http/page-access.ts';
import { type MountedRoute, mountedRoutes } from './http/routes.ts';
import { Gate } from './ingest/gate.ts';
import { FactThread } from './ingest/thread-door.ts';
import { leasedMeasuring } from './leased-measuring.ts';
import { congestionAdvice } from './measure/advice.ts';
import type { UdpEcho } from './measure/echo-door.ts';
import { mailFolder } from './notify/mail/folder-door.ts';
import { Mails } from './notify/mail/mails.ts';
import { smtpPost } from './notify/mail/smtp-door.ts';
import { openHistoryReader } from './open-history.ts';
import { openPorts } from './open-ports.ts';
import { storeViews } from './report/store-views.ts';
import { needed, StartProblem } from './start-problem.ts';
import { openStores, type Stores } from './store/stores-door.ts';
import type { Units } from './store/units.ts';
import { startTending } from './tending.ts';
import { pageRoutes } from './web/pages.ts';

export interface CollectorParts {
  readonly config: CollectorConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly version: string;
  /** Becomes valid for the role admin; undefined makes none. */
  readonly adminToken: string | undefined;
}

export interface Collector {
  readonly url: string;
  /** A page that lets the first admin in; undefined once the admin has a password. */
  readonly signIn: string | undefined;
  readonly identities: Identities;
  readonly clock: Clock;
  /** Everything it answers. */
  readonly routes: readonly MountedRoute[];
  stop(): Promise<void>;
}

const ASSETS = fileURLToPath(new URL('../dashboards/web', import.meta.url));
/** A school's people share one address. */
const FAILURES_OF_AN_ADDRESS = 30;

/** Throws a StartProblem where it can't start, and leaves nothing open then. */
export async function startCollector(parts: CollectorParts): Promise<Collector> {
  const stores = needed(() => openStores(parts.config.data));
  try {
    return await startOver(stores, parts);
  } catch (error) {
    stores.close();
    throw error;
  }
}

async function startOver(stores: Stores, parts: CollectorParts): Promise<Collector> {
  const { config } = parts;
  const joined = await coreOf({ ...parts, ...stores });
  const core = { ...joined, stores };
  putGroups(core.units, config.units);
  const counted = foreignReads(core.standards.map(({ standard }) => standard));
  const { data: folder, history, time_zone, school_hours } = config;
  const start = { folder, config: { history, time_zone, school_hours }, counted };
  const factThread = await FactThread.begin(start, parts.log);
  try {
    return await startServing(parts, { ...core, factThread });
  } catch (error) {
    await factThread.stop();
    throw error;
  }
}

async function startServing(parts: CollectorParts, core: Stored): Promise<Collector> {
  const { config, clock } = parts;
  const { factThread, stores } = core;
  const history = await openHistoryReader({ config: config.history, sql: stores.facts });
  // Address and echo are known only once the port is bound, and the app needs them.
  const place: Place = { url: config.public_url?.replace(/\/+$/, '') };
  const access = accessOf(parts, core);
  const alerting = alertingOf(parts, core, () => place.url ?? '');
  const events = new Events(clock);
  const judging = judgingOf(parts, core);
  const { rounds } = judging;
  const measuring = leasedMeasuring(parts, {
    sql: stores.state,
    fill: async (order, signal) => await place.echo?.fill(order, signal),
  });
  const gate = new Gate(parts.random);
  const health = healthOf(parts, { ...core, measuring, gate });
  const around = { place, history, events, rounds, gate, measuring, health };
  const app = appOf(parts, { ...core, ...access, ...alerting, ...around });
  const { server, echo } = await openPorts(app, { at: config.listen, clock });
  const url = `http://${sayEndpoint(server)}`;
  place.url ??= url;
  place.echo = echo;
  const advice = congestionAdvice(congestionControl());
  if (advice !== undefined) parts.log.warn({ advice: advice.en }, 'congestion control');
  const tending = startTending({
    ...parts,
    ...core,
    ...alerting,
    events,
    rounds,
    timeZone: config.time_zone,
  });
  const watching = health.watch();
  return {
    url,
    signIn: firstWayIn(parts, access, place.url),
    identities: access.identities,
    clock,
    routes: mountedRoutes(app.router),
    async stop() {
      health.stop();
      events.end();
      await Promise.all([server.close(), echo.close()]);
      await Promise.all([tending.stop(), watching.stop(), judging.thread.stop()]);
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
  readonly health: CollectorHealth;
}

type Stored = Core & { readonly stores: Stores; readonly factThread: FactThread };
type Access = ReturnType<typeof accessOf>;
type Alerting = ReturnType<typeof alertingOf>;

function putGroups(units: Units, groups: CollectorConfig['units']): void {
  const taken = groups.find(({ id }) => units.school(id) !== undefined);
  if (taken !== undefined)
    throw new StartProblem('config', `units: ${taken.id} is a school already`);
  units.putGroups(groups);
}

/** Schools judged in the background, by a thread of its own; what it finds is kept for the next start. */
function judgingOf({ config, clock, log }: CollectorParts, core: Stored) {
  const { data: folder, time_zone, standards } = config;
  const thread = new JudgeThread({ folder, config: { time_zone, standards } });
  const rounds = new Rounds({
    judge: (school) => thread.judge(school),
    learn(school, summary) {
      core.assessment.learn(school, summary);
      core.judged.keep(new Map([[school, summary]]), clock.now());
    },
    schools: () => core.units.schoolIds(),
    clock,
    log,
  });
  return { thread, rounds };
}

function healthOf(
  parts: CollectorParts,
  { stores, facts, factThread, measuring, gate }: Stored & Pick<Around, 'measuring' | 'gate'>,
): CollectorHealth {
  return collectorHealth({
    ...parts,
    ...stores,
    history: { health: () => factThread.health?.history ?? NOTHING_WAITS },
    agents: () => facts.agents(),
    writer: { problem: () => factThread.problem, inHand: () => factThread.inHand },
    more: () => [
      ...leaseMetrics(measuring.leases.figures()),
      ...ingestMetrics(factThread.health, gate),
      ...historyMetrics(factThread.health?.history ?? NOTHING_WAITS, parts.clock.now()),
    ],
  });
}

function accessOf({ clock, adminToken }: CollectorParts, { stores, identities }: Stored) {
  identities.keepAdminToken(adminToken, clock.now());
  return {
    identities,
    users: new Users(stores.state),
    throttle: new Throttle(),
    peerThrottle: new Throttle(FAILURES_OF_AN_ADDRESS),
  };
}

function alertingOf(parts: CollectorParts, core: Stored, publicUrl: () => string) {
  const { config, clock, log, random } = parts;
  const mails = new Mails({
    sql: core.stores.state,
    options: config.mail,
    post: config.mail?.smtp === undefined ? undefined : smtpPost(config.mail.smtp),
    keep: mailFolder(join(config.data, 'mails')),
    schoolsBelow: (unit) => core.units.schoolsBelow(unit),
    publicUrl,
    timeZone: config.time_zone,
    clock,
    random,
    log,
  });
  const alerts = new Alerts({
    sql: core.stores.state,
    signals: core.facts,
    school: (id) => core.units.school(id),
    notifiers: [mails],
    clock,
    log,
    timeZone: config.time_zone,
    silentAfter: config.alerts.agent_silent_after,
  });
  return { alerts, mails };
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
  const secureCookie = config.public_url?.startsWith('https:') ?? false;
  return createApp({
    ...parts,
    ...joined,
    views,
    deadLetters: (filter) => facts.deadLetters(filter),
    facts: joined.factThread,
    cannotStore: () => health.cannotStore(),
    reports: { units, facts, assessment },
    receiver: config.operations_centre,
    agentConfig: (school) => ({
      school,
      standards: joined.standards.map(({ standard }) => ({
        id: standard.id,
        version: standard.version,
      })),
    }),
    admitted: followingUp(joined),
    ...joined.measuring,
    pages: pageRoutes({
      views,
      access: pageAccess({ ...joined, clock, secureCookie }),
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
    secureCookie,
  });
}

/** New facts of a school: judged anew when asked for, its alerts looked at, open pages told. */
function followingUp({
  assessment,
  alerts,
  events,
  rounds,
}: Pick<Core, 'assessment'> & Pick<Alerting, 'alerts'> & Pick<Around, 'events' | 'rounds'>) {
  const followUp = new FollowUp(
    (school) => {
      alerts.evaluate(new Set([school]));
      events.changed();
    },
    (deed) => setImmediate(deed),
  );
  return (school: string): void => {
    assessment.touch(school);
    rounds.touch(school);
    followUp.add(school);
  };
}

function firstWayIn(
  { clock }: CollectorParts,
  { users, identities }: Access,
  url: string,
): string | undefined {
  const admin = users.firstAdmin(clock.now());
  if (admin.hasPassword) return undefined;
  return `${url}/sign-in?code=${identities.newSignInCode(admin.id, clock.now())}`;
}
