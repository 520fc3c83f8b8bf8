import { fileURLToPath } from 'node:url';
import { AgentConfigs } from './agent-config/agent-configs.ts';
import { ownRules } from './agent-config/own-rules.ts';
import type { alertingOf } from './alerting.ts';
import type { Rounds } from './assess/rounds.ts';
import type { CollectorParts } from './collector-parts.ts';
import type { Core } from './core.ts';
import type { HistoryReader } from './history/history.ts';
import { createApp } from './http/app.ts';
import type { Events } from './http/events.ts';
import { pageAccess } from './http/page-access.ts';
import { pageConfigs } from './http/page-configs.ts';
import type { incidentsOf } from './incidents.ts';
import type { Gate } from './ingest/gate.ts';
import type { FactThread } from './ingest/thread-door.ts';
import { followingUp } from './judging.ts';
import type { leasedMeasuring } from './leased-measuring.ts';
import { storeViews } from './report/store-views.ts';
import type { healthOf } from './self-watch.ts';
import type { Stores } from './store/stores-door.ts';
import type { accessOf } from './ways-in.ts';
import { pageRoutes } from './web/pages.ts';

const ASSETS = fileURLToPath(new URL('../dashboards/web', import.meta.url));

interface Served
  extends Core,
    ReturnType<typeof accessOf>,
    ReturnType<typeof incidentsOf>,
    ReturnType<typeof alertingOf> {
  readonly stores: Stores;
  readonly factThread: FactThread;
  readonly history: HistoryReader;
  readonly events: Events;
  readonly rounds: Rounds;
  readonly gate: Gate;
  readonly place: { readonly url: string | undefined };
  readonly measuring: ReturnType<typeof leasedMeasuring>;
  readonly health: ReturnType<typeof healthOf>;
}

/** What answers requests: the JSON interface and the pages, over the parts of a collector. */
export function appOf(parts: CollectorParts, joined: Served) {
  const { config, clock, version } = parts;
  const { units, facts, assessment, mails, place, health } = joined;
  const views = storeViews({
    units,
    facts,
    lines: facts,
    assessment,
    incidents: joined.incidents,
    lostTimes: joined.lostTimes,
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
      incidentDesk: joined.incidentDesk,
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
