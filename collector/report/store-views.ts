import type { EpochMs } from '../../kit/units.ts';
import { goneFrom, lastSearch, notConfigured } from '../../wire/last-search.ts';
import type { LatestRow } from '../store/latest.ts';
import { availabilityOf } from './availability.ts';
import { devicePageView } from './device-page-view.ts';
import { toDevices } from './device-views.ts';
import { labsOf } from './labs-view.ts';
import { linePageView } from './line-page-view.ts';
import { ownIncident } from './own-incident.ts';
import type { ViewSources } from './view-sources.ts';
import type { DeviceView, SearchView, Sight, Views } from './views.ts';

const byName = new Intl.Collator('vi');
const PAST_INCIDENTS_SHOWN = 50;
const OUTAGES_SHOWN = 500;

export function storeViews(sources: ViewSources): Views {
  const { units, facts, incidents, mails } = sources;
  return {
    readiness(sight) {
      const seen = lastSeen(facts.agents());
      const schools = units.schools().filter(({ id }) => sees(sight, id));
      const summaries = sources.assessment.summaries(schools.map(({ id }) => id));
      const open = incidents.openCounts();
      return schools
        .map((school) => {
          const { id } = school;
          const summary = summaries.get(id) ?? sources.assessment.summary(id);
          const openIncidents = open.get(id) ?? 0;
          return { ...school, lastSeen: seen.get(id), ...summary, openIncidents };
        })
        .sort((a, b) => byName.compare(a.name, b.name));
    },
    school(id, sight) {
      const school = sees(sight, id) ? units.school(id) : undefined;
      if (school === undefined) return undefined;
      const agents = facts.agents(id);
      const latest = facts.latest({ school: id });
      const devices = toDevices(facts.devices(id), latest);
      const findings = sources.assessment.findings(id);
      return {
        ...school,
        lastSeen: lastSeen(agents).get(id),
        ...sources.assessment.summary(id),
        openIncidents: incidents.openCount(id),
        findings,
        devices,
        incidents: incidents
          .incidents({ school: id, sight, limit: PAST_INCIDENTS_SHOWN })
          .map((incident) => ownIncident(incident, { school: id })),
        agents: agents.map(({ agent, lastReceivedAt }) => ({ id: agent, lastReceivedAt })),
        search: searchView(latest, devices),
        availability: availabilityOf(sources.lines, id, sources.clock.now()),
        outages: sources.lines.outages(id, OUTAGES_SHOWN),
        lost: sources.lostTimes.ofSchool(id, sources.clock.now()),
        labs: labsOf({ devices, findings, latest }),
      };
    },
    device: (asked) =>
      sees(asked.sight, asked.school) ? devicePageView(sources, asked) : undefined,
    line: (asked) => (sees(asked.sight, asked.school) ? linePageView(sources, asked) : undefined),
    incidents: (filter) => incidents.incidents(filter),
    incident: (id, of) => incidents.incident(id, of),
    incidentRules: () => incidents.rules(),
    mails: (filter) => mails.mails(filter),
    mailCounts: (sight) => mails.counts(sight),
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
