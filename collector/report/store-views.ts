import type { EpochMs } from '../../kit/units.ts';
import { goneFrom, lastSearch, notConfigured } from '../../wire/last-search.ts';
import type { LatestRow } from '../store/latest.ts';
import type { School } from '../store/units.ts';
import { availabilityOf } from './availability.ts';
import { devicePageView } from './device-page-view.ts';
import { toDevices } from './device-views.ts';
import { labsOf } from './labs-view.ts';
import { linePageView } from './line-page-view.ts';
import type { ViewSources } from './view-sources.ts';
import type { DeviceView, ReadinessRow, SearchView, Sight, Views } from './views.ts';

const PAST_INCIDENTS_SHOWN = 50;
const OUTAGES_SHOWN = 500;

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
      const findings = sources.assessment.findings(id);
      return {
        ...toRow(sources, school, lastSeen(agents).get(id)),
        findings,
        devices,
        incidents: incidents.incidents({ school: id, sight, limit: PAST_INCIDENTS_SHOWN }),
        agents: agents.map(({ agent, lastReceivedAt }) => ({ id: agent, lastReceivedAt })),
        search: searchView(latest, devices),
        availability: availabilityOf(sources.lines, id, sources.clock.now()),
        outages: sources.lines.outages(id, OUTAGES_SHOWN),
        labs: labsOf({ devices, findings, latest }),
      };
    },
    device: (asked) =>
      sees(asked.sight, asked.school) ? devicePageView(sources, asked) : undefined,
    line: (asked) => (sees(asked.sight, asked.school) ? linePageView(sources, asked) : undefined),
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
