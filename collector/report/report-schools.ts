import type { School } from '../store/units.ts';
import { toDevices } from './device-views.ts';
import type { ViewSources } from './view-sources.ts';
import type { SchoolView, Sight } from './views.ts';

/** What a report is made from: each school judged as its page shows it. */
export type ReportSchool = Pick<
  SchoolView,
  'id' | 'name' | 'unit' | 'simulated' | 'findings' | 'devices'
>;

export type ReportSources = Pick<ViewSources, 'units'> & {
  readonly facts: Pick<ViewSources['facts'], 'latest' | 'devices'>;
  readonly assessment: Pick<ViewSources['assessment'], 'findings'>;
};

/** The schools in sight by name, read and judged one at a time: those of a city would fill the memory. */
export function* reportSchools(sources: ReportSources, sight: Sight): Generator<ReportSchool> {
  const schools = sources.units
    .schools()
    .filter(({ id }) => sight === undefined || sight.has(id))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'vi') || (a.id < b.id ? -1 : 1));
  for (const school of schools) yield reportSchool(sources, school);
}

const reportSchool = ({ facts, assessment }: ReportSources, school: School): ReportSchool => ({
  ...school,
  findings: assessment.findings(school.id),
  devices: toDevices(facts.devices(school.id), facts.latest({ school: school.id })),
});
