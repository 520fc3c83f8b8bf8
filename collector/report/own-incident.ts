import { epochMs } from '../../kit/units.ts';
import type { IncidentView } from './incident-view.ts';

/** Of one school, or of one device of it. */
export interface Own {
  readonly school: string;
  readonly device?: string;
}

/** An incident as it concerns one of its members: it began when that one went wrong, and is over when that one is right. */
export function ownIncident(incident: IncidentView, own: Own): IncidentView {
  const mine = incident.members.filter(
    ({ school, device }) =>
      school === own.school && (own.device === undefined || device === own.device),
  );
  if (mine.length === 0 || mine.length === incident.members.length) return incident;
  const left = mine.map(({ leftAt }) => leftAt);
  const isOpen = left.includes(undefined);
  return {
    ...incident,
    openedAt: epochMs(Math.min(...mine.map(({ since }) => since))),
    state: isOpen ? 'open' : 'resolved',
    resolvedAt: isOpen ? undefined : epochMs(Math.max(...left.map((at) => at ?? 0))),
  };
}

export const isOfDevice = (incident: IncidentView, device: string): boolean =>
  incident.device === device || incident.members.some((member) => member.device === device);
