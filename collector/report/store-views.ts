import type { EpochMs } from '../../kit/units.ts';
import type { School } from '../store/units.ts';
import { devicePageView } from './device-page-view.ts';
import { toDevices } from './device-views.ts';
import type { ViewSources } from './view-sources.ts';
import type { ReadinessRow, Sight, Views } from './views.ts';

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
      return {
        ...toRow(sources, school, lastSeen(agents).get(id)),
        findings: sources.assessment.findings(id),
        devices: toDevices(facts.devices(id), facts.latest({ school: id })),
        incidents: incidents.incidents({ school: id, sight, limit: PAST_INCIDENTS_SHOWN }),
        agents: agents.map(({ agent, lastReceivedAt }) => ({ id: agent, lastReceivedAt })),
      };
    },
    device: (asked) =>
      sees(asked.sight, asked.school) ? devicePageView(sources, asked) : undefined,
    incidents: (filter) => incidents.incidents(filter),
    mails: (filter) => mails.mails(filter),
  };
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
