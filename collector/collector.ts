import type { Clock } from '../kit/clock.ts';
import { congestionControl } from '../kit/congestion-door.ts';
import { sayEndpoint } from '../kit/endpoint.ts';
import { readByDay } from '../standards/reads.ts';
import { Audit } from './access/audit.ts';
import type { Desks } from './access/desks.ts';
import type { Identities } from './access/identities.ts';
import type { Users } from './access/users.ts';
import { openRules } from './alert/rules/open-rules.ts';
import type { RuleSet } from './alert/rules/rule-set.ts';
import { type Keeping, startKeeping } from './backup/keeping.ts';
import { overReadyData } from './backup/ready-door.ts';
import type { Calendar } from './calendar/calendar.ts';
import { type CalendarParts, calendarOf } from './calendar/make-calendar.ts';
import { readTeaching, tellDoubt } from './calendar/open-calendar.ts';
import type { CollectorParts } from './collector-parts.ts';
import type { CollectorConfig } from './config.ts';
import { type Core, coreOf } from './core.ts';
import { Renewal } from './http/certificate.ts';
import { Events } from './http/events.ts';
import { type MountedRoute, mountedRoutes } from './http/routes.ts';
import { incidentsOf } from './incidents.ts';
import { Gate } from './ingest/gate.ts';
import { FactThread } from './ingest/thread-door.ts';
import { judgingOf } from './judging.ts';
import { leasedMeasuring } from './leased-measuring.ts';
import { congestionAdvice } from './measure/advice.ts';
import type { UdpEcho } from './measure/echo-door.ts';
import { openHistoryReader } from './open-history.ts';
import { openPorts } from './open-ports.ts';
import { outagesOf } from './outages.ts';
import { healthOf } from './self-watch.ts';
import { appOf } from './serving.ts';
import { needed, StartProblem } from './start-problem.ts';
import { openStores, type Stores } from './store/stores-door.ts';
import type { Units } from './store/units.ts';
import { startTending } from './tending.ts';
import { accessOf, firstWayIn } from './ways-in.ts';

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
  const calendar = calendarOf(teaching);
  const opened = await coreOf({ ...parts, ...stores });
  const rules = await openRules(config.alerts.rules, opened.standards[0]?.osSupport);
  const core = { ...opened, stores, teaching, calendar, rules };
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
  const access = peopleOf(parts, core);
  const publicUrl = () => place.url ?? '';
  const outages = outagesOf({ ...parts, publicUrl }, { ...core, ...access });
  const { telling } = outages;
  const events = new Events(clock);
  const judging = judgingOf(parts, core);
  const measuring = leasedMeasuring(parts, {
    sql: stores.state,
    fill: async (order, signal) => await place.echo?.fill(order, signal),
  });
  const gate = new Gate(random);
  const health = healthOf(parts, { ...core, ...measuring, gate, telling });
  outages.watchItself({ health, history: () => factThread.health?.history });
  const around = { place, history, events, gate, measuring, health, rounds: judging.rounds };
  const app = appOf(parts, { ...core, ...access, ...outages, ...around });
  const { tls } = config;
  const { server, echo } = await openPorts(app, { at: config.listen, tls, clock });
  const url = `${tls === undefined ? 'http' : 'https'}://${sayEndpoint(server)}`;
  place.url ??= url;
  place.echo = echo;
  tellAtStart(parts, core);
  const tending = startTending({
    ...{ ...parts, ...core, ...outages, ...around },
    renewal: tls && new Renewal({ files: tls, log: parts.log, use: server.use }),
    timeZone: config.time_zone,
    hooks: telling.hooks,
    telling: {
      run: (signal, sinceTick) =>
        telling.run(signal, { standing: () => health.standing(), sinceTick }),
    },
  });
  const digesting = outages.startDigests();
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
      await Promise.all([tending.stop(), digesting.stop(), watching.stop(), judging.stop()]);
      await factThread.stop();
      stores.close();
    },
  };
}

/** What whoever reads the log should know from the beginning. */
function tellAtStart(parts: CollectorParts, { teaching, calendar }: Stored): void {
  tellDoubt(teaching, calendar, parts);
  const advice = congestionAdvice(congestionControl());
  if (advice !== undefined) parts.log.warn({ advice: advice.en }, 'congestion control');
}

interface Place {
  url: string | undefined;
  echo?: Pick<UdpEcho, 'fill'>;
}

interface Stored extends Core {
  readonly teaching: CalendarParts;
  readonly calendar: Calendar;
  readonly rules: RuleSet;
  readonly stores: Stores;
  readonly factThread: FactThread;
  readonly keeping: Keeping;
}
/** Who may come in, and what they read of incidents and do about them. */
function peopleOf(parts: CollectorParts, core: Stored) {
  const access = accessOf(parts, core);
  return { ...access, ...incidentsOf(parts, { ...core, ...access, state: core.stores.state }) };
}

function putGroups(units: Units, groups: CollectorConfig['units']): void {
  const taken = groups.find(({ id }) => units.school(id) !== undefined);
  if (taken !== undefined)
    throw new StartProblem('config', `units: ${taken.id} is a school already`);
  units.putGroups(groups);
}
