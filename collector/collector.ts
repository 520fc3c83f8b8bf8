/** Joins the collector's parts: the one place that knows them all. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../kit/clock.ts';
import { congestionControl } from '../kit/congestion-door.ts';
import { sayEndpoint } from '../kit/endpoint.ts';
import type { Log } from '../kit/log.ts';
import { Audit } from './access/audit.ts';
import { type Desks, openDesks } from './access/desks.ts';
import type { Identities } from './access/identities.ts';
import { Sessions } from './access/sessions.ts';
import { Throttle } from './access/throttle.ts';
import { Users } from './access/users.ts';
import { Alerts } from './alert/alerts.ts';
import type { CollectorConfig } from './config.ts';
import { type Core, coreOf } from './core.ts';
import { createApp } from './http/app.ts';
import { Renewal } from './http/certificate.ts';
import { Events } from './http/events.ts';
import { pageAccess } from './http/page-access.ts';
import { type MountedRoute, mountedRoutes } from './http/routes.ts';
import { leasedMeasuring } from './leased-measuring.ts';
import { congestionAdvice } from './measure/advice.ts';
import type { UdpEcho } from './measure/echo-door.ts';
import { mailFolder } from './notify/mail/folder-door.ts';
import { Mails } from './notify/mail/mails.ts';
import { smtpPost } from './notify/mail/smtp-door.ts';
import { type OpenHistory, openHistory } from './open-history.ts';
import { openPorts } from './open-ports.ts';
import { leaseMetrics, ownMetrics } from './report/own-metrics.ts';
import { storeViews } from './report/store-views.ts';
import { needed, StartProblem } from './start-problem.ts';
import { lastHeard } from './store/last-heard.ts';
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
  readonly users: Users;
  readonly desks: Desks;
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
  const { config, clock } = parts;
  const open = await openHistory({ ...parts, config: config.history, sql: stores.facts });
  const joined = await coreOf({ ...parts, ...stores, history: open.writer });
  const core = { ...joined, stores };
  putGroups(core.units, config.units);
  // Address and echo are known only once the port is bound, and the app needs them.
  const place: Place = { url: config.public_url?.replace(/\/+$/, '') };
  const access = accessOf(parts, core);
  const alerting = alertingOf(parts, core, () => place.url ?? '');
  const events = new Events(clock);
  const app = appOf(parts, { ...core, ...access, ...alerting, place, open, events });
  const { tls } = config;
  const { server, echo } = await openPorts(app, { at: config.listen, tls, clock });
  const url = `${tls === undefined ? 'http' : 'https'}://${sayEndpoint(server)}`;
  place.url ??= url;
  place.echo = echo;
  const advice = congestionAdvice(congestionControl());
  if (advice !== undefined) parts.log.warn({ advice: advice.en }, 'congestion control');
  const tending = startTending({
    ...parts,
    ...core,
    ...alerting,
    history: open.writer,
    events,
    renewal: tls && new Renewal({ files: tls, log: parts.log, use: server.use }),
    timeZone: config.time_zone,
  });
  return {
    url,
    signIn: firstWayIn(parts, access, place.url),
    ...{ identities: access.identities, users: access.users, desks: access.desks },
    clock,
    routes: mountedRoutes(app.router),
    async stop() {
      events.end();
      await Promise.all([server.close(), echo.close()]);
      await tending.stop();
      stores.close();
    },
  };
}

interface Place {
  url: string | undefined;
  echo?: Pick<UdpEcho, 'fill'>;
}

interface Around {
  readonly open: OpenHistory;
  readonly events: Events;
}

type Stored = Core & { readonly stores: Stores };
type Access = ReturnType<typeof accessOf>;
type Alerting = ReturnType<typeof alertingOf>;

function putGroups(units: Units, groups: CollectorConfig['units']): void {
  const taken = groups.find(({ id }) => units.school(id) !== undefined);
  if (taken !== undefined)
    throw new StartProblem('config', `units: ${taken.id} is a school already`);
  units.putGroups(groups);
}

function accessOf({ clock, adminToken }: CollectorParts, { stores, units, identities }: Stored) {
  identities.keepAdminToken(adminToken, clock.now());
  const { state: sql, facts } = stores;
  const [users, sessions, audit] = [new Users(sql), new Sessions(sql), new Audit(sql)];
  const desk = { sql, units, identities, users, sessions, audit, clock };
  return {
    ...{ identities, users, sessions, audit },
    desks: openDesks({ ...desk, lastHeard: () => lastHeard(facts) }),
    throttle: new Throttle({ sql, kind: 'name' }),
    peerThrottle: new Throttle({ sql, kind: 'address', free: FAILURES_OF_AN_ADDRESS }),
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

function appOf(
  parts: CollectorParts,
  joined: Stored & Access & Alerting & Around & { readonly place: Place },
) {
  const { config, clock, version } = parts;
  const { units, facts, assessment, alerts, mails, open, place } = joined;
  const views = storeViews({
    units,
    facts,
    lines: facts,
    assessment,
    incidents: alerts,
    mails,
    clock,
  });
  const measuring = leasedMeasuring(parts, {
    sql: joined.stores.state,
    fill: async (order, signal) => await place.echo?.fill(order, signal),
  });
  return createApp({
    ...parts,
    ...joined,
    views,
    history: open.reader,
    reports: { units, facts, assessment },
    receiver: config.operations_centre,
    agentConfig: (school) => ({
      school,
      standards: joined.standards.map(({ standard }) => ({
        id: standard.id,
        version: standard.version,
      })),
    }),
    admitted: (school) => {
      assessment.touch(school);
      alerts.evaluate(new Set([school]));
      joined.events.changed();
    },
    ...measuring,
    pages: pageRoutes({
      views,
      access: pageAccess({ ...joined, clock }),
      desks: joined.desks,
      deadLetters: (limit) =>
        facts
          .deadLetters({ limit })
          .map(({ line, text, ...rest }) => ({ ...rest, lineNumber: line, line: text })),
      version,
      collectorUrl: () => place.url ?? '',
    }),
    timeZone: config.time_zone,
    assets: ASSETS,
    trustedProxies: config.trusted_proxies,
    publicIsHttps: config.public_url?.startsWith('https:') ?? false,
    notReady: () => joined.stores.state.problem() ?? joined.stores.facts.problem(),
    metrics: ownMetrics(joined.stores, clock, () => leaseMetrics(measuring.leases.figures())),
  });
}

function firstWayIn(
  { clock }: CollectorParts,
  { users, sessions }: Access,
  url: string,
): string | undefined {
  const admin = users.firstAdmin(clock.now());
  if (admin.hasPassword) return undefined;
  return `${url}/sign-in?code=${sessions.newCode(admin.id, clock.now()).code}`;
}
