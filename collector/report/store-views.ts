import type { EpochMs } from '../../kit/units.ts';
import type { Device } from '../../standards/evidence.ts';
import type { Finding } from '../../standards/finding.ts';
import type { Summary } from '../../standards/summary.ts';
import { goneFrom, lastSearch, notConfigured } from '../../wire/last-search.ts';
import type { LatestRow } from '../store/latest.ts';
import type { School } from '../store/units.ts';
import type {
  DeviceView,
  IncidentView,
  MailView,
  ReadinessRow,
  SearchView,
  Sight,
  Views,
} from './views.ts';

/** What the views are made from; each part answers from the store, none asks the history. */
export interface ViewSources {
  readonly units: { schools(): readonly School[]; school(id: string): School | undefined };
  readonly facts: {
    latest(filter: { school: string }): readonly LatestRow[];
    devices(school: string): readonly Device[];
    /** Of one school where one is named. */
    agents(
      school?: string,
    ): readonly { school: string; agent: string; lastReceivedAt: EpochMs | undefined }[];
  };
  readonly assessment: {
    findings(school: string): readonly Finding[];
    summary(school: string): Summary;
  };
  readonly incidents: {
    incidents(filter: Parameters<Views['incidents']>[0]): readonly IncidentView[];
    openCount(school: string): number;
  };
  readonly mails: { mails(filter: Parameters<Views['mails']>[0]): readonly MailView[] };
}

const PAST_INCIDENTS_SHOWN = 50;

export function storeViews(sources: ViewSources): Views {
  const { units, facts, incidents, mails } = sources;
  return {
    readiness(sight) {
      const seen = lastSeen(facts.agents());
      return units
        .schools()
        .filter(({ id }) => sees(sight, id))
        .map((school) => toRow(sources, school, seen.get(school.id)))
        .sort((a, b) => a.name.localeCompare(b.name, 'vi'));
    },
    school(id, sight) {
      const school = sees(sight, id) ? units.school(id) : undefined;
      if (school === undefined) return undefined;
      const agents = facts.agents(id);
      const latest = facts.latest({ school: id });
      const devices = toDevices(facts.devices(id), latest);
      return {
        ...toRow(sources, school, lastSeen(agents).get(id)),
        findings: sources.assessment.findings(id),
        devices,
        incidents: incidents.incidents({ school: id, sight, limit: PAST_INCIDENTS_SHOWN }),
        agents: agents.map(({ agent, lastReceivedAt }) => ({ id: agent, lastReceivedAt })),
        search: searchView(latest, devices),
      };
    },
    incidents: (filter) => incidents.incidents(filter),
    mails: (filter) => mails.mails(filter),
  };
}

function searchView(
  latest: readonly LatestRow[],
  devices: readonly DeviceView[],
): SearchView | undefined {
  const last = lastSearch(latest);
  return last && { at: last.at, notConfigured: notConfigured(last), gone: goneFrom(last, devices) };
}

const sees = (sight: Sight, school: string): boolean => sight === undefined || sight.has(school);

function lastSeen(
  agents: readonly { school: string; lastReceivedAt: EpochMs | undefined }[],
): ReadonlyMap<string, EpochMs> {
  const seen = new Map<string, EpochMs>();
  for (const { school, lastReceivedAt } of agents)
    if (lastReceivedAt !== undefined && lastReceivedAt > (seen.get(school) ?? 0))
      seen.set(school, lastReceivedAt);
  return seen;
}

function toRow(
  { assessment, incidents }: ViewSources,
  school: School,
  seen: EpochMs | undefined,
): ReadinessRow {
  return {
    ...school,
    lastSeen: seen,
    ...assessment.summary(school.id),
    openIncidents: incidents.openCount(school.id),
  };
}

function toDevices(
  devices: readonly Device[],
  latest: readonly LatestRow[],
): readonly DeviceView[] {
  return devices.map((device) => {
    const own = latest
      .filter((row) => row.device === device.id && row.measurement !== 'device')
      .sort((a, b) => b.at - a.at);
    const main = own.find((row) => row.measurement === device.kind);
    return {
      ...device,
      up: device.kind === 'uplink' ? lineUp(own) : flagOf(main, 'up'),
      state: wordOf(main, 'state'),
      at: own[0]?.at,
      facts: own.map(({ measurement, tags, fields, at }) => ({ measurement, tags, fields, at })),
    };
  });
}

/** A line is up while any of its far ends answers. */
function lineUp(rows: readonly LatestRow[]): boolean | undefined {
  const pings = rows.filter((row) => row.measurement === 'uplink_ping');
  return pings.length === 0 ? undefined : pings.some((row) => row.fields['up'] === true);
}

function flagOf(row: LatestRow | undefined, field: string): boolean | undefined {
  const value = row?.fields[field];
  return typeof value === 'boolean' ? value : undefined;
}

function wordOf(row: LatestRow | undefined, field: string): string | undefined {
  const value = row?.fields[field];
  return typeof value === 'string' ? value : undefined;
}
