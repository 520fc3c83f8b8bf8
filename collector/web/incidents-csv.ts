import { sayStamp } from '../../kit/say.ts';
import type { EpochMs } from '../../kit/units.ts';
import { sayMeasured } from '../../standards/say-finding.ts';
import type { IncidentView } from '../report/incident-view.ts';
import { csvText } from './csv.ts';
import { sayPlace } from './incident-list.ts';
import type { PageContext } from './page-request.ts';
import { exportWords } from './words/export.ts';
import { incidentWords, severities } from './words/incidents.ts';

const HEADS = [
  incidentWords.id,
  incidentWords.what,
  incidentWords.where,
  exportWords.simulated,
  incidentWords.device,
  incidentWords.members,
  incidentWords.severity,
  incidentWords.state,
  incidentWords.from,
  incidentWords.until,
  incidentWords.minutes,
  incidentWords.yes,
  incidentWords.byWhom,
  incidentWords.cause,
] as const;

/** What the list shows, all its pages. */
export function incidentsCsv(
  incidents: readonly IncidentView[],
  context: Pick<PageContext, 'speech' | 'now'>,
): string {
  const { speech, now } = context;
  const { language } = speech;
  const stamp = (at: EpochMs | undefined) => (at === undefined ? '' : sayStamp(at, speech));
  const rows = incidents.map((incident) => [
    incident.id,
    incident.title[language],
    sayPlace(incident, context),
    sayMeasured(incident.simulated, '1', speech),
    incident.deviceName ?? incident.device ?? '',
    incident.members.length,
    severities[incident.severity][language],
    incidentWords[incident.state][language],
    stamp(incident.openedAt),
    stamp(incident.resolvedAt),
    Math.round(((incident.resolvedAt ?? now) - incident.openedAt) / 60_000),
    stamp(incident.acknowledgedAt),
    incident.assignedTo ?? incident.acknowledgedBy ?? '',
    incident.cause[language],
  ]);
  return csvText([HEADS.map((head) => head[language]), ...rows]);
}
