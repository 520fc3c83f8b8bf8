import type { FigureDay } from '../store/day-rows.ts';
import type { LatestRow } from '../store/latest.ts';
import { toDevices } from './device-views.ts';
import { isOfDevice, ownIncident } from './own-incident.ts';
import type { ViewSources } from './view-sources.ts';
import type { DeviceAsked, LineDay, LinePageView } from './views.ts';

const DAYS_SHOWN = 30;
const INCIDENTS_LOOKED_AT = 500;

/** A fibre line on its own page; sight was looked at before. */
export function linePageView(sources: ViewSources, asked: DeviceAsked): LinePageView | undefined {
  const { units, facts, assessment, incidents } = sources;
  const school = units.school(asked.school);
  const found = facts.devices(asked.school).find(({ id }) => id === asked.device);
  if (school === undefined || found?.kind !== 'uplink') return undefined;
  const rows = facts.latest({ school: school.id, device: found.id });
  const [device] = toDevices([found], rows);
  if (device === undefined) return undefined;
  return {
    school,
    device,
    findings: assessment.findings(school.id).filter((finding) => finding.device === found.id),
    incidents: incidents
      .incidents({ school: school.id, sight: asked.sight, limit: INCIDENTS_LOOKED_AT })
      .filter((incident) => isOfDevice(incident, found.id))
      .map((incident) => ownIncident(incident, { school: school.id, device: found.id })),
    contract: contractOf(facts.latest({ school: school.id })),
    days: daysOf(sources, rows, asked),
  };
}

/** What the school declared; the same for all its lines. */
function contractOf(rows: readonly LatestRow[]): LinePageView['contract'] {
  const declared = (name: string): number | undefined => {
    const value = rows.find(
      ({ measurement, tags }) => measurement === 'declaration' && tags['name'] === name,
    )?.fields['number'];
    return typeof value === 'number' ? value : undefined;
  };
  return { down: declared('contract_down_bps'), up: declared('contract_up_bps') };
}

function daysOf(
  { facts }: ViewSources,
  rows: readonly LatestRow[],
  asked: DeviceAsked,
): readonly LineDay[] {
  const figures = (row: LatestRow | undefined, field: string) =>
    row === undefined
      ? []
      : facts.figureDays({ ...keyOf(row), field, hours: 'all' }, asked.now, DAYS_SHOWN);
  const test = rows.find(({ measurement }) => measurement === 'uplink_bandwidth');
  const pings = rows.filter(({ measurement }) => measurement === 'uplink_ping');
  const [down, up, loadedDown, loadedUp] = (
    ['down_bps', 'up_bps', 'loaded_down_s', 'loaded_up_s'] as const
  ).map((field) => new Map(figures(test, field).map(({ day, figure }) => [day, figure])));
  const idle = pings.map((row) => figures(row, 'latency_s'));
  const first = idle[0] ?? figures(test, 'down_bps');
  return first.map(({ day }) => ({
    day,
    down: down?.get(day),
    up: up?.get(day),
    idle: nearest(idle.map((of) => of.find((one) => one.day === day)?.figure)),
    loaded: worse(loadedDown?.get(day), loadedUp?.get(day)),
  }));
}

/** Of several far ends the nearest tells of the line itself. */
const nearest = (figures: readonly (FigureDay | undefined)[]): FigureDay | undefined =>
  figures.filter((figure) => figure !== undefined).toSorted((a, b) => a.mean - b.mean)[0];

const worse = (one: FigureDay | undefined, other: FigureDay | undefined): FigureDay | undefined =>
  [one, other].filter((figure) => figure !== undefined).toSorted((a, b) => b.mean - a.mean)[0];

const keyOf = ({ school, measurement, series }: LatestRow) => ({ school, measurement, series });
