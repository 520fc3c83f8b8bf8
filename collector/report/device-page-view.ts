import type { Device } from '../../standards/evidence.ts';
import { TOPOLOGY_READS, topologyOf } from '../alert/topology.ts';
import type { FlagDay } from '../store/day-rows.ts';
import type { LatestRow } from '../store/latest.ts';
import { ownFields, wordIn } from './device-facts.ts';
import { toDevices } from './device-views.ts';
import { isOfDevice, ownIncident } from './own-incident.ts';
import type { ViewSources } from './view-sources.ts';
import type { DayShare, DeviceAsked, DevicePageView, DeviceView } from './views.ts';

const DAYS_SHOWN = 14;
/** Of the whole school: those of one device are picked from them. */
const INCIDENTS_LOOKED_AT = 500;

/** A camera, a recorder or a machine on its own page; sight was looked at before. */
export function devicePageView(
  sources: ViewSources,
  asked: DeviceAsked,
): DevicePageView | undefined {
  const { units, facts, assessment, incidents } = sources;
  const school = units.school(asked.school);
  const listed = facts.devices(asked.school);
  const found = listed.find(({ id }) => id === asked.device);
  if (school === undefined || found === undefined || !hasPage(found)) return undefined;
  const rows = facts.latest({ school: school.id, device: found.id });
  const labs = facts.latest({ school: school.id, measurement: 'lab' });
  const [device] = toDevices([found], [...rows, ...labs]);
  if (device === undefined) return undefined;
  const findings = assessment.findings(school.id);
  return {
    school,
    device,
    findings: findings.filter((finding) => finding.device === found.id),
    declared: findings.filter((finding) => finding.device === undefined && !finding.devices),
    incidents: incidents
      .incidents({ school: school.id, sight: asked.sight, limit: INCIDENTS_LOOKED_AT })
      .filter((incident) => isOfDevice(incident, found.id))
      .map((incident) => ownIncident(incident, { school: school.id, device: found.id })),
    days: daysOf(sources, rows, asked),
    path: pathOf(sources, asked, listed),
    behind: switchOf(device, listed),
  };
}

export const hasPage = ({ kind }: Pick<Device, 'kind'>): boolean =>
  kind === 'camera' || kind === 'recorder' || kind === 'machine';

function switchOf(device: DeviceView, listed: readonly Device[]): string | undefined {
  const id = wordIn(ownFields(device), 'switch');
  return listed.find((one) => one.id === id)?.name ?? id;
}

function pathOf(
  { facts }: ViewSources,
  { school, device }: DeviceAsked,
  listed: readonly Device[],
): DevicePageView['path'] {
  const rows = facts.latest({ school, measurements: TOPOLOGY_READS });
  const names = new Map(listed.map(({ id, name }) => [id, name]));
  return topologyOf(rows, listed)
    .pathOf(device)
    .map(({ behind, source }) => ({ name: names.get(behind) ?? behind, source }));
}

const OWN: ReadonlySet<string> = new Set(['camera', 'recorder', 'machine']);

function daysOf({ facts }: ViewSources, rows: readonly LatestRow[], asked: DeviceAsked) {
  const flags = (row: LatestRow | undefined, field: string) =>
    row === undefined
      ? []
      : facts.flagDays({ ...keyOf(row), field, hours: 'all' }, asked.now, DAYS_SHOWN);
  const counted = rows.find(
    ({ measurement, fields }) => measurement === 'machine' && fields['usable'] !== undefined,
  );
  if (counted !== undefined) return flags(counted, 'usable').map((day) => shareOf(day, undefined));
  const own = rows.find(({ measurement }) => OWN.has(measurement));
  const main = rows.find(
    ({ measurement, tags }) => measurement === 'camera_stream' && tags['stream'] === 'main',
  );
  const live = new Map(flags(main, 'live').map((day) => [day.day, day]));
  return flags(own, 'up').map((day) => shareOf(day, live.get(day.day)));
}

const keyOf = ({ school, measurement, series }: LatestRow) => ({ school, measurement, series });

/** A camera that is out of reach has no picture to judge, and one that froze still answers: the worse of both counts. */
function shareOf(up: FlagDay, live: FlagDay | undefined): DayShare {
  const shares = [up, live].flatMap((flag) =>
    flag === undefined || flag.count === 0 ? [] : [flag.trues / flag.count],
  );
  return { day: up.day, good: shares.length === 0 ? undefined : Math.min(...shares) };
}
